namespace OpenShiftImage.Archives;

/// <summary>Tells paths of what was collected from names of contexts, by how they look.</summary>
internal static class ArchivePath
{
    /// <summary>Extensions of files that can be connected to, the outer ones first.</summary>
    public static IReadOnlyList<string> Extensions { get; } =
        [".gz", ".tgz", ".tar", ".zip", ".yaml", ".yml", ".json"];

    /// <summary>Returns whether a name ends with one of the extensions.</summary>
    public static bool HasExtension(ReadOnlySpan<char> name)
    {
        foreach (var extension in Extensions)
        {
            if (name.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Returns whether a text can be nothing but a path: no context begins like that.</summary>
    public static bool IsPath(string text) =>
        text.StartsWith('.') || text.StartsWith('~') || Path.IsPathRooted(text);

    /// <summary>
    /// Returns whether a text is more likely a path than a context. The names that <c>oc login</c> gives to contexts
    /// have slashes too, and the port of the server between them.
    /// </summary>
    public static bool LooksLikePath(string text) => IsPath(text) || HasExtension(text)
        || (text.AsSpan().ContainsAny('/', '\\') && !text.Contains(':', StringComparison.Ordinal));
}
