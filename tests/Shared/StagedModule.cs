namespace OpenShiftImage.Tests;

/// <summary>The module as the build has put it into <c>out</c>.</summary>
internal static class StagedModule
{
    /// <summary>Path of its manifest.</summary>
    public static string Manifest { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "out", "OpenShiftImage", "OpenShiftImage.psd1");
            if (File.Exists(path))
            {
                return path;
            }
        }

        throw new FileNotFoundException("The build has staged no module.");
    }
}
