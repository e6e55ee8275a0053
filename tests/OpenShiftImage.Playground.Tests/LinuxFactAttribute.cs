using System.Runtime.CompilerServices;

namespace OpenShiftImage.Playground.Tests;

/// <summary>A test of a signal that is ignored, which GNU's env can say.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute(
        [CallerFilePath] string? sourceFilePath = null, [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Needs GNU's env.";
        }
    }
}
