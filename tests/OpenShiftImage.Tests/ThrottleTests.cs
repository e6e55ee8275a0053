using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>Several Images at a time: same output, same order, same errors.</summary>
public sealed class ThrottleTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Fact]
    public void The_output_keeps_the_order_of_the_input_whoever_is_first_done()
    {
        var names = Enumerable.Range(0, 12).Select(i => Create($"throttle-{i:00}-{Guid.NewGuid():N}")).ToArray();
        var answered = names.Select(_ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously))
            .ToArray();
        var most = 0;
        var now = 0;
        Server.Intercept = async context =>
        {
            lock (names)
            {
                most = Math.Max(most, ++now);
            }

            // Of each four the last is answered first.
            var at = Array.FindIndex(
                names, name => context.Request.Path.Value!.EndsWith(name, StringComparison.Ordinal));
            if (at % 4 != 3)
            {
                await answered[at + 1].Task.WaitAsync(TimeSpan.FromSeconds(20));
            }

            lock (names)
            {
                now--;
            }

            context.Response.OnCompleted(() =>
            {
                answered[at].TrySetResult();
                return Task.CompletedTask;
            });
            return false;
        };
        var result =
            Run("$names | Update-OSImage -Label @{ a = 'b' } -PassThru -ThrottleLimit 4", ("names", names)).Succeeded();
        Assert.Equal(names, result.Select(item => item.ToString()));
        Assert.Equal(4, most);
    }

    [Fact]
    public void Each_failure_is_reported_on_its_own_object()
    {
        var (first, last) = (Create(), Create());
        var result = Run(
            $"Update-OSImage '{first}','no-such-image','{last}' -Label @{{ a = 'b' }} -PassThru -ThrottleLimit 3");
        Assert.Equal([first, last], result.Output.Select(item => item.ToString()));
        AssertError(result.Error, "NotFound", ErrorCategory.ObjectNotFound, "no-such-image");
    }

    [Fact]
    public void A_consumer_that_has_enough_ends_the_updates()
    {
        var names = Enumerable.Range(0, 6).Select(_ => Create()).ToArray();
        var result = Run(
            "$names | Update-OSImage -Label @{ a = 'b' } -PassThru -ThrottleLimit 2 | & { process { $_; break } }",
            ("names", names));
        Assert.Equal(names[0], result.Output[0].ToString());
    }

    [Fact]
    public void Set_sends_an_object_as_it_was_when_it_came_in()
    {
        var names = Enumerable.Range(0, 3).Select(_ => Create()).ToArray();
        var result = Run(
            "Get-OSImage $names | ForEach-Object { $_.DockerImageReference = 'quay.io/a/b:sent'; $_; $_.DockerImageReference = 'quay.io/a/b:later' } | Set-OSImage -ThrottleLimit 3 -PassThru",
            ("names", names)).Succeeded();
        Assert.Equal(3, result.Count);
        Assert.All(result, item => Assert.Equal("quay.io/a/b:sent", item.Properties["DockerImageReference"].Value));
    }

    [Fact]
    public void Under_WhatIf_nothing_changes()
    {
        var names = Enumerable.Range(0, 5).Select(_ => Create()).ToArray();
        Run("$names | Remove-OSImage -WhatIf -ThrottleLimit 5", ("names", names)).Succeeded();
        Assert.Equal(5, Run("Get-OSImage $names", ("names", names)).Succeeded().Count);
        Assert.All(
            Server.Requests.Where(request => request.Method == "DELETE"),
            request => Assert.Contains("dryRun=All", request.Target, StringComparison.Ordinal));
    }
}
