using System.Runtime.CompilerServices;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>A test that needs Chromium on the PATH.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute(
        [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (Find() is null)
        {
            Skip = "Neither chromium nor google-chrome is on the PATH.";
        }
    }

    /// <summary>Returns the path of the browser; null when there is none.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => new[] { "chromium", "chromium-browser", "google-chrome" }
            .Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);
}
