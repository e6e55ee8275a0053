using System.Management.Automation;
using System.Reflection;

namespace OpenShiftImage.Tests;

/// <summary>What Tab does not do with a credential: renew it, or ask a person for it.</summary>
public sealed class CompletionCredentialTests(SandboxFixture fixture) : EnvironmentTest(fixture)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("openshiftimage-tab-").FullName;

    [UnixFact]
    public void A_credential_that_is_refused_is_not_renewed()
    {
        var plugin = Path.Combine(_folder, "plugin");
        File.WriteAllText(
            plugin,
            $$$"""
            #!/bin/sh
            echo run >> '{{{_folder}}}/runs'
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t"}}'

            """);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(plugin, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        var kubeconfig = Path.Combine(_folder, "config");
        File.WriteAllText(kubeconfig, File.ReadAllText(Server.KubeconfigPath).Replace(
            $"token: {Server.AdminToken}",
            "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}",
            StringComparison.Ordinal));
        Environment.SetEnvironmentVariable("KUBECONFIG", kubeconfig);
        Answer(401, "text/plain", "who?");
        // Tab has half a second, in which a busy machine may not get as far as the answer.
        Assert.True(SpinWait.SpinUntil(
            () => Tab("Get-OSImage no-such").Contains("401", StringComparison.Ordinal), TimeSpan.FromSeconds(30)));
        Assert.Single(File.ReadAllLines(Path.Combine(_folder, "runs")));
    }

    [Fact]
    public void A_credential_that_may_ask_a_person_is_not_asked_for()
    {
        // A credential that asks needs a terminal, which tests have not; so one is made of what scripts cannot reach.
        var client = (Assembly)Run("[OpenShiftImage.Image].Assembly").Succeeded().Single().BaseObject;
        var credential = DispatchProxy.Create(
            client.GetType("OpenShiftImage.Configuration.ICredential", throwOnError: true)!,
            typeof(PromptingCredential));
        var configuration = Activator.CreateInstance(
            client.GetType("OpenShiftImage.Configuration.ClusterConfiguration", throwOnError: true)!)!;
        configuration.GetType().GetProperty("Server")!.SetValue(configuration, Server.Address);
        configuration.GetType().GetProperty("Credential")!.SetValue(configuration, credential);
        Shell.Runspace.SessionStateProxy.SetVariable("cluster", Activator.CreateInstance(
            client.GetType("OpenShiftImage.ClusterConnection", throwOnError: true)!,
            BindingFlags.Instance | BindingFlags.NonPublic,
            binder: null,
            [configuration],
            culture: null));

        Assert.Contains("may need a person", Tab("Get-OSImage -Cluster $cluster no-such"), StringComparison.Ordinal);
        Assert.Equal(0, ((PromptingCredential)credential).Calls);
    }

    private string Tab(string typed)
    {
        using var shell = Shell.Create("");
        return CommandCompletion.CompleteInput(typed, typed.Length, null, shell).CompletionMatches[0].ToolTip;
    }
}
