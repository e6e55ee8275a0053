using System.Diagnostics;
using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>Files that nobody ever writes to, such as pipes, in every place where a file is named: a stop ends the wait, also on Tab.</summary>
public sealed class StuckFilesTests : EnvironmentTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-test-").FullName;
    private readonly string _original;

    public StuckFilesTests(SandboxFixture fixture)
        : base(fixture) => _original = File.ReadAllText(Server.KubeconfigPath);

    public static TheoryData<string, string> Places => new()
    {
        { "KUBECONFIG", "Get-OSImage -First 1" },
        { "KUBECONFIG", "Connect-OSImageCluster" },
        { "-Kubeconfig", "Connect-OSImageCluster -Kubeconfig $pipe" },
        { "-CertificateAuthority", "Connect-OSImageCluster -Server https://127.0.0.1:1 -Token t -CertificateAuthority $pipe" },
        { "certificate-authority", "Get-OSImage -First 1" },
        { "tokenFile", "Get-OSImage -First 1" },
        { "client-certificate", "Get-OSImage -First 1" },
        { "KUBERC", "Get-OSImage -First 1" },
        { "-Path", "Import-OSImage $pipe" },
    };

    [UnixTheory]
    [MemberData(nameof(Places))]
    public void A_stop_ends_the_wait_for_a_pipe_that_nobody_writes_to(string place, string script)
    {
        var pipe = Pipe();
        var kuberc = Environment.GetEnvironmentVariable("KUBERC");
        Environment.SetEnvironmentVariable("KUBECONFIG", place == "KUBECONFIG" ? pipe : Write("config", place switch
        {
            "certificate-authority" => System.Text.RegularExpressions.Regex.Replace(
                _original, "certificate-authority-data: .*", $"certificate-authority: {pipe}"),
            "tokenFile" => _original.Replace(
                $"token: {Server.AdminToken}", $"tokenFile: {pipe}", StringComparison.Ordinal),
            "client-certificate" => _original.Replace(
                $"token: {Server.AdminToken}", $"client-certificate: {pipe}", StringComparison.Ordinal),
            "KUBERC" => _original.Replace(
                $"token: {Server.AdminToken}",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: /bin/true, interactiveMode: Never}",
                StringComparison.Ordinal),
            _ => _original,
        }));
        Environment.SetEnvironmentVariable("KUBERC", place == "KUBERC" ? pipe : "off");
        try
        {
            Shell.Runspace.SessionStateProxy.SetVariable("pipe", pipe);
            using var shell = Shell.Create(script);
            var running = shell.BeginInvoke();
            // A pipe opens for a writer once somebody reads it: the cmdlet is there, and waits for what will not come.
            var opening = Task.Run(() => new FileStream(pipe, FileMode.Open, FileAccess.Write));
            Assert.True(opening.Wait(TimeSpan.FromSeconds(30)), "Nobody reads the pipe.");
            using var writer = opening.Result;
            Assert.False(running.IsCompleted, "It ended by itself.");
            var stopping = shell.BeginStop(null, null);
            Assert.True(stopping.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(20)), "It did not stop.");
            Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        }
        finally
        {
            Environment.SetEnvironmentVariable("KUBERC", kuberc);
            // Whoever still waits for the pipe gets its end.
            using var end = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
        }
    }

    [UnixTheory]
    [InlineData("Get-OSImage -First 1")]
    [InlineData("Connect-OSImageCluster")]
    [InlineData("Remove-OSImage x -Force")]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void A_stop_ends_a_credential_plugin_and_its_process(string script)
    {
        var pipe = Pipe();
        var plugin = Write("plugin", $"#!/bin/sh\necho $$ > {pipe}\nexec sleep 600\n");
        File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("KUBECONFIG", Write("config", _original.Replace(
            $"token: {Server.AdminToken}",
            $"exec: {{apiVersion: client.authentication.k8s.io/v1, command: {plugin}, interactiveMode: Never}}",
            StringComparison.Ordinal)));
        using var shell = Shell.Create(script);
        var running = shell.BeginInvoke();
        var started = Task.Run(() => File.ReadAllText(pipe));
        Assert.True(started.Wait(TimeSpan.FromSeconds(30)), "The plugin did not start.");
        using var process = Process.GetProcessById(
            int.Parse(started.Result, System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(shell.BeginStop(null, null).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(20)), "It did not stop.");
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)), "The plugin lives on.");
        Assert.True(running.IsCompleted);
    }

    [UnixTheory]
    [InlineData("Connect-OSImageCluster -Server $server -Token t")]
    [InlineData("Connect-OSImageCluster -Server $server -Credential $who")]
    public void A_stop_ends_a_connection_and_a_login_that_nobody_answers(string script)
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        Shell.Runspace.SessionStateProxy.SetVariable("server", $"https://{silent.LocalEndpoint}");
        Shell.Runspace.SessionStateProxy.SetVariable(
            "who", new PSCredential("developer", new System.Net.NetworkCredential("", "pass").SecurePassword));
        using var shell = Shell.Create(script);
        var running = shell.BeginInvoke();
        var accepted = silent.AcceptTcpClientAsync();
        Assert.True(accepted.Wait(TimeSpan.FromSeconds(30)), "Nobody connected.");
        using var client = accepted.Result;
        Assert.False(running.IsCompleted);
        Assert.True(shell.BeginStop(null, null).AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(20)), "It did not stop.");
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
    }

    [UnixFact]
    public void Tab_does_not_wait_for_a_pipe_and_survives_a_kubeconfig_without_a_bottom()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", Pipe());
        Assert.Empty(
            Run("(TabExpansion2 'Connect-OSImageCluster ' 23).CompletionMatches | Where-Object ResultType -eq ParameterValue").Output);
        Environment.SetEnvironmentVariable("KUBECONFIG", Write("deep", "users: " + new string('[', 60_000)));
        Assert.Empty(
            Run("(TabExpansion2 'Connect-OSImageCluster ' 23).CompletionMatches | Where-Object ResultType -eq ParameterValue").Output);
        AssertError(Run("Get-OSImage -First 1").Error, "InvalidKubeconfig", ErrorCategory.ParserError, null);
    }

    [UnixFact]
    public void A_kubeconfig_from_a_pipe_that_somebody_writes_to_is_read()
    {
        var pipe = Pipe();
        var writing = Task.Run(() => File.WriteAllText(pipe, _original));
        Run("Connect-OSImageCluster -Kubeconfig $pipe; Get-OSImage -First 1", ("pipe", pipe)).Succeeded();
        Assert.True(writing.IsCompletedSuccessfully);
    }

    [UnixFact]
    public void A_device_without_end_is_refused()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", "/dev/zero");
        AssertError(Run("Get-OSImage -First 1").Error, "FileNotReadable", ErrorCategory.ReadError, "/dev/zero");
    }

    private string Pipe()
    {
        var path = Path.Combine(_folder, Guid.NewGuid().ToString("N"));
        using var process = Process.Start("mkfifo", path);
        process.WaitForExit();
        return path;
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
