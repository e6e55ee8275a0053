namespace OpenShiftImage.Tests;

/// <summary>What Tab suggests of the kubeconfig that KUBECONFIG names.</summary>
public sealed class KubeconfigCompletionTests(SandboxFixture fixture) : EnvironmentTest(fixture)
{
    private Tab Tab => new(Shell);

    [Theory]
    [InlineData("Connect-OSImageCluster -Context ", "sandbox-admin", "sandbox-alice")]
    [InlineData("Connect-OSImageCluster -Context sandbox-al", "sandbox-alice")]
    [InlineData("Connect-OSImageCluster sandbox-al", "sandbox-alice")]
    [InlineData("Get-OSImage -Cluster sandbox-ad", "sandbox-admin")]
    public void Contexts_are_suggested(string typed, params string[] expected) =>
        Assert.Equal(expected, Tab.Complete(typed));

    [Fact]
    public void A_context_that_nothing_begins_with_stays() =>
        Tab.AssertNote("Get-OSImage -Cluster no-such", "no-such", "nothing begins with 'no-such'", "no suggestions");

    [Fact]
    public void A_failed_completion_of_nothing_inserts_nothing()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", "/nowhere/at/all");
        foreach (var typed in new[] { "Get-OSImage ", "Get-OSImage -Cluster ", "Get-OSImage -LabelSelector " })
        {
            var results = Tab.Results(typed);
            Assert.Equal(2, results.Count);
            Assert.All(results, result => Assert.True(string.IsNullOrWhiteSpace(result.CompletionText)));
            // An editor inserts what all have in common.
            Assert.NotEqual(results[0].CompletionText[0], results[1].CompletionText[0]);
            Assert.NotEqual(results[0].ListItemText[0], results[1].ListItemText[0]);
            Assert.Contains("kubeconfig", results[0].ToolTip, StringComparison.OrdinalIgnoreCase);
        }

        Assert.Empty(Run("$Error").Output);
    }
}
