using System.Text;

namespace OpenShiftImage.Documents;

/// <summary>
/// The lines of a text, none longer than a document may be: what is read can be a device that never ends a line.
/// </summary>
internal sealed class DocumentLines(TextReader reader, string? source, CancellationToken cancellationToken)
{
    /// <summary>The most characters of one document.</summary>
    public const int MaxDocument = 256 << 20;

    private readonly StringBuilder _line = new();
    private readonly char[] _buffer = new char[8 * 1024];
    private int _at;
    private int _length;

    /// <summary>Number of lines that have been read.</summary>
    public int Count { get; private set; }

    /// <summary>Gets whether the line that came last has an end, which the last of a text may lack.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Returns the next line without its end; null after the last.</summary>
    /// <exception cref="DocumentException">The text is not UTF-8, or a line does not end.</exception>
    public string? Next()
    {
        if (!Fill())
        {
            return null;
        }

        Count++;
        HasEnd = false;
        _line.Clear();
        do
        {
            var rest = _buffer.AsSpan(_at, _length - _at);
            var end = rest.IndexOfAny('\r', '\n');
            var part = end < 0 ? rest : rest[..end];
            _at += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
            {
                var text = _line.Length == 0 ? part.ToString() : Append(part).ToString();
                if (rest[end] == '\r' && Fill() && _buffer[_at] == '\n')
                {
                    _at++;
                }

                HasEnd = true;
                return text;
            }

            Append(part);
        }
        while (Fill());
        return _line.ToString();
    }

    private StringBuilder Append(ReadOnlySpan<char> part) =>
        _line.Length + part.Length <= MaxDocument ? _line.Append(part)
            : throw new DocumentException($"this line is longer than {MaxDocument >> 20} MiB.", source, Count, 1);

    private bool Fill()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (_at < _length)
        {
            return true;
        }

        try
        {
            (_at, _length) = (0, reader.Read(_buffer, 0, _buffer.Length));
            return _length > 0;
        }
        catch (DecoderFallbackException e)
        {
            throw new DocumentException(
                "what follows here is not UTF-8; in another encoding it would be another text.",
                source,
                Count + 1,
                1,
                e);
        }
    }
}
