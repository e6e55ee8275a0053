using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>What takes longer than a second tells how far it has come; what does not, nothing.</summary>
public sealed class ProgressTests(SandboxFixture fixture) : ModuleTest(fixture)
{
    [Fact]
    public void A_long_list_tells_its_percentage_and_takes_it_away()
    {
        Delay(300);
        var records = Run("$null = Get-OSImage -PageSize 50").Progress;
        Assert.Contains(records, record => record.PercentComplete is > 0 and < 100 && record.StatusDescription.Contains(" of ", StringComparison.Ordinal));
        Assert.All(records, record => Assert.Equal("Get-OSImage", record.Activity));
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
        Assert.Single(records.Select(record => record.ActivityId).Distinct());
    }

    [Fact]
    public void A_list_with_a_selector_has_no_percentage()
    {
        Delay(700);
        // Once the last page has come everybody does.
        var records = Run("$null = Get-OSImage -LabelSelector app -PageSize 50").Progress.Where(record => record.RecordType == ProgressRecordType.Processing).ToList();
        Assert.Contains(records, record => record.PercentComplete == -1);
        Assert.DoesNotContain(records, record => record.PercentComplete is >= 0 and < 100);
    }

    [Theory]
    [InlineData("Get-OSImage")]
    [InlineData("$ProgressPreference = 'SilentlyContinue'; try { Get-OSImage -PageSize 100 } finally { $ProgressPreference = 'Continue' }", 500)]
    public void A_quick_or_silenced_command_writes_no_progress(string script, int delay = 0)
    {
        Delay(delay);
        Assert.Empty(Run(script).Progress);
    }

    [Fact]
    public void Wait_progress_shows_the_seconds_that_remain()
    {
        var records = Run("Wait-OSImage no-such -TimeoutSeconds 3").Progress;
        Assert.Contains(records, record => record.SecondsRemaining is > 0 and <= 3 && record.PercentComplete > 0);
        Assert.Equal(ProgressRecordType.Completed, records[^1].RecordType);
    }

    private void Delay(int milliseconds) => Server.Intercept = async _ =>
    {
        await Task.Delay(milliseconds);
        return false;
    };
}
