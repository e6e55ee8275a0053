namespace OpenShiftImage.Kubernetes.Plugins;

/// <summary>
/// Finds a program as Go's <c>exec.LookPath</c> does: a bare name on the PATH only, never in the current folder,
/// which may be anybody's.
/// </summary>
internal static class ExecutablePath
{
    private const UnixFileMode AnyExecute =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Returns the full path of a program; null when there is none that can be run.</summary>
    /// <param name="command">A bare name, or a full path.</param>
    public static string? Find(string command)
    {
        if (Path.IsPathFullyQualified(command))
        {
            return Candidates(command).FirstOrDefault(IsExecutable);
        }

        // An entry of the PATH that is relative, or empty, means the current folder or one below it.
        return command.Contains('/') || command.Contains(Path.DirectorySeparatorChar) ? null
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .Where(Path.IsPathFullyQualified)
                .SelectMany(folder => Candidates(Path.Combine(folder, command))).FirstOrDefault(IsExecutable);
    }

    /// <summary>Returns the files that Windows takes for a program, in the order in which it looks.</summary>
    /// <param name="path">The path as it was written.</param>
    /// <param name="pathExt">The value of <c>PATHEXT</c>; null for Windows' own.</param>
    internal static IEnumerable<string> WithExtensions(string path, string? pathExt)
    {
        var extensions = (pathExt ?? ".COM;.EXE;.BAT;.CMD")
            .Split(';', StringSplitOptions.RemoveEmptyEntries).Select(extension => path + extension);
        return Path.HasExtension(path) ? [path, .. extensions] : extensions;
    }

    private static IEnumerable<string> Candidates(string path) => OperatingSystem.IsWindows()
        ? WithExtensions(path, Environment.GetEnvironmentVariable("PATHEXT"))
        : [path];

    private static bool IsExecutable(string path) => File.Exists(path)
        && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != 0);
}
