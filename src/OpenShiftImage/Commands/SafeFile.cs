using System.Text;

namespace OpenShiftImage.Commands;

/// <summary>
/// A text file that takes the place of the one before only when it is whole: until then it lies beside it. Links are followed, and
/// the permissions stay. What is no regular file, such as a device or a pipe, is written to directly.
/// </summary>
internal sealed class SafeFile : IDisposable
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly string _path;
    private string? _temporary;

    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public SafeFile(string path)
    {
        _path = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        if (File.Exists(path))
        {
            if (File.GetAttributes(_path).HasFlag(FileAttributes.ReadOnly))
            {
                throw new UnauthorizedAccessException($"'{_path}' is read-only.");
            }

            var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            if (!stream.CanSeek || IsDevice(path) || IsDevice(_path))
            {
                Writer = new StreamWriter(stream, s_utf8);
                return;
            }

            stream.Dispose();
        }

        _temporary = _path + ".partial";
        Writer = new StreamWriter(_temporary, append: false, s_utf8);
        if (!OperatingSystem.IsWindows() && File.Exists(_path))
        {
            File.SetUnixFileMode(_temporary, File.GetUnixFileMode(_path));
        }
    }

    public StreamWriter Writer { get; }

    /// <summary>Puts the file in its place.</summary>
    public void Complete()
    {
        Writer.Dispose();
        if (_temporary is not null)
        {
            File.Move(_temporary, _path, overwrite: true);
            _temporary = null;
        }
    }

    public void Dispose()
    {
        Writer.Dispose();
        if (_temporary is not null)
        {
            File.Delete(_temporary);
            _temporary = null;
        }
    }

    private static bool IsDevice(string path) => !OperatingSystem.IsWindows()
        && (path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal));
}
