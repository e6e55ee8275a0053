using OpenShiftImage.Configuration;

namespace OpenShiftImage.Client.Tests;

/// <summary>What a configuration says of itself.</summary>
public sealed class ClusterConfigurationTests
{
    [Theory]
    [InlineData(null, "https://api.example.com/")]
    [InlineData("prod", "prod (https://api.example.com/)")]
    [InlineData("a\u001b[31m", @"a\x1b[31m (https://api.example.com/)")]
    public void It_is_shown_by_its_context_and_its_server(string? context, string expected)
    {
        var configuration = new ClusterConfiguration { Server = new Uri("https://api.example.com"), Context = context };
        Assert.Equal(expected, configuration.ToString());
    }
}
