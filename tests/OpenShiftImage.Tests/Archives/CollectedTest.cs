using System.Management.Automation;

namespace OpenShiftImage.Tests.Archives;

/// <summary>
/// Base of tests that read what was collected: <c>$live</c> is the connection to the sandbox, <c>$folder</c>,
/// <c>$tar</c>, <c>$zip</c> and <c>$list</c> are those to what was collected from it.
/// </summary>
public abstract class CollectedTest : IClassFixture<CollectedSandbox>, IDisposable
{
    protected CollectedTest(CollectedSandbox sandbox)
    {
        Sandbox = sandbox;
        sandbox.Server.Intercept = null;
        Shell = new ModuleShell();
        Run($"$live = Connect-OSImageCluster -Kubeconfig '{sandbox.Server.KubeconfigPath}' -RetryTimeoutSeconds 0").Succeeded();
        foreach (var form in (string[])["folder", "tar", "zip", "list"])
        {
            Run($"${form} = Connect-OSImageCluster -Path '{sandbox.PathOf(form)}' -Name {form}").Succeeded();
        }

        sandbox.Server.ClearRequests();
    }

    protected CollectedSandbox Sandbox { get; }

    private protected ModuleShell Shell { get; }

    public void Dispose()
    {
        Sandbox.Server.Intercept = null;
        Shell.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected ShellResult Run(string script, params (string Name, object? Value)[] variables) =>
        Shell.Run(script, variables);

    /// <summary>Returns what a script gives, as text with everything that an object has.</summary>
    private protected string[] Describe(string script)
    {
        var result = Run(
            "& { " + script + " } | ForEach-Object { if ($_ -is [OpenShiftImage.Image]) { $_ | ConvertTo-OSImageYaml } "
                + "elseif ($_ -is [OpenShiftImage.PartialObjectMetadata]) { \"$($_.Kind) $($_.Name) $($_.ResourceVersion) $($_.Uid) $($_.Labels.Keys)\" } "
                + "else { [string]$_ } }");
        return [.. result.Succeeded().Select(item => item.ToString())];
    }

    private protected static void AssertError(ErrorRecord error, string id, ErrorCategory category)
    {
        Assert.StartsWith(id + ",OpenShiftImage.Commands.", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
    }
}
