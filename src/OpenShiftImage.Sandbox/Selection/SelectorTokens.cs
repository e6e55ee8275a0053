namespace OpenShiftImage.Sandbox.Selection;

/// <summary>The tokens of a label selector, in order; past the end they are empty.</summary>
internal sealed class SelectorTokens
{
    private static readonly string[] s_operators = ["==", "!=", "=", "!", ",", "(", ")", ">", "<"];

    private readonly Queue<string> _tokens = [];

    public SelectorTokens(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }

            var token = s_operators.FirstOrDefault(op => string.CompareOrdinal(text, i, op, 0, op.Length) == 0)
                ?? new string([.. text.Skip(i).TakeWhile(c => !char.IsWhiteSpace(c) && !"=!,()><".Contains(c))]);
            _tokens.Enqueue(token);
            i += token.Length;
        }
    }

    /// <summary>Gets the next token without taking it.</summary>
    public string Peek => _tokens.TryPeek(out var token) ? token : "";

    /// <summary>Takes the next token.</summary>
    public string Next() => _tokens.TryDequeue(out var token) ? token : "";

    public static bool IsIdentifier(string token) => token.Length > 0 && !s_operators.Contains(token);
}
