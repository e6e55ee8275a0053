using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Client.Tests;

/// <summary>What is taken for a token.</summary>
public sealed class TokenCredentialTests
{
    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a\u00e9")]
    public void What_no_header_can_carry_is_refused(string token)
    {
        var error = Assert.Throws<ConfigurationException>(() => new TokenCredential(token));
        Assert.Equal(ConfigurationException.CredentialFailed, error.ErrorId);
        Assert.Contains("empty or has characters", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task White_space_around_a_token_is_not_sent()
    {
        var header = await new TokenCredential(" !a~\n").GetAuthorizationAsync(false, CancellationToken.None);
        Assert.Equal("Bearer !a~", header!.ToString());
    }

    [Fact]
    public void A_token_is_not_shown() => Assert.Equal("bearer token", new TokenCredential("secret").ToString());
}
