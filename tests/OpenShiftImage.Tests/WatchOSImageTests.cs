using System.Management.Automation;

namespace OpenShiftImage.Tests;

public sealed class WatchOSImageTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Fact]
    public void Events_come_as_objects_after_a_version()
    {
        var from = Server.Store.Current.Revision;
        var name = Create();
        Run($"Update-OSImage {name} -Label @{{ a = 'b' }}; Remove-OSImage {name} -Confirm:$false");
        var events = Run($"Watch-OSImage -ResourceVersion {from} -Count 3").Succeeded();
        Assert.Equal(["Added", "Modified", "Deleted"], events.Select(item => item.Properties["Type"].Value.ToString()));
        Assert.All(events, item => Assert.Equal(name, item.Properties["Image"].Value.ToString()));
        Assert.All(events, item => Assert.NotNull(item.Properties["ResourceVersion"].Value));
        Assert.All(events, item => Assert.Equal("OpenShiftImage.ImageEvent", item.BaseObject.GetType().FullName));
    }

    [Fact]
    public void SendInitialEvents_returns_existing_Images_first()
    {
        var count = Server.Store.Current.Images.Count;
        Assert.Equal(
            count,
            Run($"Watch-OSImage -SendInitialEvents -Count {count}").Succeeded()
                .Select(item => item.Properties["Name"].Value)
                .Distinct()
                .Count());
        Assert.Contains(
            Server.Requests, request => request.Target.Contains("sendInitialEvents=true", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_and_selectors_choose()
    {
        var from = Server.Store.Current.Revision;
        var chosen = Create(metadata: ",\"labels\":{\"watch\":\"me\"}");
        var other = Create();
        Assert.Equal(
            other,
            Run($"Watch-OSImage {other} -ResourceVersion {from} -Count 1").Succeeded()[0].Properties["Name"].Value);
        Assert.Equal(
            chosen,
            Run($"Watch-OSImage -LabelSelector watch=me -ResourceVersion {from} -Count 1").Succeeded()[0].Properties["Name"].Value);
        Assert.Equal(
            other,
            Run($"Watch-OSImage -FieldSelector 'metadata.name={other}' -ResourceVersion {from} -Count 1").Succeeded()[0].Properties["Name"].Value);
    }

    [Fact]
    public void Several_names_are_one_watch_in_the_order_of_what_happens()
    {
        var (one, other, third) = (Create(), Create(), Create());
        var from = Server.Store.Current.Revision;
        Run($"$i = 0; foreach ($n in '{other}', '{third}', '{one}', '{other}') {{ $i++; Update-OSImage $n -Label @{{ a = \"$i\" }} }}").Succeeded();
        foreach (var script in new[] { $"Watch-OSImage {one}, {other} -ResourceVersion {from} -Count 3", $"'{one}', '{other}' | Watch-OSImage -ResourceVersion {from} -Count 3" })
        {
            Server.ClearRequests();
            Assert.Equal([other, one, other], Run(script).Succeeded().Select(item => item.Properties["Name"].Value));
            Assert.DoesNotContain("fieldSelector", Assert.Single(Server.Requests).Target, StringComparison.Ordinal);
        }

        Assert.Equal(
            [one, other],
            Run($"Get-OSImage {one}, {other} | Watch-OSImage -SendInitialEvents -Count 2").Succeeded()
                .Select(item => item.Properties["Name"].Value)
                .OrderBy(name => !one.Equals(name)));
        Assert.Equal(
            [other, one, other],
            Run($"Watch-OSImage {one}, {other} -UseWatchPath -ResourceVersion {from} -Count 3").Succeeded()
                .Select(item => item.Properties["Name"].Value));
        Assert.Contains("/watch/images?", Server.Requests[^1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pipeline_that_names_nothing_watches_nothing()
    {
        Assert.Empty(Run("@() | Watch-OSImage").Succeeded());
        Assert.Empty(Server.Requests);
    }

    [Fact]
    public void A_change_tells_what_it_changed_where_the_watch_knew_what_was_before()
    {
        var name = Create();
        var from = Server.Store.Current.Revision;
        Run($"Update-OSImage {name} -Label @{{ a = 'b' }}; Update-OSImage {name} -Patch @{{ dockerImageReference = 'quay.io/a/b:d'; metadata = @{{ annotations = @{{ a = 'b' }} }} }}").Succeeded();
        var events = Run($"Watch-OSImage {name} -ResourceVersion {from} -Count 2").Succeeded();
        Assert.Empty((System.Collections.IEnumerable)events[0].Properties["Changes"].Value);
        Assert.Equal(
            ["annotations", "dockerImageReference"], (IEnumerable<string>)events[1].Properties["Changes"].Value);
    }

    [Theory]
    [InlineData("Watch-OSImage b, 'sha256:*'", "WildcardInName")]
    [InlineData("Watch-OSImage 'sha256:*'", "WildcardInName")]
    [InlineData("Watch-OSImage a%b", "InvalidName")]
    public void A_name_that_can_match_nothing_is_refused(string script, string id) =>
        AssertError(Run(script).Error, id, ErrorCategory.InvalidArgument, null);

    [Fact]
    public async Task A_watch_ends_after_its_timeout()
    {
        var clock = Shell.StopClock();
        var end = Task.Run(async () =>
        {
            await UntilWatchedAsync();
            // The server gets a while to end it by itself.
            clock.Advance(TimeSpan.FromMinutes(61));
        });
        Assert.Empty(Run("Watch-OSImage -TimeoutSeconds 3600").Succeeded());
        await end;
    }

    [Fact]
    public void NoReconnect_sends_a_single_request()
    {
        EndWatches();
        Assert.Empty(
            Run($"Watch-OSImage -NoReconnect -TimeoutSeconds 1 -ResourceVersion {Server.Store.Current.Revision}").Succeeded());
        Assert.Single(Server.Requests);
        Assert.Contains("timeoutSeconds=1", Server.Requests[0].Target, StringComparison.Ordinal);
    }

    [Fact]
    public void Bookmarks_come_when_asked()
    {
        var count = Server.Store.Current.Images.Count;
        var events = Run($"Watch-OSImage -SendInitialEvents -IncludeBookmark -Count {count + 1}").Succeeded();
        Assert.Equal("Bookmark", events[^1].Properties["Type"].Value.ToString());
    }

    [Fact]
    public void A_version_that_is_forgotten_is_an_error_not_silence()
    {
        Server.Store.Compact();
        AssertError(
            Run("Watch-OSImage -ResourceVersion 1 -Count 1").Error, "Expired", ErrorCategory.ResourceUnavailable, null);
    }

    [Fact]
    public async Task It_can_be_stopped_while_nothing_happens_and_events_come_as_they_happen()
    {
        var from = Server.Store.Current.Revision;
        using var shell = Shell.Create($"Watch-OSImage -ResourceVersion {from}");
        using var output = new PSDataCollection<PSObject>();
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        output.DataAdded += (_, _) => first.TrySetResult();
        var running = shell.BeginInvoke<PSObject, PSObject>(null, output);
        using (var other = NewShell())
        {
            other.Run($"New-OSImage -Name {NewName()} -DockerImageReference a/b:c").Succeeded();
        }

        await first.Task.WaitAsync(TimeSpan.FromSeconds(20));
        shell.Stop();
        Assert.True(running.IsCompleted);
        Assert.Equal(PSInvocationState.Stopped, shell.InvocationStateInfo.State);
        Assert.Single(output);
    }
}
