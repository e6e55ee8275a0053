using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace OpenShiftImage.Connections;

/// <summary>
/// The folder of the file system where a runspace is. The engine takes a tenth of what a request to a near server takes
/// to find it, so it is asked only after the location has changed.
/// </summary>
internal static class CurrentFolder
{
    private static readonly ConditionalWeakTable<PSDriveInfo, Known> s_known = [];

    /// <summary>Returns the path of the folder. For the pipeline's thread.</summary>
    /// <param name="state">The state of the runspace.</param>
    public static string Of(SessionState state)
    {
        var current = state.Path.CurrentFileSystemLocation;
        if (current.Drive is not { } drive)
        {
            return current.ProviderPath;
        }

        if (!s_known.TryGetValue(drive, out var known) || known.Location != drive.CurrentLocation)
        {
            known = new Known(drive.CurrentLocation, current.ProviderPath);
            s_known.AddOrUpdate(drive, known);
        }

        return known.Path;
    }

    private sealed record Known(string Location, string Path);
}
