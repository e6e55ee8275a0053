using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>What takes longer than a second tells how far it has come; what does not, nothing.</summary>
public sealed class ProgressTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Fact]
    public void A_long_list_tells_its_percentage_and_takes_it_away()
    {
        LetPass(TimeSpan.FromMilliseconds(300));
        var records = Run("$null = Get-OSImage -PageSize 50").Progress;
        Assert.Contains(
            records,
            record => record.PercentComplete is > 0 and < 100
                && record.StatusDescription.Contains(" of ", StringComparison.Ordinal));
        Assert.All(records, record => Assert.Equal("Get-OSImage", record.Activity));
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
        Assert.Single(records.Select(record => record.ActivityId).Distinct());
    }

    [Theory]
    [InlineData("Get-OSImage -PageSize 50 | Select-Object -First 130")]
    [InlineData("Get-OSImageUsage | Select-Object -First 1")]
    [InlineData("try { Get-OSImage -PageSize 50 | ForEach-Object { if (++$n -eq 130) { throw 'enough' } } } catch { }")]
    public void A_consumer_that_has_enough_leaves_no_progress_behind(string script)
    {
        LetPass(TimeSpan.FromMilliseconds(700));
        var records = Run("$null = " + script).Progress;
        Assert.NotEmpty(records);
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
    }

    [Fact]
    public void A_list_with_a_selector_has_no_percentage()
    {
        LetPass(TimeSpan.FromMilliseconds(700));
        // Once the last page has come everybody does.
        var records =
            Run("$null = Get-OSImage -LabelSelector app -PageSize 50").Progress.Where(
                record => record.RecordType == ProgressRecordType.Processing).ToList();
        Assert.Contains(records, record => record.PercentComplete == -1);
        Assert.DoesNotContain(records, record => record.PercentComplete is >= 0 and < 100);
    }

    [Theory]
    [InlineData("Get-OSImage -PageSize 100", 300)]
    [InlineData(
        "$ProgressPreference = 'SilentlyContinue'; try { Get-OSImage -PageSize 100 } finally { $ProgressPreference = 'Continue' }",
        500)]
    public void A_quick_or_silenced_command_writes_no_progress(string script, int milliseconds)
    {
        LetPass(TimeSpan.FromMilliseconds(milliseconds));
        Assert.Empty(Run(script).Progress);
    }

    [Fact]
    public async Task Wait_progress_shows_the_seconds_that_remain()
    {
        var clock = Shell.StopClock();
        using var shell = Shell.Create("Wait-OSImage no-such -TimeoutSeconds 3");
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        shell.Streams.Progress.DataAdded += (_, _) => shown.TrySetResult();
        var run = shell.InvokeAsync();
        await UntilWatchedAsync();
        clock.Advance(TimeSpan.FromSeconds(1.5));
        await shown.Task.WaitAsync(TimeSpan.FromSeconds(30));
        clock.Advance(TimeSpan.FromSeconds(2));
        await run;
        var records = shell.Streams.Progress;
        Assert.Equal((1, 66), (records[0].SecondsRemaining, records[0].PercentComplete));
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
    }

    /// <summary>Has each request take some time, by a clock that stands still otherwise.</summary>
    private void LetPass(TimeSpan time)
    {
        var clock = Shell.StopClock();
        Server.Intercept = _ =>
        {
            clock.Advance(time);
            return Task.FromResult(false);
        };
    }
}
