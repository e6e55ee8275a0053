namespace OpenShiftImage.Documents;

/// <summary>
/// Line and column of the bytes of a text. Asked in the order of the text, each line break is counted once.
/// </summary>
internal sealed class LinePlaces(ReadOnlyMemory<byte> utf8)
{
    private int _at;
    private int _line = 1;
    private int _lineStart;

    /// <summary>Returns line and column of a byte, both from 1.</summary>
    public (int Line, int Column) Of(long offset)
    {
        var target = (int)Math.Min(utf8.Length, offset);
        if (target < _at)
        {
            (_at, _line, _lineStart) = (0, 1, 0);
        }

        var between = utf8.Span[_at..target];
        if (between.LastIndexOf((byte)'\n') is >= 0 and var lastBreak)
        {
            _line += between.Count((byte)'\n');
            _lineStart = _at + lastBreak + 1;
        }

        _at = target;
        return (_line, target - _lineStart + 1);
    }
}
