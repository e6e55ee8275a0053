using OpenShiftImage.Client.Tests;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Plugins;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>
/// How often a credential plugin runs, when it may ask a person, and that nothing of it outlives its end.
/// </summary>
[Collection("Environment")]
public sealed class PluginRunsTests : TemporaryFolder
{
    private const string Answer =
        """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t1"}}""";

    [UnixFact]
    public async Task Many_requests_that_are_refused_at_once_run_the_plugin_once_more()
    {
        var go = Write("go", "");
        Script("plugin", $"echo run >> '{Folder}/runs'; until [ -e '{go}' ]; do sleep 0.01; done; echo '{Answer}'");
        var credential = Load("Never");
        await credential.GetAuthorizationAsync(false, default);
        File.Delete(go);
        var renewals = Enumerable.Range(0, 20)
            .Select(_ => credential.GetAuthorizationAsync(true, default).AsTask()).ToList();
        // Only now: a request that comes after the answer has not been refused at once with the others.
        Write("go", "");
        Assert.All(await Task.WhenAll(renewals), header => Assert.Equal("t1", header!.Parameter));
        Assert.Equal(2, (await File.ReadAllLinesAsync(Path.Combine(Folder, "runs"))).Length);
    }

    [Theory]
    [InlineData("Never", true, false)]
    [InlineData("IfAvailable", true, true)]
    [InlineData("IfAvailable", false, false)]
    [InlineData("Always", true, true)]
    public void A_plugin_may_prompt_where_it_is_interactive_and_there_is_a_terminal(
        string mode, bool hasTerminal, bool mayPrompt)
    {
        var credential = Load(mode);
        credential.HasTerminal = () => hasTerminal;
        Assert.Equal(mayPrompt, ((ICredential)credential).MayPrompt);
    }

    [UnixFact]
    public async Task A_plugin_does_not_prompt_while_what_it_gave_is_good()
    {
        Script("plugin", $"echo '{Answer}'");
        var credential = Load("IfAvailable");
        credential.HasTerminal = () => true;
        await credential.GetAuthorizationAsync(false, default);
        Assert.False(((ICredential)credential).MayPrompt);
    }

    [UnixTheory]
    [InlineData("its time is over")]
    [InlineData("it is cancelled")]
    [InlineData("it floods its output")]
    public async Task The_children_of_a_plugin_end_with_it_when(string end)
    {
        var pipe = Path.Combine(Folder, "pipe");
        using (var process = System.Diagnostics.Process.Start("mkfifo", pipe))
        {
            await process.WaitForExitAsync();
        }

        Script("plugin", $"sleep 300 > '{pipe}' &\n" + (end == "it floods its output" ? "yes" : "wait"));
        var credential = Load("Never");
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        credential.Time = time;
        using var stop = new CancellationTokenSource();
        var header = credential.GetAuthorizationAsync(false, stop.Token).AsTask();
        // Both ends of a pipe are there once it is open; it ends when the last process that holds the other end has
        // gone.
        await using var held = await Task.Run(
            () => new FileStream(pipe, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0));
        if (end == "its time is over")
        {
            await time.PassAsync(ExecCredential.Timeout);
        }
        else if (end == "it is cancelled")
        {
            await stop.CancelAsync();
        }

        if (end == "it is cancelled")
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => header);
        }
        else
        {
            var error = await Assert.ThrowsAsync<ConfigurationException>(() => header);
            Assert.Equal(ConfigurationException.CredentialFailed, error.ErrorId);
        }

        Assert.Equal(0, await Task.Run(() => held.Read(new byte[1])).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    private ExecCredential Load(string mode)
    {
        var exec = $"{{apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: {mode}}}";
        var request = new KubeconfigRequest { Paths = [Write("config", Kubeconfig("exec: " + exec))] };
        return (ExecCredential)new KubeconfigSource().Load(request).Credential!;
    }
}
