using System.Management.Automation;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>
/// Base of tests of who uses Images and what they take: the session is connected to the sandbox of the state, which
/// <c>$live</c> is too, and <c>$archive</c> is the same state as an archive.
/// </summary>
public abstract class UsageTest : IClassFixture<UsageState>, IDisposable
{
    protected UsageTest(UsageState state)
    {
        State = state;
        state.Server.Intercept = null;
        Shell = new ModuleShell();
        Run($"""
            $archive = Connect-OSImageCluster -Path '{state.Folder}' -Name archive
            $live = Connect-OSImageCluster -Kubeconfig '{state.Server.KubeconfigPath}' -RetryTimeoutSeconds 0
            """).Succeeded();
        state.Server.ClearRequests();
    }

    protected UsageState State { get; }

    private protected ModuleShell Shell { get; }

    public virtual void Dispose()
    {
        State.Server.Intercept = null;
        Shell.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected ShellResult Run(string script, params (string Name, object? Value)[] variables) =>
        Shell.Run(script, variables);

    /// <summary>Returns what a script gives, as text.</summary>
    private protected string[] Lines(string script) => [.. Run(script).Succeeded().Select(item => item.ToString())];

    /// <summary>Runs a script and stops it while the server has a request that it does not answer.</summary>
    private protected void StopAt(string script, string path)
    {
        using var shell = Shell.Create(script);
        using var arrived = new ManualResetEventSlim();
        State.Server.Intercept = async context =>
        {
            if (context.Request.Path.Value != path)
            {
                return false;
            }

            arrived.Set();
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        };
        var running = shell.BeginInvoke();
        Assert.True(arrived.Wait(TimeSpan.FromSeconds(60)), "The request did not come.");
        var stopping = shell.BeginStop(null, null);
        Assert.True(stopping.AsyncWaitHandle.WaitOne(TimeSpan.FromSeconds(60)), "It does not end.");
        Assert.ThrowsAny<RuntimeException>(() => shell.EndInvoke(running));
        State.Server.Intercept = null;
    }

    private protected static void AssertError(ErrorRecord error, string id, ErrorCategory category)
    {
        Assert.StartsWith(id + ",OpenShiftImage.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.DoesNotContain("   at ", error.ToString(), StringComparison.Ordinal);
    }
}
