namespace OpenShiftImage.Tests;

/// <summary>What Tab suggests, as the engine asks for it.</summary>
public sealed class CompletionTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    private Tab Tab => new(Shell);

    [Theory]
    [InlineData("Get-OSImage -FieldSelector metadata.n", "metadata.name=", "metadata.name!=", "metadata.namespace=")]
    [InlineData("Wait-OSImage x -For ", "Exists", "Deleted")]
    [InlineData("Wait-OSImage x -For d", "Deleted")]
    [InlineData("Update-OSImage x -PatchType ", "Apply", "Json", "Merge", "StrategicMerge")]
    [InlineData("New-OSImage -FieldValidation ", "Ignore", "Strict", "Warn")]
    [InlineData("Remove-OSImage x -PropagationPolicy ", "Background", "Foreground", "Orphan")]
    [InlineData("Get-OSImage -ResourceVersionMatch ", "Exact", "NotOlderThan")]
    [InlineData("Export-OSImage -Path . -Format ", "Json", "Yaml")]
    public void What_is_known_without_asking_is_suggested(string typed, params string[] expected) =>
        Assert.Equal(expected, Tab.Complete(typed));

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
        Assert.Equal([name], Tab.Complete(typed + name[..20]));
        Assert.StartsWith("sha256:", Tab.Complete(typed + "sha256:")[0], StringComparison.Ordinal);
        Assert.All(
            Server.Requests,
            request => Assert.Contains("PartialObjectMetadata", request.Accept, StringComparison.Ordinal));
        Assert.InRange(Tab.Complete(typed).Count, 1, 100);
    }

    [Fact]
    public void A_digest_needs_no_algorithm_and_a_quote_is_no_hindrance()
    {
        var name =
            Server.Store.Current.Images.First(image => image.Name.StartsWith("sha256:", StringComparison.Ordinal)).Name;
        Assert.Equal([name], Tab.Complete("Get-OSImage " + name[7..40]));
        Assert.Equal([name], Tab.Complete("Get-OSImage '" + name[..40]));
    }

    [Fact]
    public void Labels_are_those_that_Images_have()
    {
        var key = "key-" + Guid.NewGuid().ToString("N")[..8];
        Create(metadata: $",\"labels\":{{\"{key}\":\"one\"}}");
        Create(metadata: $",\"labels\":{{\"{key}\":\"two\",\"{key}-b\":\"x\"}}");
        Assert.Equal([$"{key}=", $"{key}-b="], Tab.Complete($"Get-OSImage -LabelSelector {key}"));
        Assert.Equal([$"{key}=one", $"{key}=two"], Tab.Complete($"Get-OSImage -LabelSelector {key}="));
        Assert.Equal([$"!{key}", $"!{key}-b"], Tab.Complete($"Get-OSImage -LabelSelector '!{key}"));
        Assert.Equal([$"'a=b,{key}=two'"], Tab.Complete($"Remove-OSImage -LabelSelector 'a=b,{key}=t"));
        Assert.Equal([$"{key}!=one", $"{key}!=two"], Tab.Complete($"Watch-OSImage -LabelSelector {key}!="));
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
        var completed = Tab.Complete("Get-OSImage " + prefix);
        Assert.Equal(5, completed.Count);
        Assert.All(completed, text =>
        {
            var words =
                System.Management.Automation.Language.Parser.ParseInput(
                    "Get-OSImage " + text, out _, out var errors).EndBlock.Statements;
            Assert.Empty(errors);
            Assert.Single(words);
            Assert.Contains("ran", Run(text).Succeeded().Single().ToString(), StringComparison.Ordinal);
        });

        void Put(string name) =>
            Run($"New-OSImage ([OpenShiftImage.Image]@{{ Metadata = @{{ Name = '{System.Management.Automation.Language.CodeGeneration.EscapeSingleQuotedStringContent(name)}' }}; DockerImageReference = 'quay.io/a/b:c' }})").Succeeded();
    }

    [Fact]
    public void A_field_selector_goes_on_with_names()
    {
        var name = Create("field-" + Guid.NewGuid().ToString("N"));
        Assert.Equal(["metadata.name=" + name], Tab.Complete("Get-OSImage -FieldSelector metadata.name=" + name[..20]));
    }

    [Fact]
    public void More_names_than_can_be_shown_are_their_beginnings_and_hide_none()
    {
        var names = Server.Store.Current.Images.Select(image => image.Name)
            .Where(name => name.StartsWith("sha256:", StringComparison.Ordinal))
            .ToList();
        Assert.True(names.Count > 100);
        var beginnings = Tab.Complete("Get-OSImage sha256:");
        Assert.InRange(beginnings.Count, 2, 100);
        Assert.All(
            names,
            name => Assert.Single(beginnings, beginning => name.StartsWith(beginning, StringComparison.Ordinal)));
        // What an editor inserts is what they have in common.
        Assert.Equal(CommonPrefix(names), CommonPrefix(beginnings));
        var open = beginnings.First(beginning => beginning.Length < names[0].Length);
        Assert.Equal(
            names.Where(name => name.StartsWith(open, StringComparison.Ordinal)), Tab.Complete("Get-OSImage " + open));
        Assert.Equal(
            beginnings.Select(beginning => "metadata.name=" + beginning),
            Tab.Complete("Get-OSImage -FieldSelector metadata.name=sha256:"));
    }

    [Fact]
    public void The_answer_of_a_slow_server_is_there_for_the_next_Tab()
    {
        Run("$alice = Connect-OSImageCluster sandbox-alice -Kubeconfig $kubeconfig; Connect-OSImageCluster -Kubeconfig $kubeconfig > $null").Succeeded();
        var name = Create("slow-" + Guid.NewGuid().ToString("N"));
        var released = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Intercept = async context =>
        {
            await released.Task.WaitAsync(context.RequestAborted);
            return false;
        };
        var typed = "Get-OSImage " + name[..20];
        foreach (var _ in Enumerable.Range(0, 2))
        {
            // One request goes on behind the prompt; another Tab makes no other.
            Assert.Empty(Tab.CompleteOnce(typed));
            Tab.AssertNote(typed, name[..20], "sandbox-admin has not answered yet", "Tab again in a moment");
        }

        released.SetResult();
        Assert.Equal([name], Tab.Complete(typed));
        Server.Intercept = async context =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };
        Assert.Equal([name], Tab.CompleteOnce("Remove-OSImage " + name[..30]));
        Assert.NotEmpty(Tab.CompleteOnce("Get-OSImage -LabelSelector "));
        Assert.Single(Server.Requests);
        // What is kept is that cluster's.
        Assert.Empty(Tab.CompleteOnce("Get-OSImage -Cluster $alice " + name[..30]));
    }

    [Fact]
    public void A_server_that_refuses_is_asked_once_a_Tab_and_the_reason_is_told()
    {
        Answer(401, "text/plain", "who?");
        for (var i = 0; i < 5 && Server.Requests.Count == 0; i++)
        {
            Assert.Empty(Tab.CompleteOnce("Get-OSImage no-such"));
        }

        Assert.Single(Server.Requests);
        Tab.AssertNote("Get-OSImage no-such", "no-such", "401", "no suggestions");
        Answer(500, "text/plain", "bro\u001b]0;x\u0007\nken");
        Tab.AssertNote("Get-OSImage -LabelSelector a", "a", "500", "no suggestions");
        Server.Intercept = null;
        Assert.NotEmpty(Tab.Complete("Get-OSImage sha256:"));
        Assert.Empty(Run("$Error").Output);
    }

    [Theory]
    [InlineData("Get-OSImage no-such", "no-such")]
    [InlineData("Get-OSImage -LabelSelector no-such", "no-such")]
    [InlineData("Wait-OSImage x -For no-such", "no-such")]
    public void A_word_that_nothing_begins_with_stays_and_no_file_is_suggested(string typed, string word) =>
        Tab.AssertNote(typed, word, "nothing begins with 'no-such'", "no suggestions");

    private static string CommonPrefix(IReadOnlyCollection<string> texts) =>
        texts.Aggregate((one, other) => one[..one.AsSpan().CommonPrefixLength(other)]);
}
