using System.Diagnostics;

namespace OpenShiftImage.Playground.Tests;

/// <summary>The Playground as a program of its own.</summary>
internal static class PlaygroundProcess
{
    /// <summary>Path of the program.</summary>
    public static string ProgramPath { get; } = Path.Combine(
        AppContext.BaseDirectory.Replace(
            Path.Combine("tests", "OpenShiftImage.Playground.Tests"),
            Path.Combine("src", "OpenShiftImage.Playground"),
            StringComparison.Ordinal),
        "OpenShiftImage.Playground.dll");

    /// <summary>Starts it, with all its streams redirected.</summary>
    public static Process Start(params string[] arguments) => Start("dotnet", [ProgramPath, .. arguments]);

    /// <summary>Starts a program that starts it, with all its streams redirected.</summary>
    public static Process Start(string program, string[] arguments, Action<ProcessStartInfo>? setUp = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        setUp?.Invoke(start);
        return Process.Start(start)!;
    }

    /// <summary>Runs it without any input until it ends.</summary>
    public static Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments) =>
        EndAsync(Start(arguments));

    /// <summary>Waits until it ends.</summary>
    public static async Task<(int Code, string Output, string Errors)> EndAsync(Process started)
    {
        using var process = started;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output, await errors);
    }
}
