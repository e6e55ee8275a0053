using OpenShiftImage.Documents;

namespace OpenShiftImage.Archives;

/// <summary>
/// The content of a tar file, which remembers whether it ended as a whole one does: with a block of zeros, which its
/// reader reads no further than. What was cut between two entries lacks that.
/// </summary>
/// <param name="content">The content.</param>
internal sealed class TarBlocks(Stream content) : ForwardStream
{
    /// <summary>Gets whether what was read last was a block of zeros, and not the end of the file.</summary>
    public bool HasEndMark { get; private set; }

    /// <inheritdoc/>
    public override bool CanSeek => content.CanSeek;

    /// <inheritdoc/>
    public override long Length => content.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => content.Position;
        set => content.Position = value;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var read = content.Read(buffer);
        HasEndMark = read > 0 && !buffer[..read].ContainsAnyExcept((byte)0);
        return read;
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => content.Seek(offset, origin);
}
