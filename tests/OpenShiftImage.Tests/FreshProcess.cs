using System.Diagnostics;

namespace OpenShiftImage.Tests;

/// <summary>The engine in a process of its own, in which nothing has been loaded yet.</summary>
internal static class FreshProcess
{
    /// <summary>Runs the program that stands beside the tests for this, and gives the lines that it prints.</summary>
    public static List<string> Run(params string[] arguments) => Execute(
        "dotnet",
        [Path.Combine(AppContext.BaseDirectory.Replace("OpenShiftImage.Tests", "OpenShiftImage.Coexistence", StringComparison.Ordinal), "OpenShiftImage.Coexistence.dll"), .. arguments]);

    /// <summary>Runs a program, and gives the lines that it prints.</summary>
    public static List<string> Execute(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.Result);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
