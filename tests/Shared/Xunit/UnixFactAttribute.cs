using System.Runtime.CompilerServices;

namespace OpenShiftImage.Testing;

/// <summary>A test of what Windows does not have: shell scripts, signals, named pipes, devices, permissions by owner.</summary>
public sealed class UnixFactAttribute : FactAttribute
{
    /// <summary>Why a test is skipped on Windows.</summary>
    internal const string Reason =
        "Windows has no shell scripts and signals, and no pipes, devices and permissions of files as Unix has.";

    /// <param name="device">A device or its folder that the test needs beside a Unix; null for none.</param>
    public UnixFactAttribute(
        string? device = null,
        [CallerFilePath] string? sourceFilePath = null,
        [CallerLineNumber] int sourceLineNumber = -1)
        : base(sourceFilePath, sourceLineNumber)
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = Reason;
        }
        else if (device is not null && !Path.Exists(device))
        {
            Skip = $"This machine has no {device}.";
        }
    }
}
