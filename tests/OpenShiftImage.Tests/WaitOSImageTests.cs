using System.Management.Automation;

namespace OpenShiftImage.Tests;

public sealed class WaitOSImageTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Fact]
    public void Wait_returns_an_existing_Image_at_once()
    {
        var name = Create();
        var result = Run($"Wait-OSImage {name}").Succeeded();
        Assert.Equal(name, result.Single().Properties["Name"].Value);
    }

    [Fact]
    public async Task Wait_returns_an_Image_that_is_created_later()
    {
        var name = NewName();
        var creation = OnceWatchedAsync($"New-OSImage -Name {name} -DockerImageReference a/b:c");
        Assert.Equal(name, Run($"Wait-OSImage {name} -For Exists").Succeeded().Single().ToString());
        await creation;
    }

    [Fact]
    public async Task A_script_is_asked_with_every_change()
    {
        var name = Create();
        var change = OnceWatchedAsync(
            $"Update-OSImage {name} -Label @{{ step = '1' }}; Update-OSImage {name} -Label @{{ step = '2' }}");
        var result =
            Run($"$wanted = '2'; Wait-OSImage {name} -For {{ $_.Labels.step -eq $wanted }} | ForEach-Object {{ $_.Labels.step }}").Succeeded();
        Assert.Equal("2", result.Single().ToString());
        await change;
    }

    [Fact]
    public async Task The_end_of_an_Image_is_waited_for_and_the_last_of_it_given()
    {
        var name = Create();
        var deletion = OnceWatchedAsync($"Remove-OSImage {name} -Confirm:$false");
        Assert.Equal(name, Run($"Wait-OSImage {name} -For Deleted").Succeeded().Single().ToString());
        await deletion;
        Assert.Empty(Run($"Wait-OSImage {name} -For Deleted").Succeeded());
    }

    [Theory]
    [InlineData("Exists", "it is not there")]
    [InlineData("{ $_.Labels.never }", "it is there, in version ")]
    public async Task A_wait_that_ends_says_what_was_seen_last(string condition, string seen)
    {
        var name = condition == "Exists" ? NewName() : Create();
        var end = OnceWatchedPassAsync(TimeSpan.FromSeconds(1));
        var error = Run($"Wait-OSImage {name} -For {condition} -TimeoutSeconds 1").Error;
        AssertError(error, "WaitTimeout", ErrorCategory.OperationTimeout, name);
        Assert.Contains(seen, error.ToString(), StringComparison.Ordinal);
        Assert.Contains("Waited 1 second until", error.ToString(), StringComparison.Ordinal);
        await end;
    }

    [Fact]
    public void A_state_that_is_none_is_refused() =>
        Assert.Contains(
            "Exists, Deleted, or a script", Run("Wait-OSImage x -For Gone").Error.ToString(), StringComparison.Ordinal);

    /// <summary>Runs a script elsewhere as soon as someone watches.</summary>
    private Task OnceWatchedAsync(string script) => Task.Run(async () =>
    {
        await UntilWatchedAsync();
        using var shell = NewShell();
        shell.Run(script).Succeeded();
    });

    /// <summary>Stops the clock, and moves it on as soon as someone watches.</summary>
    private Task OnceWatchedPassAsync(TimeSpan time)
    {
        var clock = Shell.StopClock();
        return Task.Run(async () =>
        {
            await UntilWatchedAsync();
            clock.Advance(time);
        });
    }

    [Fact]
    public async Task Wait_checks_each_name_once_even_after_its_timeout()
    {
        var name = Create();
        var end = OnceWatchedPassAsync(TimeSpan.FromSeconds(1));
        var result = Run($"Wait-OSImage no-such-a,{name},no-such-b -TimeoutSeconds 1");
        Assert.Equal(name, result.Output.Single().ToString());
        Assert.Equal(["no-such-a", "no-such-b"], result.Errors.Select(error => error.TargetObject));
        Assert.All(
            result.Errors, error => Assert.Contains("it is not there", error.ToString(), StringComparison.Ordinal));
        await end;
    }
}
