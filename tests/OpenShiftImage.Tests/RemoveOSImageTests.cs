using System.Management.Automation;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Tests;

public sealed class RemoveOSImageTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Theory]
    [InlineData("Remove-OSImage $names -Confirm:$false")]
    [InlineData("$names | Remove-OSImage -Confirm:$false")]
    [InlineData("Get-OSImage $names | Remove-OSImage -Confirm:$false")]
    [InlineData("Get-OSImage $names -MetadataOnly | Remove-OSImage -Confirm:$false")]
    [InlineData(
        "$names | ForEach-Object { [pscustomobject]@{ kind = 'Image'; metadata = [pscustomobject]@{ name = $_ } } } | Remove-OSImage -Confirm:$false")]
    public void Images_go_by_name_and_by_object(string script)
    {
        var names = new[] { Create(), Create() };
        Assert.Empty(Run(script, ("names", names)).Succeeded());
        Assert.All(names, name => Assert.Null(Server.Store.Current.Find(name)));
    }

    [Fact]
    public void A_selector_is_one_request()
    {
        var name = Create(metadata: ",\"labels\":{\"purge\":\"me\"}");
        var count = Server.Store.Current.Images.Count;
        var gone = Run("Remove-OSImage -LabelSelector purge=me -Confirm:$false -PassThru").Succeeded();
        Assert.Equal(name, Assert.Single(gone).ToString());
        Assert.Equal(
            "DELETE /apis/image.openshift.io/v1/images?labelSelector=purge%3Dme",
            $"{Assert.Single(Server.Requests).Method} {Server.Requests[0].Target}");
        Assert.Equal(count - 1, Server.Store.Current.Images.Count);
    }

    [Fact]
    public void A_field_selector_and_all_are_one_request_too()
    {
        var name = Create();
        Run($"Remove-OSImage -FieldSelector metadata.name={name} -Confirm:$false; Remove-OSImage -All -WhatIf").Succeeded();
        Assert.Equal(
            [
                $"/apis/image.openshift.io/v1/images?fieldSelector=metadata.name%3D{name}",
                "/apis/image.openshift.io/v1/images?dryRun=All",
            ],
            Server.Requests.Select(request => request.Target));
        Assert.Null(Server.Store.Current.Find(name));
    }

    [Fact]
    public void A_selector_can_be_a_hashtable_and_WhatIf_tells_how_many()
    {
        Create(metadata: ",\"labels\":{\"bulk\":\"yes\"}");
        Create(metadata: ",\"labels\":{\"bulk\":\"yes\"}");
        Run("Remove-OSImage -LabelSelector @{ bulk = 'yes' } -WhatIf").Succeeded();
        Assert.Contains("What if: 2 Images would be removed: test-", Shell.Host.Shown, StringComparison.Ordinal);
        Assert.Equal(2, Run("Get-OSImage -LabelSelector @{ bulk = 'yes' }").Succeeded().Count);
    }

    [Fact]
    public void Remove_refuses_a_page_as_a_name()
    {
        Assert.NotNull(Run("Get-OSImage -Limit 2 -AsPage | Remove-OSImage -Confirm:$false").Error);
        Assert.DoesNotContain(Server.Requests, request => request.Method == "DELETE");
    }

    [Fact]
    public void IfUnchanged_deletes_only_what_was_seen()
    {
        var name = Create();
        var error = Run(
            $"$image = Get-OSImage {name}; Update-OSImage {name} -Label @{{ a = 'b' }}; $image | Remove-OSImage -IfUnchanged -Confirm:$false").Error;
        AssertError(error, "Conflict", ErrorCategory.ResourceBusy, name);
        Run($"Get-OSImage {name} | Remove-OSImage -IfUnchanged -Confirm:$false").Succeeded();
        Assert.Null(Server.Store.Current.Find(name));
    }

    [Fact]
    public void Options_reach_the_server()
    {
        var name = Create();
        Run($"Remove-OSImage {name} -GracePeriodSeconds 5 -PropagationPolicy Foreground -Confirm:$false").Succeeded();
        Assert.EndsWith(
            "?gracePeriodSeconds=5&propagationPolicy=Foreground", Server.Requests[0].Target, StringComparison.Ordinal);
        Run($"Remove-OSImage {Create()} -OrphanDependents -Confirm:$false").Succeeded();
        Assert.EndsWith("?orphanDependents=true", Server.Requests[^1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dry_run_with_preconditions_says_so_in_the_body_too()
    {
        var name = Create();
        Run($"Get-OSImage {name} | Remove-OSImage -IfUnchanged -WhatIf").Succeeded();
        Assert.Equal("All", (string?)JsonNode.Parse(Server.Requests[^1].Body)!["dryRun"]![0]);
        Assert.NotNull(Server.Store.Current.Find(name));
    }

    [Fact]
    public void Both_policies_are_refused()
    {
        var error = Run("Remove-OSImage x -PropagationPolicy Orphan -OrphanDependents -Confirm:$false").Error;
        AssertError(error, "PropagationPolicyWithOrphanDependents", ErrorCategory.InvalidArgument, null);
        Assert.Empty(Server.Requests);
    }

    [Theory]
    [InlineData("@() | Remove-OSImage -Confirm:$false")]
    [InlineData("Get-OSImage -LabelSelector no=such | Remove-OSImage -Confirm:$false")]
    [InlineData("Remove-OSImage -All:$false -Confirm:$false")]
    [InlineData("Remove-OSImage -Name $null -Confirm:$false")]
    [InlineData("Remove-OSImage -LabelSelector '' -Confirm:$false")]
    [InlineData("Remove-OSImage -LabelSelector ' ' -Confirm:$false")]
    [InlineData("Remove-OSImage -FieldSelector ',' -Confirm:$false")]
    [InlineData("$i = Get-OSImage -First 1; $i.Metadata.Uid = $null; $i | Remove-OSImage -IfUnchanged -Confirm:$false")]
    [InlineData("$i = Get-OSImage -First 1; $i.Metadata.Name = $null; $i | Remove-OSImage -Confirm:$false")]
    [InlineData("[pscustomobject]@{ kind = 'Image'; metadata = $null } | Remove-OSImage -Confirm:$false")]
    public void Nothing_chosen_is_nothing_removed(string script)
    {
        var count = Server.Store.Current.Images.Count;
        Run(script);
        Assert.DoesNotContain(Server.Requests, request => request.Method == "DELETE");
        Assert.Equal(count, Server.Store.Current.Images.Count);
    }

    [Fact]
    public void The_warning_comes_once_a_session()
    {
        var names = new[] { Create(), Create() };
        var first = Run("Remove-OSImage $names[0] -Confirm:$false", ("names", names));
        Assert.Contains("oc adm prune images", Assert.Single(first.Warnings), StringComparison.Ordinal);
        Assert.Empty(Run("Remove-OSImage $names[1] -Confirm:$false").Warnings);
        using var another = NewShell();
        Assert.Single(another.Run("Remove-OSImage nosuch -Confirm:$false").Warnings);
    }

    [Fact]
    public void What_finalizers_hold_is_told()
    {
        var name = Create(metadata: ",\"finalizers\":[\"example.com/hold\"]");
        var result = Run($"Remove-OSImage {name} -Confirm:$false -PassThru");
        Assert.Equal(true, result.Succeeded()[0].Properties["IsPending"].Value);
        Assert.Contains(result.Warnings, warning => warning.Contains("example.com/hold", StringComparison.Ordinal));
    }
}
