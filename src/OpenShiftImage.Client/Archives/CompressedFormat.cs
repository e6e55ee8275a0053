namespace OpenShiftImage.Archives;

/// <summary>Forms of files that .NET cannot read, by what they begin with.</summary>
internal static class CompressedFormat
{
    /// <summary>Returns the name of the form that a file has; null for none of these.</summary>
    public static string? Of(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]) ? "xz"
        : head.StartsWith("BZh"u8) ? "bzip2"
        : head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xb5, 0x2f, 0xfd]) ? "zstd"
        : head.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xbc, 0xaf, 0x27, 0x1c]) ? "7-Zip"
        : head.StartsWith("Rar!"u8) ? "RAR"
        : null;
}
