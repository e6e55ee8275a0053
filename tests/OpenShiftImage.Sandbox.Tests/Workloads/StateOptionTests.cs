using System.CommandLine;

namespace OpenShiftImage.Sandbox.Tests.Workloads;

public sealed class StateOptionTests
{
    [Fact]
    public void Options_of_the_state_are_read()
    {
        var (options, exitCode) = Parse(
            "--state", "/a", "--without", "apps.openshift.io", "-Without", "build.openshift.io",
            "--forbid", "pods", "--forbid", "Job", "--pods", "7", "--streams", "3", "--layers", "9");
        Assert.Equal(0, exitCode);
        Assert.Equal(("/a", 7, 3, 9), (options!.StateFolder, options.Pods, options.Streams, options.Layers));
        Assert.Equal(["apps.openshift.io", "build.openshift.io"], options.WithoutGroups);
        Assert.Equal(["pods", "Job"], options.ForbiddenResources);
    }

    [Fact]
    public void Without_options_nothing_is_taken_away()
    {
        var (options, _) = Parse();
        Assert.Equal((null, null, null, null), (options!.StateFolder, options.Pods, options.Streams, options.Layers));
        Assert.Empty(options.WithoutGroups);
        Assert.Empty(options.ForbiddenResources);
    }

    [Theory]
    [InlineData("--without", "image.openshift.io")]
    [InlineData("--without", "nosuch")]
    [InlineData("--forbid", "nosuch")]
    [InlineData("--pods", "-1")]
    [InlineData("--streams", "many")]
    public void Wrong_value_is_refused(string name, string value) => Assert.Equal((null, 2), Parse(name, value));

    [Fact]
    public async Task Group_that_must_be_there_cannot_be_taken_away()
    {
        var options = new SandboxOptions { WithoutGroups = ["image.openshift.io"] };
        await Assert.ThrowsAsync<ArgumentException>(() => SandboxServer.StartAsync(options));
    }

    private static (SandboxOptions? Options, int ExitCode) Parse(params string[] arguments)
    {
        var command = new RootCommand();
        var commandLine = new SandboxCommandLine(command);
        var (result, exitCode) = SandboxCommandLine.Parse(command, arguments);
        return (result is null ? null : commandLine.Read(result), exitCode);
    }
}
