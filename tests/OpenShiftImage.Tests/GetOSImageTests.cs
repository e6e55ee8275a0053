using System.Management.Automation;
using Microsoft.AspNetCore.Http;

namespace OpenShiftImage.Tests;

public sealed class GetOSImageTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    private int Count => Server.Store.Current.Images.Count;

    private string FirstName => Server.Store.Current.Images[0].Name;

    [Fact]
    public void Without_parameters_everything_comes_as_typed_objects()
    {
        var images = Run("Get-OSImage").Succeeded();
        Assert.Equal(Count, images.Count);
        Assert.All(images, image => Assert.Equal("OpenShiftImage.Image", image.BaseObject.GetType().FullName));
        Assert.Equal(
            Server.Store.Current.Images.Select(image => image.Name),
            images.Select(image => (string)image.Properties["Name"].Value));
    }

    [Fact]
    public void Pages_are_fetched_as_large_as_asked()
    {
        Run("Get-OSImage -PageSize 100").Succeeded();
        Assert.All(Server.Requests, request => Assert.Contains("limit=100", request.Target, StringComparison.Ordinal));
        Assert.Equal((Count + 99) / 100, Server.Requests.Count);
    }

    [Fact]
    public void A_name_is_one_request()
    {
        var image = Assert.Single(Run($"Get-OSImage {FirstName}").Succeeded());
        Assert.Equal(FirstName, image.ToString());
        Assert.Equal(
            "GET /apis/image.openshift.io/v1/images/" + FirstName,
            $"{Server.Requests[^1].Method} {Server.Requests[^1].Target}");
    }

    [Theory]
    [InlineData("$names | Get-OSImage")]
    [InlineData("Get-OSImage $names")]
    [InlineData("$names | ForEach-Object { [pscustomobject]@{ Name = $_ } } | Get-OSImage")]
    [InlineData("Get-OSImage $names -MetadataOnly | Get-OSImage")]
    public void Names_come_from_where_they_are(string script)
    {
        var names = Server.Store.Current.Images.Take(3).Select(image => image.Name).ToArray();
        Assert.Equal(names, Run(script, ("names", names)).Succeeded().Select(image => image.ToString()));
    }

    [Fact]
    public void Wildcards_list_and_filter()
    {
        var expected = Server.Store.Current.Images.Select(image => image.Name)
            .Where(name => name.StartsWith("sha256:0", StringComparison.Ordinal));
        Assert.Equal(expected, Run("Get-OSImage 'SHA256:0*'").Succeeded().Select(image => image.ToString()));
        Assert.Equal(2, Run("Get-OSImage 'sha256:*' -Skip 1 -First 2").Succeeded().Count);
    }

    [Fact]
    public void One_that_is_missing_fails_alone()
    {
        var result = Run($"Get-OSImage nosuch, {FirstName}");
        Assert.Single(result.Output);
        AssertError(result.Error, "NotFound", ErrorCategory.ObjectNotFound, "nosuch");
        Assert.NotEmpty(result.Error.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void First_asks_for_no_more_than_it_needs()
    {
        Assert.Equal(3, Run("Get-OSImage -First 3").Succeeded().Count);
        Assert.Contains("limit=3", Server.Requests[0].Target, StringComparison.Ordinal);
        Server.ClearRequests();
        Assert.Equal(
            Server.Store.Current.Images[2].Name,
            Assert.Single(Run("Get-OSImage -Skip 2 -First 1").Succeeded()).ToString());
        Assert.Empty(Run("Get-OSImage -First 0").Succeeded());
    }

    [Theory]
    [InlineData("Get-OSImage -First 20 -PageSize 10", 20)]
    [InlineData("Get-OSImage -First 20 -PageSize 10 -MetadataOnly", 20)]
    [InlineData("Get-OSImage -Skip 5 -First 5 -PageSize 5", 5)]
    public void First_requests_no_page_after_the_last_that_it_needs(string script, int images)
    {
        Assert.Equal(images, Run(script).Succeeded().Count);
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public void The_total_count_is_the_server_s()
    {
        var output =
            Run("$found = Get-OSImage -First 1 -IncludeTotalCount; $found[0]; $found[0].ToString()").Succeeded();
        Assert.Equal([(ulong)Count, $"Total count: {Count}"], output.Select(item => item.BaseObject));
    }

    [Fact]
    public void A_limit_is_one_page_and_says_that_there_is_more()
    {
        var result = Run("Get-OSImage -Limit 10");
        Assert.Equal(10, result.Succeeded().Count);
        Assert.Contains($"{Count - 10} more Images", Assert.Single(result.Warnings), StringComparison.Ordinal);
        Assert.Single(Server.Requests);
    }

    [Fact]
    public void A_token_in_a_variable_goes_on()
    {
        var output = Run("""
            Get-OSImage -Limit 100 -ContinueVariable next
            while ($next) { Get-OSImage -Limit 100 -Continue $next -ContinueVariable next }
            """);
        Assert.Equal(Count, output.Succeeded().Select(image => image.ToString()).Distinct().Count());
        Assert.Empty(output.Warnings);
    }

    [Fact]
    public void A_page_pipes_back_for_the_next_and_the_last_for_nothing()
    {
        var output = Run("""
            $page = Get-OSImage -Limit 100 -AsPage
            while ($page) { $page.Items; $page = $page | Get-OSImage }
            """).Succeeded();
        Assert.Equal(Count, output.Select(image => image.ToString()).Distinct().Count());
    }

    [Fact]
    public void Metadata_alone_is_asked_for_and_given()
    {
        var items = Run("Get-OSImage -MetadataOnly").Succeeded();
        Assert.Equal(Count, items.Count);
        Assert.All(
            items, item => Assert.Equal("OpenShiftImage.PartialObjectMetadata", item.BaseObject.GetType().FullName));
        Assert.Contains("as=PartialObjectMetadataList", Server.Requests[0].Accept, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-LabelSelector 'a=b,c'", "labelSelector=a%3Db%2Cc")]
    [InlineData("-FieldSelector metadata.name=x", "fieldSelector=metadata.name%3Dx")]
    [InlineData("-ResourceVersion 0", "resourceVersion=0")]
    [InlineData("-ResourceVersion 1 -ResourceVersionMatch NotOlderThan", "resourceVersionMatch=NotOlderThan")]
    [InlineData("-TimeoutSeconds 9", "timeoutSeconds=9")]
    [InlineData("-Limit 4", "limit=4")]
    public void Parameters_reach_the_query(string parameters, string query)
    {
        Run($"Get-OSImage {parameters}").Succeeded();
        Assert.Contains(query, Server.Requests[0].Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("@() | Get-OSImage")]
    [InlineData("$null | Where-Object { $_ } | Get-OSImage")]
    public void An_empty_pipeline_gets_nothing(string script)
    {
        Assert.Empty(Run(script).Succeeded());
        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("Get-OSImage -Limit 5 -First 2", "LimitWithPaging")]
    [InlineData("Get-OSImage -AsPage -Skip 2", "AsPageWithPaging")]
    [InlineData("Get-OSImage -First 2 -ContinueVariable x", "ContinueVariableWithPaging")]
    [InlineData("Get-OSImage x -IncludeTotalCount", "NameWithTotalCount")]
    [InlineData("Get-OSImage -Continue abc -ResourceVersion 5", "ContinueWithResourceVersion")]
    [InlineData("Get-OSImage x -LabelSelector a=b", "NameWithSelector")]
    public void Parameters_that_do_not_go_together_are_refused(string script, string id)
    {
        AssertError(Run(script).Error, id, ErrorCategory.InvalidArgument, null);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void A_token_of_another_list_is_refused_and_a_broken_one_is_an_error()
    {
        var result = Run(
            "Get-OSImage -Limit 5 -ContinueVariable next > $null; Get-OSImage -LabelSelector app=web -Continue $next");
        AssertError(result.Error, "ContinueWithOtherSelectors", ErrorCategory.InvalidArgument, null);
        Assert.Single(Server.Requests);
        AssertError(Run("Get-OSImage -Continue broken").Error, "BadRequest", ErrorCategory.InvalidData, null);
    }

    [Fact]
    public void First_and_Skip_count_over_all_names()
    {
        var names = Server.Store.Current.Images.Take(4).Select(image => image.Name).ToArray();
        Assert.Equal(
            names[1..3],
            Run("Get-OSImage $names -Skip 1 -First 2", ("names", names)).Succeeded().Select(image => image.ToString()));
        Assert.Equal(
            names[1..3],
            Run("$names | Get-OSImage -Skip 1 -First 2", ("names", names)).Succeeded()
                .Select(image => image.ToString()));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a%b")]
    public void A_name_that_cannot_be_one_is_refused_before_it_is_sent(string name)
    {
        AssertError(Run($"Get-OSImage '{name}'").Error, "InvalidName", ErrorCategory.InvalidArgument, name);
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void A_list_whose_version_is_forgotten_goes_on_with_a_warning_or_fails_when_it_must_be_consistent()
    {
        const string Start =
            "Get-OSImage -Limit 10 -ContinueVariable next > $null; New-OSImage -Name {0} -DockerImageReference a/b:c > $null; $next";
        string Token() =>
            (string)Run(
                string.Format(
                    System.Globalization.CultureInfo.InvariantCulture, Start, NewName())).Succeeded()[0].BaseObject;
        var token = Token();
        Server.Store.Compact();
        var result = Run($"Get-OSImage -Continue {token}");
        Assert.Equal(Count - 10, result.Succeeded().Count);
        Assert.Contains("forgotten", Assert.Single(result.Warnings), StringComparison.Ordinal);
        token = Token();
        Server.Store.Compact();
        AssertError(
            Run($"Get-OSImage -Continue {token} -Consistent").Error,
            "Expired",
            ErrorCategory.ResourceUnavailable,
            null);
        AssertError(
            Run($"Get-OSImage -AsJson -Continue {token} -Consistent").Error,
            "Expired",
            ErrorCategory.ResourceUnavailable,
            null);
        Assert.Contains(
            "forgotten",
            Assert.Single(Run($"Get-OSImage -AsJson -Continue {token}").Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_that_has_enough_ends_the_request_of_the_page_ahead()
    {
        using var arrived = new ManualResetEventSlim();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Intercept = async context =>
        {
            if (!context.Request.Query.ContainsKey("continue"))
            {
                return false;
            }

            arrived.Set();
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            gone.TrySetResult();
            return true;
        };
        const string Script =
            "do { Get-OSImage -PageSize 80 | ForEach-Object { $_.Name; $arrived.Wait(20000); break } } while ($false)";
        Assert.Equal([FirstName, true], Run(Script, ("arrived", arrived)).Succeeded().Select(item => item.BaseObject));
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.Equal(2, Server.Requests.Count);
    }

    [Fact]
    public async Task Stopping_ends_a_stalled_request()
    {
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Intercept = async context =>
        {
            stalled.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted)
                .ContinueWith(_ => gone.TrySetResult(), TaskScheduler.Default);
            return true;
        };
        using var shell = Shell.Create("Get-OSImage");
        var running = shell.BeginInvoke();
        await stalled.Task.WaitAsync(TimeSpan.FromSeconds(20));
        shell.Stop();
        Assert.True(running.IsCompleted);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Labels_and_parts_are_there_without_glue()
    {
        var name = Create(metadata: ",\"labels\":{\"app\":\"web\"}");
        Assert.Equal("web", Run($"(Get-OSImage {name}).Metadata.Labels.app").Succeeded()[0].BaseObject);
        Assert.Equal("DESC", Run("$a, $b = Get-OSImage -First 2; if ($a -lt $b) { 'DESC' }").Succeeded()[0].BaseObject);
    }

    [Fact]
    public void A_selector_may_be_typed_without_quotes_as_with_kubectl()
    {
        Run("Get-OSImage -LabelSelector app=web,tier=front -First 1").Succeeded();
        Assert.Contains("labelSelector=app%3Dweb%2Ctier%3Dfront", Server.Requests[^1].Target, StringComparison.Ordinal);
    }
}
