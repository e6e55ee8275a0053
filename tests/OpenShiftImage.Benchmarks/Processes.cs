using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace OpenShiftImage.Benchmarks;

/// <summary>A sandbox in a process of its own.</summary>
public sealed class SandboxProcess : IAsyncDisposable
{
    private readonly Process _process;

    private SandboxProcess(Process process, string kubeconfig)
    {
        _process = process;
        Kubeconfig = kubeconfig;
    }

    public string Kubeconfig { get; }

    public static async Task<SandboxProcess> StartAsync(int images, params string[] options)
    {
        var kubeconfig = Path.Combine(
            Directory.CreateTempSubdirectory("openshiftimage-benchmark-").FullName, "kubeconfig");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])[
            "exec",
            Path.Combine(AppContext.BaseDirectory, "OpenShiftImage.Sandbox.dll"),
            "--images",
            images.ToString(CultureInfo.InvariantCulture),
            "--kubeconfig",
            kubeconfig,
            .. options,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync() is { } line
            && !line.StartsWith("Ctrl+C", StringComparison.Ordinal))
        {
        }

        return process.HasExited
            ? throw new InvalidOperationException("The sandbox did not start.")
            : new SandboxProcess(process, kubeconfig);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Path.GetDirectoryName(Kubeconfig)!, recursive: true);
    }
}

/// <summary>Measures in processes of their own, where nothing is warm yet and nobody else uses memory.</summary>
public static class ChildProcess
{
    /// <summary>Runs a child of this program and gives the figures that it prints.</summary>
    public static async Task<Dictionary<string, double>> RunAsync(string kubeconfig, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.Environment["KUBECONFIG"] = kubeconfig;
        foreach (var argument in (string[])["exec", typeof(ChildProcess).Assembly.Location, "child", .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Dictionary<string, double>>(output.Trim().Split('\n')[^1])!
            : throw new InvalidOperationException(
                $"child {string.Join(' ', arguments)} ended with {process.ExitCode}: {output}");
    }

    /// <summary>Times a whole process, its output thrown away; null when there is no such program.</summary>
    public static async Task<double?> TimeAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        var began = Stopwatch.GetTimestamp();
        try
        {
            using var process = Process.Start(start)!;
            await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            await process.WaitForExitAsync();
            return process.ExitCode == 0
                ? Stopwatch.GetElapsedTime(began).TotalMilliseconds
                : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
