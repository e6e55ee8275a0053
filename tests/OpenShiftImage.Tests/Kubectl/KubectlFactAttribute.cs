using System.Runtime.CompilerServices;

namespace OpenShiftImage.Tests.Kubectl;

/// <summary>A test that needs kubectl on the PATH.</summary>
public sealed class KubectlFactAttribute : FactAttribute
{
    public KubectlFactAttribute(
        [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (OperatingSystem.IsWindows() || Find() is null)
        {
            Skip =
                "kubectl is not on the PATH, or this is Windows, where the plugins of the table, shell scripts, do not run.";
        }
    }

    /// <summary>Returns the path of kubectl; null when there is none.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "kubectl")).FirstOrDefault(File.Exists) is { } found
            ? Newest(found)
            : null;

    /// <summary>
    /// Google's kubectl asks the server for its version, for up to five seconds, before it runs the one beside it that fits; here the newest
    /// of those is run itself.
    /// </summary>
    private static string Newest(string found)
    {
        var file = File.ResolveLinkTarget(found, returnFinalTarget: true)?.FullName ?? found;
        return Directory.EnumerateFiles(Path.GetDirectoryName(file)!, "kubectl.1.*")
            .OrderBy(path => path, StringComparer.Ordinal)
            .LastOrDefault() ?? found;
    }
}
