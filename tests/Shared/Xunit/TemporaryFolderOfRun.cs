using System.Runtime.CompilerServices;

namespace OpenShiftImage.Testing;

/// <summary>
/// The temporary files of a run are in a folder of its own, which goes with it: what a test leaves behind, and what the
/// programs do that it starts, does not fill the machine's.
/// </summary>
internal static class TemporaryFolderOfRun
{
    /// <summary>Runs before anything else of a test assembly.</summary>
    [ModuleInitializer]
    public static void Create()
    {
        if (OperatingSystem.IsMacOS())
        {
            // A path there is so long that PowerShell's pipes would have none that is allowed.
            return;
        }

        var folder = Directory.CreateTempSubdirectory("osi-").FullName;
        foreach (var name in (string[])["TMPDIR", "TMP", "TEMP"])
        {
            Environment.SetEnvironmentVariable(name, folder);
        }

        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // A program that a test has started is still at work there.
            }
        };
    }
}
