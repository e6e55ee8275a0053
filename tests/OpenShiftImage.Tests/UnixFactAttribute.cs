namespace OpenShiftImage.Tests;

/// <summary>A test of what Windows does not have: permissions by owner, named pipes in the file system.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no such permissions and pipes.";
        }
    }
}
