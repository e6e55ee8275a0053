using System.Diagnostics;
using System.Globalization;
using static OpenShiftImage.Playground.Tests.PlaygroundProcess;

namespace OpenShiftImage.Playground.Tests;

/// <summary>How the Playground ends: its exit codes, and signals.</summary>
public sealed class PlaygroundExitTests
{
    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'it'", 1)]
    [InlineData("Connect-OSImageCluster nope", 1)]
    [InlineData("Get-OSImage nosuch", 0)]
    [InlineData("Get-OSImage nosuch -ErrorAction Stop", 1)]
    [InlineData("if (", 1)]
    [InlineData("Remove-OSImage -All", 1)]
    public async Task A_command_has_an_exit_code(string script, int expected) =>
        Assert.Equal(expected, (await RunAsync("-Images", "3", "-Command", script)).Code);

    [UnixTheory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [InlineData("INT", 130)]
    public async Task A_signal_ends_it_and_nothing_stays_behind(string signal, int code)
    {
        using var process = StartUnderEnv(
            "--default-signal=HUP,INT", "-Images", "1", "-Command", "$env:KUBECONFIG; Watch-OSImage");
        var path = await process.StandardOutput.ReadLineAsync();
        Assert.True(File.Exists(path), path);
        await SendAsync(signal, process);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(code, process.ExitCode);
        Assert.False(File.Exists(path));
    }

    [LinuxFact]
    public async Task Nohup_keeps_it_running_when_the_terminal_goes()
    {
        using var process = StartUnderEnv(
            "--ignore-signal=HUP",
            "-Images",
            "1",
            "-Command",
            "'started'; $null = [Console]::In.ReadLine(); 'went on'");
        Assert.Equal("started", await process.StandardOutput.ReadLineAsync());
        await SendAsync("HUP", process);
        await process.StandardInput.WriteLineAsync("on");
        Assert.Equal("went on", await process.StandardOutput.ReadLineAsync());
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, process.ExitCode);
    }

    private static async Task SendAsync(string signal, Process process)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Starts it with signals set by GNU's env, whatever the caller of the tests ignores; where there is no GNU, as it is.</summary>
    private static Process StartUnderEnv(string signals, params string[] arguments) =>
        OperatingSystem.IsLinux() ? Start("env", [signals, "dotnet", ProgramPath, .. arguments]) : Start(arguments);
}
