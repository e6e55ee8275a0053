namespace OpenShiftImage.Tests;

/// <summary>A test of what Windows does not have: permissions by owner, named pipes in the file system, devices.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    /// <param name="device">A device or its folder that the test needs beside a Unix; null for none.</param>
    public UnixFactAttribute(string? device = null)
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no such permissions, pipes and devices.";
        }
        else if (device is not null && !Path.Exists(device))
        {
            Skip = $"This machine has no {device}.";
        }
    }
}

/// <summary>A theory about what Windows has not.</summary>
public sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Windows has no such files.";
        }
    }
}
