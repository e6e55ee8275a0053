using System.Text;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Writes Images to a folder, a file for each, or all to one file.</summary>
internal sealed class ImageFileWriter : IDisposable
{
    private readonly string _target;
    private readonly bool _isFolder;
    private readonly bool _noClobber;
    private readonly DocumentFormat _format;
    private readonly DocumentWriter _documents;
    private readonly Dictionary<string, string> _written = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
    private readonly object _writing = new();
    private SafeFile? _file;
    private DocumentSequence? _sequence;
    private volatile bool _disposed;

    /// <param name="target">The folder or file.</param>
    /// <param name="format">YAML or JSON; null: as the file's name says.</param>
    /// <param name="clean">Whether what the server sets is left out.</param>
    /// <param name="noClobber">Whether files that are there are left alone.</param>
    /// <param name="yaml">Writes YAML.</param>
    /// <exception cref="ParameterException">The file cannot be written there.</exception>
    public ImageFileWriter(string target, DocumentFormat? format, bool clean, bool noClobber, IYamlConverter yaml)
    {
        _target = target;
        _noClobber = noClobber;
        _isFolder = Directory.Exists(target) || Path.EndsInDirectorySeparator(target);
        _format = format ?? (!_isFolder && Path.GetExtension(target).Equals(".json", StringComparison.OrdinalIgnoreCase) ? DocumentFormat.Json : DocumentFormat.Yaml);
        _documents = new DocumentWriter(yaml, _format, clean);
        if (!_isFolder)
        {
            Refuse(target);
            if (Path.GetDirectoryName(target) is { Length: > 0 } folder && !Directory.Exists(folder))
            {
                throw new ParameterException("PathNotFound", $"There is no folder '{folder}'.", folder);
            }
        }
    }

    /// <summary>The file that an Image goes to: in a folder its name, with what file systems do not take replaced.</summary>
    /// <exception cref="ParameterException">There is no such file, or it may not be written.</exception>
    public string FileFor(Image image)
    {
        if (!_isFolder)
        {
            return _target;
        }

        if (string.IsNullOrEmpty(image.Name))
        {
            throw new ParameterException("InvalidImage", "The input has no name, so there is none for its file.", image);
        }

        var name = string.Concat(image.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        var file = Path.Combine(_target, name.TrimStart('.') + (_format == DocumentFormat.Json ? ".json" : ".yaml"));
        if (_written.TryGetValue(file, out var other))
        {
            throw new ParameterException(
                "FileAlreadyWritten",
                other == image.Name
                    ? $"Image '{other}' has been exported to '{file}' already."
                    : $"'{file}' already has Image '{other}' of this export; its name differs from '{image.Name}' only in what a file's name cannot tell.",
                image);
        }

        Refuse(file);
        return file;
    }

    /// <summary>Writes an Image; gives the file when it is whole.</summary>
    /// <exception cref="OperationCanceledException">The export has been stopped.</exception>
    public FileInfo? Write(Image image, string file)
    {
        try
        {
            lock (_writing)
            {
                return _disposed ? throw new OperationCanceledException() : WriteTo(file, image);
            }
        }
        finally
        {
            // Stopped in the middle: whoever stops does not wait for a disk, or for the reader of a pipe.
            if (_disposed)
            {
                Dispose();
            }
        }
    }

    /// <summary>Ends the one file, and gives it; null when there is a file for each Image, or none.</summary>
    /// <param name="isWhole">Whether every Image is in it. If not, a file that is there already stays.</param>
    /// <exception cref="ParameterException">The file is not whole, and there is one before it.</exception>
    public FileInfo? Complete(bool isWhole)
    {
        if (_sequence is null)
        {
            return null;
        }

        if (!isWhole && _file!.Replaces)
        {
            throw new ParameterException(
                "ExportIncomplete", $"'{_target}' is left as it was, since not every Image could be exported.", _target);
        }

        _sequence.Complete();
        _file!.Complete();
        return new FileInfo(_target);
    }

    /// <summary>Leaves what is not complete.</summary>
    public void Dispose()
    {
        _disposed = true;
        if (Monitor.TryEnter(_writing))
        {
            try
            {
                _file?.Dispose();
            }
            finally
            {
                Monitor.Exit(_writing);
            }
        }
    }

    /// <summary>The error for a file that is to be left alone.</summary>
    public static ParameterException Exists(string file) => new("FileExists", $"'{file}' is there already, and -NoClobber leaves it alone.", file);

    private FileInfo? WriteTo(string file, Image image)
    {
        if (!_isFolder)
        {
            _file ??= new SafeFile(file, _noClobber);
            (_sequence ??= _documents.Begin(_file.Writer)).Add(image);
            return null;
        }

        var text = _documents.ToText(image);
        Directory.CreateDirectory(_target);
        using var one = new SafeFile(file, _noClobber);
        one.Writer.Write(text);
        one.Complete();
        _written.Add(file, image.Name!);
        return new FileInfo(file);
    }

    private void Refuse(string file)
    {
        if (_noClobber && File.Exists(file))
        {
            throw Exists(file);
        }
    }
}
