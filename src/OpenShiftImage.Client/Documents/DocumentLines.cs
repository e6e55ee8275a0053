using System.Text;

namespace OpenShiftImage;

/// <summary>The lines of a text, none longer than a document may be: what is read can be a device that never ends a line.</summary>
internal sealed class DocumentLines(TextReader reader, string? source, CancellationToken cancellationToken)
{
    /// <summary>The most characters of one document.</summary>
    public const int MaxDocument = 256 << 20;

    private readonly char[] _buffer = new char[16 * 1024];
    private int _at;
    private int _length;

    /// <summary>Number of lines that have been read.</summary>
    public int Count { get; private set; }

    /// <summary>Returns the next line without its end; null after the last. Of a line that is too long only the beginning.</summary>
    /// <exception cref="DocumentException">The text is not UTF-8.</exception>
    public string? Next()
    {
        var line = new StringBuilder();
        var hasCome = false;
        while (Fill())
        {
            hasCome = true;
            var rest = _buffer.AsSpan(_at, _length - _at);
            var end = rest.IndexOf('\n');
            var part = end < 0 ? rest : rest[..end];
            line.Append(part[..Math.Min(part.Length, MaxDocument + 1 - line.Length)]);
            _at += end < 0 ? rest.Length : end + 1;
            if (end >= 0)
            {
                break;
            }
        }

        if (!hasCome)
        {
            return null;
        }

        Count++;
        var length = line.Length > 0 && line[^1] == '\r' ? line.Length - 1 : line.Length;
        return line.ToString(0, length);
    }

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
            throw new DocumentException("what follows here is not UTF-8; in another encoding it would be another text.", source, Count + 1, 1, e);
        }
    }
}
