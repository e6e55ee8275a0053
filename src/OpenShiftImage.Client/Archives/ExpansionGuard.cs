using OpenShiftImage.Documents;

namespace OpenShiftImage.Archives;

/// <summary>What comes out of a compressed stream, as long as it is in keeping with what went in.</summary>
/// <param name="content">What comes out.</param>
/// <param name="compressed">Returns the number of bytes that went in.</param>
/// <param name="source">Names the archive, and the entry where that is compressed by itself.</param>
/// <param name="cancellationToken">Ends the reading, also of what is only read to get past it.</param>
internal sealed class ExpansionGuard(
    Stream content, Func<long> compressed, string source, CancellationToken cancellationToken) : ForwardStream
{
    /// <summary>The most times that anything may grow: what was made to fill a disk grows more.</summary>
    private const long MaxExpansion = 1000;

    /// <summary>Bytes that may come out in any case: a small file of one letter is no attack.</summary>
    private const long MinLength = 1 << 20;

    private long _length;

    /// <summary>
    /// Gets what tells, by the number of bytes that came out, whether that was all; null where nothing can tell.
    /// </summary>
    public Func<long, bool>? IsWhole { get; init; }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var read = content.Read(buffer);
        if (read == 0 && buffer.Length > 0 && IsWhole?.Invoke(_length) == false)
        {
            throw new InvalidDataException("its end is missing, or it is damaged");
        }

        _length += read;
        return _length <= MinLength || _length <= MaxExpansion * Math.Max(1, compressed())
            ? read
            : throw new CollectedClusterException(
                CollectedClusterException.InvalidArchive,
                $"'{source}' grows to more than {MaxExpansion} times its size when it is read: no collection does, "
                    + "and it is not read any further.",
                source);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            content.Dispose();
        }

        base.Dispose(disposing);
    }
}
