using System.Diagnostics;

namespace OpenShiftImage.Tests;

/// <summary>The engine in a process of its own, in which nothing has been loaded yet.</summary>
internal static class FreshProcess
{
    /// <summary>Runs the program that stands beside the tests for this, and gives the lines that it prints.</summary>
    public static List<string> Run(params string[] arguments) => Run([], arguments);

    /// <summary>The same, with variables of the environment.</summary>
    public static List<string> Run(Dictionary<string, string> environment, params string[] arguments) => Execute(
        environment,
        "dotnet",
        [
            Path.Combine(
                AppContext.BaseDirectory.Replace(
                    "OpenShiftImage.Tests", "OpenShiftImage.Coexistence", StringComparison.Ordinal),
                "OpenShiftImage.Coexistence.dll"),
            .. arguments,
        ]);

    /// <summary>Runs a program, and gives the lines that it prints.</summary>
    public static List<string> Execute(string program, params string[] arguments) => Execute([], program, arguments);

    private static List<string> Execute(Dictionary<string, string> environment, string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + errors.Result);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
    }
}
