using System.Text;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Writes Images to a folder, a file for each, or all to one file. A file that breaks off is never left in the place of a whole one.</summary>
/// <param name="target">The folder or file.</param>
/// <param name="format">YAML or JSON; null: as the file's name says.</param>
/// <param name="clean">Whether what the server sets is left out.</param>
/// <param name="noClobber">Whether files that are there are left alone.</param>
/// <param name="yaml">Writes YAML.</param>
internal sealed class ImageFileWriter(string target, DocumentFormat? format, bool clean, bool noClobber, IYamlConverter yaml) : IDisposable
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly bool _isFolder = Directory.Exists(target) || Path.EndsInDirectorySeparator(target);
    private readonly DocumentFormat _format = format
        ?? (Path.GetExtension(target).Equals(".json", StringComparison.OrdinalIgnoreCase) && !Directory.Exists(target) ? DocumentFormat.Json : DocumentFormat.Yaml);

    private readonly HashSet<string> _written = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
    private StreamWriter? _writer;
    private DocumentSequence? _stream;
    private string? _temporary;

    /// <summary>The file that an Image goes to: in a folder its name, with what file systems do not take replaced.</summary>
    public string FileFor(Image image)
    {
        if (!_isFolder)
        {
            return target;
        }

        if (string.IsNullOrEmpty(image.Name))
        {
            throw new ParameterException("InvalidImage", "The input has no name, so there is none for its file.", image);
        }

        var name = string.Concat(image.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        return Path.Combine(target, name.TrimStart('.') + (_format == DocumentFormat.Json ? ".json" : ".yaml"));
    }

    /// <summary>Writes an Image; gives the file when it is whole.</summary>
    public FileInfo? Write(Image image, string file)
    {
        if (!_isFolder)
        {
            Open(file);
            _stream!.Add(image);
            return null;
        }

        if (!_written.Add(file))
        {
            throw new ParameterException("FileAlreadyWritten", $"'{file}' already has another Image of this export; its name differs from '{image.Name}' only in what a file's name cannot tell.", image);
        }

        Refuse(file);
        Directory.CreateDirectory(target);
        var temporary = file + ".partial";
        try
        {
            File.WriteAllText(temporary, new DocumentWriter(yaml, _format, clean).ToText(image), s_utf8);
            File.Move(temporary, file, overwrite: !noClobber);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }

        return new FileInfo(file);
    }

    /// <summary>Ends the one file, and gives it; null when there is a file for each Image, or none.</summary>
    public FileInfo? Complete()
    {
        if (_stream is null)
        {
            return null;
        }

        _stream.Complete();
        _writer!.Dispose();
        _writer = null;
        File.Move(_temporary!, target, overwrite: !noClobber);
        _temporary = null;
        return new FileInfo(target);
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _writer = null;
        if (_temporary is not null)
        {
            File.Delete(_temporary);
            _temporary = null;
        }
    }

    private void Open(string file)
    {
        if (_stream is not null)
        {
            return;
        }

        Refuse(file);
        _temporary = file + ".partial";
        _writer = new StreamWriter(_temporary, append: false, s_utf8);
        _stream = new DocumentWriter(yaml, _format, clean).Begin(_writer);
    }

    private void Refuse(string file)
    {
        if (noClobber && File.Exists(file))
        {
            throw new ParameterException("FileExists", $"'{file}' is there already, and -NoClobber leaves it alone.", file);
        }
    }
}
