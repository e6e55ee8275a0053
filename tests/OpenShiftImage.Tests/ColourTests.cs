namespace OpenShiftImage.Tests;

/// <summary>Where there are colours: what says so, $PSStyle and NO_COLOR, is the process's.</summary>
public sealed class ColourTests(SandboxFixture fixture) : EnvironmentTest(fixture)
{
    [Fact]
    public void Events_are_coloured_only_where_colours_are_wanted()
    {
        const string Script = "Watch-OSImage -SendInitialEvents -Count 1 | Out-Default";
        Shell.Host.HasColours = true;
        Run(Script).Succeeded();
        Assert.Contains("\u001b[32mAdded", Shell.Host.Shown, StringComparison.Ordinal);

        using var plain = new ModuleShell();
        plain.Host.HasColours = true;
        plain.Run(
            "$old = $PSStyle.OutputRendering; $PSStyle.OutputRendering = 'PlainText'; try { "
                + Script
                + " } finally { $PSStyle.OutputRendering = $old }").Succeeded();
        Assert.DoesNotContain('\u001b', plain.Host.Shown);

        Environment.SetEnvironmentVariable("NO_COLOR", "1");
        try
        {
            Assert.Equal(
                "Added",
                Run("(Watch-OSImage -SendInitialEvents -Count 1)[0].TableText.Type").Succeeded().Single().BaseObject);
        }
        finally
        {
            Environment.SetEnvironmentVariable("NO_COLOR", null);
        }
    }

    [Fact]
    public void What_failed_a_test_is_coloured_only_where_colours_are_wanted()
    {
        const string Script =
            "(Get-OSImage -First 1 | Test-OSImage -Policy @{ Rules = @{ No = { $false }; Yes = { $true } } }).TableText.Passed";
        Assert.Equal(["\u001b[31mFalse\u001b[0m", "True"], Run(Script).Succeeded().Select(item => item.ToString()));
        Environment.SetEnvironmentVariable("NO_COLOR", "1");
        try
        {
            Assert.Equal(["False", "True"], Run(Script).Succeeded().Select(item => item.ToString()));
        }
        finally
        {
            Environment.SetEnvironmentVariable("NO_COLOR", null);
        }
    }
}
