namespace OpenShiftImage.Selection;

/// <summary>The tokens of a label selector, one after the other; past the end they are empty.</summary>
internal sealed class SelectorTokens
{
    private const string Special = "=!,()<>";

    private readonly string _text;
    private int _at;

    /// <param name="text">The selector.</param>
    public SelectorTokens(string text)
    {
        _text = text;
        Current = Read();
    }

    /// <summary>Gets the token that has not been taken yet.</summary>
    public string Current { get; private set; }

    /// <summary>Gets whether the token is a name or a value, and no operator.</summary>
    public bool IsWord => Current.Length > 0 && !Special.Contains(Current[0], StringComparison.Ordinal);

    /// <summary>Returns the token and goes on to the next.</summary>
    public string Take()
    {
        var taken = Current;
        Current = Read();
        return taken;
    }

    private string Read()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }

        var start = _at;
        if (_at == _text.Length)
        {
            return "";
        }

        if (Special.Contains(_text[_at], StringComparison.Ordinal))
        {
            _at++;
            if (_text[start] is '=' or '!' && _at < _text.Length && _text[_at] == '=')
            {
                _at++;
            }

            return _text[start.._at];
        }

        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at])
            && !Special.Contains(_text[_at], StringComparison.Ordinal))
        {
            _at++;
        }

        return _text[start.._at];
    }
}
