using OpenShiftImage.Analysis.Reports;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Files;

/// <summary>The page of a report, and the files of its data beside it.</summary>
internal sealed class ReportFiles
{
    private readonly string _page;
    private readonly bool _withTables;
    private readonly bool _force;

    /// <param name="page">Path of the page.</param>
    /// <param name="withTables">Whether the data is written too.</param>
    /// <param name="force">Whether files that are there are written over.</param>
    /// <exception cref="ParameterException">The page cannot be written there.</exception>
    public ReportFiles(string page, bool withTables, bool force)
    {
        (_page, _withTables, _force) = (page, withTables, force);
        if (Directory.Exists(page) || Path.EndsInDirectorySeparator(page))
        {
            throw new ParameterException(
                "PathIsFolder", $"'{page}' is a folder: name the file, for example '{Path.Join(page, "images.html")}'.",
                page);
        }

        if (Path.GetDirectoryName(page) is { Length: > 0 } folder && !Directory.Exists(folder))
        {
            throw new ParameterException("PathNotFound", $"There is no folder '{folder}'.", folder);
        }

        var taken = (withTables ? ReportTables.Names.Select(PathOf) : []).Prepend(page).FirstOrDefault(File.Exists);
        if (!force && taken is not null)
        {
            throw Exists(taken);
        }

        if (taken is not null && !IsRegular(taken))
        {
            throw new ParameterException("NotRegularFile", $"'{taken}' is a pipe or a device, and no file.", taken);
        }
    }

    /// <summary>
    /// Writes the page and the data. Each file takes the place of the one before only when all of them are whole.
    /// </summary>
    /// <returns>The files, the page first.</returns>
    /// <exception cref="BrokenFileException">A file cannot be written.</exception>
    public IReadOnlyList<FileInfo> Write(
        IReadOnlyList<ReportFigures> figures, ReportOptions options, CancellationToken cancellationToken)
    {
        var files = new List<(string Path, SafeFile File)>();
        try
        {
            Write(_page, files, new ReportPage(figures, options).Write, cancellationToken);
            foreach (var table in _withTables ? new ReportTables(figures).All() : [])
            {
                Write(PathOf(table.Name), files, writer => table.Write(writer, cancellationToken), cancellationToken);
            }

            files.ForEach(file => Guarded(file.Path, file.File.Complete));
            return [.. files.Select(file => new FileInfo(file.Path))];
        }
        finally
        {
            files.ForEach(file => file.File.Dispose());
        }
    }

    /// <summary>Returns whether a file keeps what is written to it; true for one that cannot be opened.</summary>
    private static bool IsRegular(string file)
    {
        try
        {
            // A pipe that is opened for reading too waits for nobody.
            using var stream = new FileStream(
                file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return stream.CanSeek;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Writing tells why.
            return true;
        }
    }

    private void Write(
        string path,
        List<(string Path, SafeFile File)> files,
        Action<TextWriter> write,
        CancellationToken cancellationToken)
    {
        Guarded(path, () =>
        {
            var file = new SafeFile(path, noClobber: !_force) { Exists = Exists };
            files.Add((path, file));
            write(file.Writer);
            file.Writer.Flush();
        });
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static void Guarded(string path, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BrokenFileException(path, e);
        }
    }

    /// <summary>Returns the path of a table: beside the page, named as it is.</summary>
    private string PathOf(string table) => Path.Join(
        Path.GetDirectoryName(_page), $"{Path.GetFileNameWithoutExtension(_page)}-{table}.csv");

    private static ParameterException Exists(string file) =>
        new("FileExists", $"'{file}' is there already.", file) { NextStep = "-Force writes over it." };
}
