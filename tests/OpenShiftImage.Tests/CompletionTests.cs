using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>What Tab suggests, as the engine asks for it.</summary>
public sealed class CompletionTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Theory]
    [InlineData("Connect-OSImageCluster -Context ", "sandbox-admin", "sandbox-alice")]
    [InlineData("Connect-OSImageCluster -Context sandbox-al", "sandbox-alice")]
    [InlineData("Connect-OSImageCluster sandbox-al", "sandbox-alice")]
    [InlineData("Get-OSImage -Cluster sandbox-ad", "sandbox-admin")]
    [InlineData("Get-OSImage -FieldSelector metadata.n", "metadata.name=", "metadata.name!=", "metadata.namespace=")]
    [InlineData("Wait-OSImage x -For ", "Exists", "Deleted")]
    [InlineData("Wait-OSImage x -For d", "Deleted")]
    [InlineData("Update-OSImage x -PatchType ", "Apply", "Json", "Merge", "StrategicMerge")]
    [InlineData("New-OSImage -FieldValidation ", "Ignore", "Strict", "Warn")]
    [InlineData("Remove-OSImage x -PropagationPolicy ", "Background", "Foreground", "Orphan")]
    [InlineData("Get-OSImage -ResourceVersionMatch ", "Exact", "NotOlderThan")]
    [InlineData("Export-OSImage -Path . -Format ", "Json", "Yaml")]
    public void What_is_known_without_asking_is_suggested(string typed, params string[] expected) => Assert.Equal(expected, Complete(typed));

    [Theory]
    [InlineData("Get-OSImage ")]
    [InlineData("Get-OSImage -Name ")]
    [InlineData("Remove-OSImage ")]
    [InlineData("Update-OSImage ")]
    [InlineData("Wait-OSImage ")]
    [InlineData("Watch-OSImage ")]
    [InlineData("Export-OSImage -Path x -Name ")]
    public void Names_are_those_of_the_cluster_from_one_light_request(string typed)
    {
        var name = Create("complete-" + Guid.NewGuid().ToString("N"));
        Assert.Equal([name], Complete(typed + name[..20]));
        Assert.StartsWith("sha256:", Complete(typed + "sha256:")[0], StringComparison.Ordinal);
        Assert.All(Server.Requests, request => Assert.Contains("PartialObjectMetadata", request.Accept, StringComparison.Ordinal));
        Assert.InRange(Complete(typed).Count, 1, 100);
    }

    [Fact]
    public void A_digest_needs_no_algorithm_and_a_quote_is_no_hindrance()
    {
        var name = Server.Store.Current.Images.First(image => image.Name.StartsWith("sha256:", StringComparison.Ordinal)).Name;
        Assert.Equal([name], Complete("Get-OSImage " + name[7..40]));
        Assert.Equal([name], Complete("Get-OSImage '" + name[..40]));
    }

    [Fact]
    public void Labels_are_those_that_Images_have()
    {
        var key = "key-" + Guid.NewGuid().ToString("N")[..8];
        Create(metadata: $",\"labels\":{{\"{key}\":\"one\"}}");
        Create(metadata: $",\"labels\":{{\"{key}\":\"two\",\"{key}-b\":\"x\"}}");
        Assert.Equal([$"{key}=", $"{key}-b="], Complete($"Get-OSImage -LabelSelector {key}"));
        Assert.Equal([$"{key}=one", $"{key}=two"], Complete($"Get-OSImage -LabelSelector {key}="));
        Assert.Equal([$"!{key}", $"!{key}-b"], Complete($"Get-OSImage -LabelSelector '!{key}"));
        Assert.Equal([$"'a=b,{key}=two'"], Complete($"Remove-OSImage -LabelSelector 'a=b,{key}=t"));
        Assert.Equal([$"{key}!=one", $"{key}!=two"], Complete($"Watch-OSImage -LabelSelector {key}!="));
    }

    [Fact]
    public void What_the_cluster_holds_is_quoted_and_never_runs_or_reaches_the_terminal_raw()
    {
        var prefix = "hostile-" + Guid.NewGuid().ToString("N");
        foreach (var quote in "'\u2018\u2019\u201a\u201b")
        {
            Put($"{prefix}{quote};Write-Output ran;{quote}");
        }

        Put(prefix + "\u001b]0;x\u0007");
        Put(prefix + "\u202e");
        var completed = Complete("Get-OSImage " + prefix);
        Assert.Equal(5, completed.Count);
        Assert.All(completed, text =>
        {
            var words = System.Management.Automation.Language.Parser.ParseInput("Get-OSImage " + text, out _, out var errors).EndBlock.Statements;
            Assert.Empty(errors);
            Assert.Single(words);
            Assert.Contains("ran", Run(text).Succeeded().Single().ToString(), StringComparison.Ordinal);
        });

        void Put(string name) => Run($"New-OSImage ([OpenShiftImage.Image]@{{ Metadata = @{{ Name = '{System.Management.Automation.Language.CodeGeneration.EscapeSingleQuotedStringContent(name)}' }}; DockerImageReference = 'quay.io/a/b:c' }})").Succeeded();
    }

    [Fact]
    public void A_field_selector_goes_on_with_names()
    {
        var name = Create("field-" + Guid.NewGuid().ToString("N"));
        Assert.Equal(["metadata.name=" + name], Complete("Get-OSImage -FieldSelector metadata.name=" + name[..20]));
    }

    [Fact]
    public void A_server_that_stalls_or_fails_costs_half_a_second_and_no_error()
    {
        Server.Intercept = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Assert.Empty(CompleteOnce("Get-OSImage no-such"));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), "the completion hung");
        Server.ClearRequests();
        Answer(401, "text/plain", "who?");
        for (var i = 0; i < 5 && Server.Requests.Count == 0; i++)
        {
            Assert.Empty(CompleteOnce("Get-OSImage no-such"));
        }

        Assert.Single(Server.Requests);
        Answer(500, "text/plain", "broken");
        Assert.Empty(CompleteOnce("Get-OSImage -LabelSelector a"));
        Environment.SetEnvironmentVariable("KUBECONFIG", "/nowhere/at/all");
        Assert.Empty(CompleteOnce("Get-OSImage -Cluster a"));
        Assert.Empty(Run("$Error").Output);
    }

    /// <summary>Suggestions have half a second, in which a machine that runs other tests too may not get there.</summary>
    private List<string> Complete(string typed)
    {
        var suggestions = CompleteOnce(typed);
        for (var i = 0; i < 5 && suggestions.Count == 0; i++)
        {
            suggestions = CompleteOnce(typed);
        }

        return suggestions;
    }

    private List<string> CompleteOnce(string typed)
    {
        using var shell = Shell.Create("");
        // Files of the current folder are the engine's own suggestions, where ours has none.
        return [.. CommandCompletion.CompleteInput(typed, typed.Length, null, shell).CompletionMatches
            .Where(match => match.ResultType == CompletionResultType.ParameterValue).Select(match => match.CompletionText)];
    }
}
