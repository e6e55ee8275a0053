namespace OpenShiftImage.Playground.Tests;

/// <summary>A test of signals that Windows does not have.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no SIGTERM and SIGHUP, no file that is the output, and no HOME.";
        }
    }
}
