using System.Text;

namespace OpenShiftImage.Files;

/// <summary>
/// A text file that takes the place of the one before only when it is whole: until then it lies beside it. Links are
/// followed, and the permissions stay. What is no regular file, such as a device or a pipe, is written to directly.
/// </summary>
internal sealed class SafeFile : IDisposable
{
    private readonly bool _noClobber;
    private string _path;
    private readonly Stream _stream;
    private string? _temporary;
    private bool _created;

    /// <param name="path">Path of the file.</param>
    /// <param name="noClobber">Whether a file that is there, or has come meanwhile, is left alone.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public SafeFile(string path, bool noClobber)
    {
        _noClobber = noClobber;
        _path = path;
        _stream = OpenOutput(path) ?? OpenDirectly(path) ?? (Stream)CreateBeside();
        // Without the mark of byte order, which other tools take for a character.
        Writer = new StreamWriter(_stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
    }

    public StreamWriter Writer { get; }

    /// <summary>Makes the error for a file that is to be left alone.</summary>
    public Func<string, Pipeline.ParameterException> Exists { get; init; } = ImageFileWriter.Exists;

    /// <summary>Whether there is a file whose place this one is to take.</summary>
    public bool Replaces => _temporary is not null && !_created && File.Exists(_path);

    /// <summary>Puts the file in its place.</summary>
    /// <exception cref="Pipeline.ParameterException">A file is there by now, and is to be left alone.</exception>
    public void Complete()
    {
        Writer.Flush();
        _stream.Dispose();
        if (_temporary is null)
        {
            return;
        }

        try
        {
            File.Move(_temporary, _path, overwrite: !_noClobber || _created);
        }
        catch (IOException) when (_noClobber && File.Exists(_path))
        {
            throw Exists(_path);
        }

        _temporary = null;
    }

    /// <summary>
    /// Leaves the file before as it was. What has not been written yet never will be: a full disk or a reader that has
    /// gone cannot hold this up.
    /// </summary>
    public void Dispose()
    {
        _stream.Dispose();
        if (_temporary is { } temporary)
        {
            _temporary = null;
            File.Delete(temporary);
            if (_created && new FileInfo(_path) is { Exists: true, Length: 0 } empty)
            {
                empty.Delete();
            }
        }
    }

    /// <summary>
    /// Opens what this process itself writes to, which knows how far that has come; null for all else.
    /// </summary>
    private static Stream? OpenOutput(string path) => OperatingSystem.IsWindows() ? null : path switch
    {
        "/dev/stdout" or "/dev/fd/1" or "/proc/self/fd/1" => Console.OpenStandardOutput(),
        "/dev/stderr" or "/dev/fd/2" or "/proc/self/fd/2" => Console.OpenStandardError(),
        _ => null,
    };

    /// <summary>
    /// Opens what is there, and returns it when it is no regular file. Of a regular file only its place is taken, from
    /// what has been opened and not from the name: somebody else may put a link there at any moment, and what the
    /// system would not let this process open through it must not be replaced through it either.
    /// </summary>
    /// <returns>What to write to; null when a file is to be made in its place.</returns>
    private FileStream? OpenDirectly(string path)
    {
        FileStream stream;
        try
        {
            // No buffer: the writer has one.
            stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        }
        catch (FileNotFoundException)
        {
            if (new FileInfo(path).LinkTarget is null)
            {
                return null;
            }

            // A link to what is not there yet: made through the link, by the system's rules for links.
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            _created = true;
        }

        if (!stream.CanSeek)
        {
            return stream;
        }

        if (IsOpenFile(path))
        {
            // Others write to it too, such as the shell that has opened it.
            stream.Seek(0, SeekOrigin.End);
            return stream;
        }

        if (IsDevice(stream))
        {
            return stream;
        }

        using (stream)
        {
            _path = PathOf(stream, path);
        }

        // The superuser may open what is read-only; a file that is has been marked so by somebody all the same.
        return File.Exists(_path) && File.GetAttributes(_path).HasFlag(FileAttributes.ReadOnly)
            ? throw new UnauthorizedAccessException($"'{_path}' is read-only.")
            : null;
    }

    /// <summary>Returns the path of what has been opened, whatever its name leads to by now.</summary>
    private static string PathOf(FileStream stream, string path)
    {
        if (OperatingSystem.IsLinux()
            && File.ResolveLinkTarget(
                $"/proc/self/fd/{stream.SafeFileHandle.DangerousGetHandle()}", returnFinalTarget: false) is { } opened)
        {
            return opened.FullName;
        }

        return new FileInfo(path).LinkTarget is null
            ? path
            : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
    }

    /// <summary>
    /// Creates a file that nobody else has, or can have made a link of, with the permissions of the one that it is to
    /// replace.
    /// </summary>
    private FileStream CreateBeside()
    {
        var name = Path.GetFileName(_path);
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.Read,
            BufferSize = 0,
        };
        UnixFileMode? mode = !OperatingSystem.IsWindows() && File.Exists(_path) ? File.GetUnixFileMode(_path) : null;
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = mode;
        }

        var temporary = Path.Combine(
            Path.GetDirectoryName(_path) ?? "",
            $"{name[..Math.Min(name.Length, 64)]}.{Path.GetRandomFileName()}.partial");
        FileStream stream;
        try
        {
            stream = new FileStream(temporary, options);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new UnauthorizedAccessException(
                $"the folder '{Path.GetDirectoryName(_path)}' must be writable, "
                    + "since the file is made beside the one that it replaces.",
                e);
        }

        _temporary = temporary;
        try
        {
            if (!OperatingSystem.IsWindows() && mode is { } wanted)
            {
                // The process's mask may have taken some.
                File.SetUnixFileMode(stream.SafeFileHandle, wanted);
            }
        }
        catch
        {
            stream.Dispose();
            File.Delete(temporary);
            throw;
        }

        return stream;
    }

    /// <summary>Whether a path names what a process has open rather than a file.</summary>
    private static bool IsOpenFile(string path) =>
        !OperatingSystem.IsWindows() && path.Split('/', StringSplitOptions.RemoveEmptyEntries) is
            ["dev", "fd", _] or ["proc", _, "fd", _] or ["proc", _, "task", _, "fd", _];

    /// <summary>Whether this is a device: one has no length, and none can be set.</summary>
    private static bool IsDevice(FileStream stream)
    {
        if (OperatingSystem.IsWindows() || stream.Length > 0)
        {
            return false;
        }

        try
        {
            stream.SetLength(0);
            return false;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return true;
        }
    }
}
