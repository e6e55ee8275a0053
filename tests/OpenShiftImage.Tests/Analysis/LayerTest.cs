using System.Management.Automation;

namespace OpenShiftImage.Tests.Analysis;

/// <summary>
/// Base of tests of Images that are compared: the session is connected to the sandbox of the state, which
/// <c>$live</c> is too, and <c>$archive</c> is the same state as an archive.
/// </summary>
public abstract class LayerTest : IClassFixture<LayerState>, IDisposable
{
    protected LayerTest(LayerState state)
    {
        State = state;
        Shell = new ModuleShell();
        Run($"""
            $archive = Connect-OSImageCluster -Path '{state.Folder}' -Name archive
            $live = Connect-OSImageCluster -Kubeconfig '{state.Server.KubeconfigPath}' -RetryTimeoutSeconds 0
            """).Succeeded();
        state.Server.ClearRequests();
    }

    protected LayerState State { get; }

    private protected ModuleShell Shell { get; }

    public virtual void Dispose()
    {
        Shell.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected ShellResult Run(string script) => Shell.Run(script);

    /// <summary>Returns what a script gives, as text.</summary>
    private protected string[] Lines(string script) => [.. Run(script).Succeeded().Select(item => item.ToString())];

    private protected static void AssertError(ErrorRecord error, string id, ErrorCategory category)
    {
        Assert.StartsWith(id + ",OpenShiftImage.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
    }
}
