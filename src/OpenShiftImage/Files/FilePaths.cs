using System.Collections.ObjectModel;
using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Files;

/// <summary>
/// Paths as PowerShell's cmdlets take them: relative to its location, on its drives, with wildcards or literal.
/// </summary>
internal static class FilePaths
{
    /// <summary>Returns the files that the paths choose: of folders all that hold YAML or JSON.</summary>
    /// <exception cref="ParameterException">A path leads nowhere, or out of the file system.</exception>
    public static IEnumerable<string> Resolve(PSCmdlet cmdlet, string path, bool literal)
    {
        var found = literal ? [Literal(cmdlet, path)] : Matches(cmdlet, path);
        foreach (var item in found)
        {
            if (Directory.Exists(item))
            {
                foreach (var file in Directory.EnumerateFiles(item).Where(IsDocument).Order(StringComparer.Ordinal))
                {
                    yield return file;
                }
            }
            else if (File.Exists(item))
            {
                yield return item;
            }
            else
            {
                throw NotFound(path);
            }
        }
    }

    /// <summary>Returns the one file or folder, which need not be there yet.</summary>
    /// <exception cref="ParameterException">Wildcards choose several, or none.</exception>
    public static string ResolveOne(PSCmdlet cmdlet, string? path, string? literalPath)
    {
        if ((literalPath ?? path!).Contains('\0', StringComparison.Ordinal))
        {
            throw new ParameterException("InvalidPath", "A path has no null character.", literalPath ?? path);
        }

        if (literalPath is not null || !WildcardPattern.ContainsWildcardCharacters(path))
        {
            return Literal(cmdlet, literalPath ?? path!);
        }

        var found = Matches(cmdlet, path!);
        return found.Count == 1 ? found[0]
            : throw new ParameterException(
                "AmbiguousPath",
                $"'{path}' matches {found.Count} files and folders; one is needed. -LiteralPath takes it as it stands.",
                path);
    }

    private static bool IsDocument(string file) =>
        System.IO.Path.GetExtension(file).ToUpperInvariant() is ".YAML" or ".YML" or ".JSON";

    private static Collection<string> Matches(PSCmdlet cmdlet, string path)
    {
        try
        {
            var found = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(path, out var provider);
            return provider.Name != "FileSystem" ? throw Elsewhere(path)
                : found.Count > 0 ? found
                : throw NotFound(path);
        }
        catch (ItemNotFoundException)
        {
            throw NotFound(path);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException
            or PSNotSupportedException)
        {
            throw Elsewhere(path);
        }
    }

    private static string Literal(PSCmdlet cmdlet, string path)
    {
        try
        {
            var full = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out _);
            return provider.Name == "FileSystem" ? full : throw Elsewhere(path);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException)
        {
            throw Elsewhere(path);
        }
    }

    private static ParameterException NotFound(string path) =>
        new("PathNotFound", $"There is no file or folder '{path}'.", path);

    private static ParameterException Elsewhere(string path) =>
        new("NotInFileSystem", $"'{path}' is no path of the file system.", path);
}
