using System.Buffers.Binary;
using System.IO.Compression;

namespace OpenShiftImage.Archives;

/// <summary>Opens what was collected, and finds out by its content what it is.</summary>
internal static class ArchiveFile
{
    /// <summary>Bytes of the smallest file of gzip: its header and its trailer.</summary>
    private const int GzipMember = 18;

    /// <summary>Bytes of the header of gzip without a name and other extras.</summary>
    private const int GzipHeader = 10;

    /// <summary>Bytes of a text that show whether it can be YAML or JSON.</summary>
    private const int TextHead = 1 << 16;

    private const int TarBlock = 512;
    private const int TarMagic = 257;
    private const int TarChecksum = 148;

    /// <summary>Returns the archive at a path.</summary>
    /// <exception cref="FileNotFoundException">There is nothing.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is compressed, and damaged.</exception>
    public static IArchive Find(string path)
    {
        if (Directory.Exists(path))
        {
            ArchiveCheck.RequireDocument(path);
            return new FolderArchive(path);
        }

        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            // So is a pipe, and whoever opens it waits for its writer.
            throw new InvalidDataException("It is empty, or no plain file; what was collected is read more than once.");
        }

        using var file = Open(path);
        var head = Head(file);
        if (CompressedFormat.Of(head) is { } format)
        {
            throw new InvalidDataException($"It is compressed by {format}, which is not read: unpack it first.");
        }

        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8))
        {
            ArchiveCheck.RequireDirectory(file);
            return new ZippedArchive(path);
        }

        file.Position = 0;
        if (!head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
        {
            return FindIn(file, path, isCompressed: false);
        }

        using var content = new GZipStream(file, CompressionMode.Decompress);
        return FindIn(content, path, isCompressed: true);
    }

    private static IArchive FindIn(Stream content, string path, bool isCompressed)
    {
        var head = new byte[TextHead];
        var length = content.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (IsTar(head.AsSpan(0, Math.Min(length, TarBlock))))
        {
            return new TarArchive(path, isCompressed);
        }

        ArchiveCheck.RequireText(head.AsSpan(0, length), isWhole: length < head.Length);
        return new SingleFileArchive(path, isCompressed);
    }

    /// <summary>Opens a file to be read from its start to its end, while others may write or remove it.</summary>
    public static FileStream Open(string path) => new(
        path,
        FileMode.Open,
        FileAccess.Read,
        FileShare.ReadWrite | FileShare.Delete,
        1,
        FileOptions.SequentialScan);

    /// <summary>Opens a file to be read from its start to its end, with what gzip has made of it taken back.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="isCompressed">Whether it is compressed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static Stream OpenContent(string path, bool isCompressed, CancellationToken cancellationToken)
    {
        var file = Open(path);
        return !isCompressed ? file : new ExpansionGuard(
            // It closes the file when it is closed.
            new GZipStream(file, CompressionMode.Decompress), () => file.Position, path, cancellationToken)
        {
            IsWhole = length => IsWholeGzip(file, length),
        };
    }

    private static ReadOnlySpan<byte> Head(Stream stream)
    {
        var head = new byte[TarBlock];
        return head.AsSpan(0, stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false));
    }

    /// <summary>The oldest tar files have no magic number, but the sum of their first block.</summary>
    private static bool IsTar(ReadOnlySpan<byte> head)
    {
        if (head.Length < TarBlock)
        {
            return false;
        }

        if (head[TarMagic..].StartsWith("ustar"u8))
        {
            return true;
        }

        var sum = 8 * ' ';
        for (var i = 0; i < TarBlock; i++)
        {
            sum += i is >= TarChecksum and < TarChecksum + 8 ? 0 : head[i];
        }

        var (written, isNumber) = (0, false);
        foreach (var digit in head.Slice(TarChecksum, 8).Trim((ReadOnlySpan<byte>)[(byte)' ', 0]))
        {
            if (digit is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            (written, isNumber) = ((written * 8) + digit - '0', true);
        }

        return isNumber && written == sum;
    }

    /// <summary>
    /// Returns whether a file of gzip has given all that it holds: its last four bytes are the length (RFC 1952,
    /// <c>ISIZE</c>), which the platform does not look at, and a file that was cut has others there. Several files of
    /// gzip in one count as whole.
    /// </summary>
    /// <param name="file">The file, read to its end.</param>
    /// <param name="length">The number of bytes that came out.</param>
    private static bool IsWholeGzip(FileStream file, long length)
    {
        if (!file.CanSeek || file.Length < GzipMember)
        {
            return file.Length == 0 || !file.CanSeek;
        }

        var last = new byte[sizeof(uint)];
        var end = RandomAccess.Read(file.SafeFileHandle, last, file.Length - last.Length);
        return end == last.Length
            && (BinaryPrimitives.ReadUInt32LittleEndian(last) == (uint)length || HasSeveralMembers(file));
    }

    /// <summary>
    /// Whether another header of gzip stands in the file. Three bytes alone would stand in any large file by chance, so
    /// that a cut would not be seen.
    /// </summary>
    private static bool HasSeveralMembers(FileStream file)
    {
        ReadOnlySpan<byte> magic = [0x1f, 0x8b, 0x08];
        var buffer = new byte[1 << 20];
        for (var at = 1L; at < file.Length; at += buffer.Length - GzipHeader + 1)
        {
            var rest = buffer.AsSpan(0, RandomAccess.Read(file.SafeFileHandle, buffer, at));
            while (rest.IndexOf(magic) is >= 0 and var found && rest.Length - found >= GzipHeader)
            {
                rest = rest[found..];
                if (IsGzipHeader(rest))
                {
                    return true;
                }

                rest = rest[1..];
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the bytes after the magic number are those of a header (RFC 1952): flags without the reserved ones, the
    /// effort that was made, and the system that it was made on.
    /// </summary>
    private static bool IsGzipHeader(ReadOnlySpan<byte> header) =>
        header[3] < 0x20 && header[8] is (0 or 2 or 4) && header[9] is (<= 13 or 255);
}
