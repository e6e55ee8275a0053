using System.Management.Automation;

namespace OpenShiftImage.Connections;

/// <summary>Texts that may be paths, as PowerShell reads them.</summary>
internal static class LocalPath
{
    /// <summary>Returns the full path that a text is; null where it is no path of the file system.</summary>
    public static string? Find(SessionState session, string text)
    {
        try
        {
            var path = session.Path.GetUnresolvedProviderPathFromPSPath(text, out var provider, out _);
            return provider.Name == "FileSystem" ? path : null;
        }
        catch (Exception e) when (e is RuntimeException or NotSupportedException or ArgumentException)
        {
            // As the name of a context with a colon is none.
            return null;
        }
    }
}
