using OpenShiftImage.Documents;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Files;

/// <summary>Writes Images to a folder, a file for each, or all to one file.</summary>
internal sealed class ImageFileWriter : IDisposable
{
    /// <summary>Extensions that promise what these files are not.</summary>
    private static readonly string[] s_otherFormats =
    [
        ".csv", ".tsv", ".xml", ".clixml", ".html", ".htm", ".md", ".txt", ".xls", ".xlsx", ".toml", ".ini", ".psd1",
        ".zip", ".gz", ".tgz", ".tar",
    ];

    private readonly string _target;
    private readonly bool _noClobber;
    private readonly DocumentFormat _format;
    private readonly DocumentWriter _documents;
    private readonly Dictionary<string, (string Name, string? Cluster)> _written =
        new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
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
        IsFolder = Directory.Exists(target) || Path.EndsInDirectorySeparator(target);
        var isJson = !IsFolder && Path.GetExtension(target).Equals(".json", StringComparison.OrdinalIgnoreCase);
        _format = format ?? (isJson ? DocumentFormat.Json : DocumentFormat.Yaml);
        _documents = new DocumentWriter(yaml, _format, clean);
        if (!IsFolder)
        {
            RefuseOtherFormat(target, format);
            Refuse(target);
            if (Path.GetDirectoryName(target) is { Length: > 0 } folder && !Directory.Exists(folder))
            {
                throw new ParameterException("PathNotFound", $"There is no folder '{folder}'.", folder);
            }
        }
    }

    /// <summary>Gets whether there is a file for each Image.</summary>
    public bool IsFolder { get; }

    /// <summary>Gets whether the one file is there, with all Images.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>
    /// The file that an Image goes to: in a folder its name, with what file systems do not take replaced.
    /// </summary>
    /// <param name="image">The Image.</param>
    /// <param name="folder">The folder in that folder; null for none.</param>
    /// <exception cref="ParameterException">There is no such file, or it may not be written.</exception>
    public string FileFor(Image image, string? folder = null)
    {
        if (!IsFolder)
        {
            return _target;
        }

        if (string.IsNullOrEmpty(image.Name))
        {
            throw new ParameterException(
                "InvalidImage", "The input has no name, so there is none for its file.", image);
        }

        var name = ToFileName(image.Name) + (_format == DocumentFormat.Json ? ".json" : ".yaml");
        var file = Path.Combine(_target, folder ?? "", name);
        // A watch returns the same Image again in a newer version.
        if (_written.TryGetValue(file, out var other) && other.Cluster != ClusterOf(image))
        {
            throw new ParameterException(
                "FileAlreadyWritten",
                $"'{file}' already has Image '{other.Name}' of another cluster, {other.Cluster ?? "none"}. "
                    + "Export-OSImage -Name with -Cluster makes a folder for each cluster; or export each to its own.",
                image);
        }

        if (other.Name is not null && other.Name != image.Name)
        {
            throw new ParameterException(
                "FileAlreadyWritten",
                $"'{file}' already has Image '{other.Name}' of this export; its name differs from '{image.Name}' only "
                    + "in what a file's name cannot tell. Export to one file, which takes both.",
                image);
        }

        Refuse(file);
        return file;
    }

    /// <summary>Returns a name with what file systems do not take replaced.</summary>
    public static string ToFileName(string name) => string.Concat(
        name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_')).TrimStart('.');

    /// <summary>
    /// Returns what tells the cluster of an Image from others; connections to one cluster are the same.
    /// </summary>
    private static string? ClusterOf(Image image) =>
        image.Cluster is ClusterConnection connection ? connection.Server : image.Cluster?.Name;

    /// <summary>Writes an Image; returns the file when it is whole.</summary>
    /// <exception cref="BrokenFileException">The one file cannot be written any further.</exception>
    /// <exception cref="OperationCanceledException">The export has been stopped.</exception>
    public FileInfo? Write(Image image, string file) => Guarded(() => IsFolder ? WriteOne(image, file) : Add(image));

    /// <summary>Ends the one file, and returns it; null when there is a file for each Image, or none.</summary>
    /// <param name="isWhole">Whether every Image is in it. If not, a file that is there already stays.</param>
    /// <exception cref="ParameterException">The file is not whole, and there is one before it.</exception>
    /// <exception cref="BrokenFileException">The file cannot be written to its end.</exception>
    /// <exception cref="OperationCanceledException">The export has been stopped.</exception>
    public FileInfo? Complete(bool isWhole) => Guarded(() =>
    {
        if (!isWhole && !IsFolder && (_file?.Replaces ?? File.Exists(_target)))
        {
            throw new ParameterException(
                "ExportIncomplete",
                $"'{_target}' is left as it was, since not every Image could be exported.",
                _target);
        }

        if (_sequence is null)
        {
            return null;
        }

        ToOneFile(() =>
        {
            _sequence.Complete();
            _file!.Complete();
        });
        IsComplete = true;
        return new FileInfo(_target);
    });

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
    public static ParameterException Exists(string file) =>
        new("FileExists", $"'{file}' is there already, and -NoClobber leaves it alone.", file);

    /// <summary>Does one step of the export, unless it has been stopped.</summary>
    private FileInfo? Guarded(Func<FileInfo?> step)
    {
        try
        {
            lock (_writing)
            {
                return _disposed ? throw new OperationCanceledException() : step();
            }
        }
        finally
        {
            // The export was stopped during this step, which the stop did not wait for.
            if (_disposed)
            {
                Dispose();
            }
        }
    }

    private FileInfo WriteOne(Image image, string file)
    {
        var text = _documents.ToText(image);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        using var one = new SafeFile(file, _noClobber);
        one.Writer.Write(text);
        one.Complete();
        _written[file] = (image.Name!, ClusterOf(image));
        return new FileInfo(file);
    }

    private FileInfo? Add(Image image)
    {
        var text = _documents.ToText(image);
        ToOneFile(() =>
        {
            _file ??= new SafeFile(_target, _noClobber);
            if (_disposed)
            {
                // The export was stopped while the pipe had no reader; a later reader gets nothing.
                throw new OperationCanceledException();
            }

            (_sequence ??= _documents.Begin(_file.Writer)).Add(text);
        });
        return null;
    }

    /// <summary>
    /// Writes to the one file: what did not get into it leaves a hole that nothing after it can mend.
    /// </summary>
    private void ToOneFile(Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokenFileException(_target, e);
        }
    }

    /// <summary>Refuses a name that promises another format, unless the caller says that it is meant.</summary>
    private static void RefuseOtherFormat(string file, DocumentFormat? format)
    {
        var extension = Path.GetExtension(file).ToLowerInvariant();
        if (format is null && s_otherFormats.Contains(extension))
        {
            var instead = extension is ".csv" or ".tsv"
                ? " For a table: Get-OSImage | Select-Object Name, DockerImageReference, Size | Export-Csv."
                : "";
            throw new ParameterException(
                "UnknownExtension", $"'{file}' would hold YAML: Images are exported as .yaml or .json.{instead} If the "
                    + "name is meant, add -Format Yaml or -Format Json.", file);
        }
    }

    private void Refuse(string file)
    {
        if (_noClobber && File.Exists(file))
        {
            throw Exists(file);
        }
    }
}
