using System.IO.Compression;
using System.IO.Enumeration;
using System.Text;

namespace OpenShiftImage.Archives;

/// <summary>
/// Tells what can be no collection without reading it: no more than the beginning of a file, the directory of a zip
/// file, and of a folder until the first file that could be read.
/// </summary>
internal static class ArchiveCheck
{
    /// <summary>Files and folders that are looked at before a folder is taken at its word.</summary>
    private const int MaxEntries = 20_000;

    /// <summary>What can be read, for messages.</summary>
    private const string Taken = "What is read is a folder, a .tar, .tar.gz, .tgz or .zip file with .yaml, .yml or "
        + ".json files in it, or a file of YAML or JSON with Kubernetes objects, as 'oc adm inspect', 'oc get -o yaml' "
        + "and Export-OSImage make them.";

    /// <summary>Refuses a folder without any file that could be read.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static void RequireDocument(string folder)
    {
        var names = new FileSystemEnumerable<string?>(
            folder,
            static (ref FileSystemEntry entry) =>
                !entry.IsDirectory && ArchivePath.HasExtension(entry.FileName) ? entry.ToFullPath() : null,
            new EnumerationOptions { AttributesToSkip = 0, IgnoreInaccessible = false, RecurseSubdirectories = true })
        {
            ShouldRecursePredicate =
                static (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        var count = 0;
        string? archive = null;
        try
        {
            foreach (var name in names)
            {
                if (++count == MaxEntries || (name is not null && ArchiveEntry.IsDocument(name)))
                {
                    return;
                }

                archive ??= name;
            }
        }
        catch (UnauthorizedAccessException) when (count > 0)
        {
            // Below it: whoever reads is told which it is, and the others are read.
            return;
        }

        throw Refuse(count == 0 ? "It is an empty folder."
            : archive is null ? "No file in it is YAML or JSON."
            : $"No file in it is YAML or JSON; '{archive}' is in it, and is read when it is named itself.");
    }

    /// <summary>Refuses a zip file without a directory, or with no file in it that could be read.</summary>
    /// <exception cref="InvalidDataException">It is cut or damaged, or holds none.</exception>
    public static void RequireDirectory(FileStream file)
    {
        file.Position = 0;
        try
        {
            using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            if (zip.Entries.Any(entry => ArchiveEntry.IsDocument(entry.FullName)))
            {
                return;
            }
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(
                "It begins as a zip file and lacks the directory that one ends with: it was cut, or is still being "
                    + "written.",
                e);
        }

        throw Refuse("No file in it is YAML or JSON.");
    }

    /// <summary>Refuses a file that is neither YAML nor JSON with an object.</summary>
    /// <param name="head">How it begins.</param>
    /// <param name="isWhole">Whether that is all of it.</param>
    /// <exception cref="InvalidDataException">It is neither.</exception>
    public static void RequireText(ReadOnlySpan<byte> head, bool isWhole)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || head.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
        {
            throw Refuse("It is text in UTF-16, and not in UTF-8.");
        }

        if (head.Contains((byte)0))
        {
            throw Refuse("It is neither an archive nor text.");
        }

        // A kind can stand far behind, in a file that is longer.
        var hasObject = head.IndexOf("kind"u8) >= 0 || head.IndexOf("apiVersion"u8) >= 0;
        if ((isWhole && !hasObject) || !BeginsAsDocument(head, isWhole))
        {
            throw Refuse("It is text, and no Kubernetes object is in it.");
        }
    }

    /// <summary>
    /// Whether the first line with anything in it may be one of YAML or JSON: a key, an item, a bracket.
    /// </summary>
    private static bool BeginsAsDocument(ReadOnlySpan<byte> head, bool isWhole)
    {
        foreach (var line in Encoding.UTF8.GetString(head).EnumerateLines())
        {
            var text = line.Trim().Trim('\ufeff');
            if (text.IsEmpty || text[0] is '#' or '%' || text.StartsWith("---") || text.StartsWith("..."))
            {
                continue;
            }

            return text[0] is '{' or '[' or '-' or '"' or '\'' or '?' or '!' or '&'
                || text.IndexOf(':') is > 0 and var colon && !text[..colon].Contains(' ');
        }

        return !isWhole;
    }

    private static InvalidDataException Refuse(string what) => new($"{what} {Taken}");
}
