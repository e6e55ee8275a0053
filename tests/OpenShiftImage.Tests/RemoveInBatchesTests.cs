using System.Management.Automation;
using Microsoft.AspNetCore.Http;

namespace OpenShiftImage.Tests;

/// <summary>Remove-OSImage -Limit: batches, each a request, until nothing is left; and how far it came when it ends early.</summary>
public sealed class RemoveInBatchesTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    private const string Batch = "/apis/image.openshift.io/v1/images?labelSelector=batch%3Dyes&limit=3";

    [Fact]
    public void A_limit_removes_in_batches_until_nothing_is_left()
    {
        var names = Arrange(8);
        var result = Run("Remove-OSImage -l batch=yes -Limit 3 -Force -PassThru");
        Assert.Equal(names, result.Succeeded().Select(item => item.ToString()));
        Assert.Equal([Batch, Batch, Batch], Deletes());
        Assert.All(names, name => Assert.Null(Server.Store.Current.Find(name)));
    }

    [Theory]
    [InlineData("$null")]
    [InlineData("''")]
    public void An_empty_token_removes_nothing(string token)
    {
        Arrange(2);
        AssertError(
            Run($"Remove-OSImage -All -Continue {token} -Force").Error,
            "NothingToContinue",
            ErrorCategory.InvalidArgument,
            null);
        Assert.Empty(Deletes());
    }

    [Fact]
    public void Each_batch_chooses_anew_so_what_leaves_the_selectors_stays()
    {
        var names = Arrange(6);
        var kept = names[^1];
        using var other = NewShell();
        BeforeBatch(2, () => other.Run($"Update-OSImage {kept} -Label batch-").Succeeded());
        Run("Remove-OSImage -LabelSelector batch=yes -Limit 3 -Force").Succeeded();
        Assert.NotNull(Server.Store.Current.Find(kept));
        Assert.All(names.SkipLast(1), name => Assert.Null(Server.Store.Current.Find(name)));
    }

    [Fact]
    public void Images_that_finalizers_hold_do_not_stop_the_others()
    {
        var held = Arrange(4, prefix: "a", metadata: ",\"finalizers\":[\"example.com/hold\"]");
        var others = Arrange(4, prefix: "b");
        var result = Run("Remove-OSImage -LabelSelector batch=yes -Limit 3 -Force -Verbose");
        result.Succeeded();
        Assert.All(others, name => Assert.Null(Server.Store.Current.Find(name)));
        Assert.All(held, name => Assert.NotNull(Server.Store.Current.Find(name)));
        Assert.Contains(
            result.Warnings,
            warning => warning.StartsWith("4 of the Images are marked for deletion", StringComparison.Ordinal));
        Assert.Contains("4 Images were removed, 4 marked for deletion.", result.Verbose);
        Assert.Equal(3, Deletes().Length);
    }

    [Fact]
    public void WhatIf_pages_on_and_counts_all()
    {
        Arrange(8);
        Run("Remove-OSImage -LabelSelector batch=yes -Limit 3 -WhatIf").Succeeded();
        Assert.Contains("What if: 8 Images would be removed: ", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.Equal(3, Deletes().Length);
        Assert.All(Deletes(), target => Assert.Contains("dryRun=All", target, StringComparison.Ordinal));
        Assert.All(Deletes().Skip(1), target => Assert.Contains("continue=", target, StringComparison.Ordinal));
    }

    [Fact]
    public void A_batch_that_fails_ends_it_and_the_count_is_told()
    {
        var names = Arrange(8);
        ConnectWithoutRetries();
        FailBatch(3, 500);
        var result = Run("Remove-OSImage -LabelSelector batch=yes -Limit 3 -Force");
        Assert.StartsWith("InternalError,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("6 Images were removed, up to 3 more are in doubt (sent, no answer).", result.Warnings);
        Assert.Equal(2, names.Count(name => Server.Store.Current.Find(name) is not null));
    }

    [Fact]
    public void A_batch_that_is_refused_leaves_no_doubt()
    {
        Arrange(5);
        FailBatch(2, 403);
        var result = Run("Remove-OSImage -LabelSelector batch=yes -Limit 3 -Force");
        Assert.StartsWith("Forbidden,", result.Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("3 Images were removed.", result.Warnings);
    }

    [Fact]
    public void An_expired_token_is_met_by_the_fresh_one_that_comes_with_it()
    {
        var held = Arrange(4, prefix: "a", metadata: ",\"finalizers\":[\"example.com/hold\"]");
        var others = Arrange(4, prefix: "b");
        BeforeBatch(2, Server.Store.Compact);
        Run("Remove-OSImage -LabelSelector batch=yes -Limit 3 -Force").Succeeded();
        Assert.All(others, name => Assert.Null(Server.Store.Current.Find(name)));
        Assert.NotEmpty(held);
    }

    [Fact]
    public void A_server_that_says_it_deletes_and_does_not_is_found_out()
    {
        Arrange(4);
        // Every request is taken for a dry run: the answer is that of a deletion, and nothing goes.
        Server.Intercept = async context =>
        {
            if (context.Request.Method != "DELETE")
            {
                return false;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                """{"kind":"ImageList","apiVersion":"image.openshift.io/v1","metadata":{"resourceVersion":"9","continue":"more"},"items":[{"metadata":{"name":"x","uid":"u"}}]}""");
            return true;
        };
        var error = Run("Remove-OSImage -LabelSelector batch=yes -Limit 3 -Force").Error;
        AssertError(error, "RemovalStalled", ErrorCategory.ResourceBusy, null);
        Assert.Equal(4, Deletes().Length);
    }

    [Fact]
    public void The_question_counts_page_by_page_too()
    {
        Arrange(4);
        Shell.Host.Answer = 2;
        Run("Remove-OSImage -LabelSelector batch=yes -Limit 3").Succeeded();
        Assert.Contains("(now 4 Images with ", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.All(Deletes(), target => Assert.Contains("dryRun=All", target, StringComparison.Ordinal));
        Assert.Equal(2, Deletes().Length);
    }

    [Theory]
    [InlineData(
        "$p = Get-OSImage -Limit 2 -LabelSelector batch=yes -AsPage; Remove-OSImage -LabelSelector other=x -Continue $p.Continue -Force",
        "ContinueWithOtherSelectors")]
    [InlineData("Remove-OSImage -All -Continue abc -ResourceVersion 5 -Force", "ContinueWithResourceVersion")]
    public void A_token_of_another_list_removes_nothing(string script, string id)
    {
        Arrange(4);
        AssertError(Run(script).Error, id, ErrorCategory.InvalidArgument, null);
        Assert.Empty(Deletes());
    }

    [Fact]
    public void A_token_goes_on_where_its_list_ended()
    {
        var names = Arrange(5);
        Run("$p = Get-OSImage -Limit 2 -LabelSelector batch=yes -AsPage; Remove-OSImage -LabelSelector batch=yes -Continue $p.Continue -Limit 2 -Force").Succeeded();
        Assert.Equal(names.Take(2), names.Where(name => Server.Store.Current.Find(name) is not null));
    }

    [Theory]
    [InlineData("Get-OSImage -l batch=yes")]
    [InlineData("Get-OSImage -Selector batch=yes")]
    [InlineData("Remove-OSImage -Selector batch=yes -WhatIf")]
    [InlineData("Watch-OSImage -l batch=yes -NoReconnect -TimeoutSeconds 1")]
    public void Selectors_have_the_short_names_of_kubectl(string script)
    {
        Run(script).Succeeded();
        Assert.Contains(
            Server.Requests, request => request.Target.Contains("labelSelector=batch%3Dyes", StringComparison.Ordinal));
    }

    /// <summary>Makes Images that <c>batch=yes</c> chooses, and no others.</summary>
    private string[] Arrange(int count, string prefix = "batch", string metadata = "")
    {
        if (prefix != "b")
        {
            Run("Get-OSImage -l batch=yes | Update-OSImage -Patch @{ metadata = @{ finalizers = $null } }; Remove-OSImage -l batch=yes -Force -WarningAction Ignore");
        }

        var names = Enumerable.Range(0, count)
            .Select(i => Create($"{prefix}-{i:00}-{Guid.NewGuid():N}", metadata + ",\"labels\":{\"batch\":\"yes\"}"))
            .ToArray();
        Server.ClearRequests();
        return names;
    }

    private string[] Deletes() =>
        [.. Server.Requests.Where(request => request.Method == "DELETE").Select(request => request.Target)];

    private void BeforeBatch(int batch, Action action)
    {
        var count = 0;
        Server.Intercept = context =>
        {
            if (context.Request.Method == "DELETE" && ++count == batch)
            {
                action();
            }

            return Task.FromResult(false);
        };
    }

    private void FailBatch(int batch, int code)
    {
        var count = 0;
        Server.Intercept = async context =>
        {
            if (context.Request.Method != "DELETE" || ++count < batch)
            {
                return false;
            }

            context.Response.StatusCode = code;
            await context.Response.WriteAsync("no");
            return true;
        };
    }
}
