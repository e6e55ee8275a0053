using OpenShiftImage.Client.Tests;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Credentials;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>When a token file is read again, and what counts while there is nothing in it.</summary>
[Collection("Environment")]
public sealed class TokenFileTests : TemporaryFolder
{
    private readonly InstantTime _time = new(longestPause: TimeSpan.Zero);

    [Fact]
    public async Task A_file_is_read_again_a_minute_after_it_was_read_last()
    {
        Write("token", "one");
        var credential = Create();
        Assert.Equal("Bearer one", await HeaderAsync(credential));
        _time.Advance(TimeSpan.FromSeconds(60));
        // It is the same, but was looked at: the next minute begins.
        Assert.Equal("Bearer one", await HeaderAsync(credential));
        Write("token", "two");
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("Bearer one", await HeaderAsync(credential));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("Bearer two", await HeaderAsync(credential));
    }

    [Fact]
    public async Task What_was_refused_is_sent_again_when_the_file_says_so_after_all()
    {
        Write("token", "one");
        var credential = Create();
        Assert.Equal("Bearer one", await HeaderAsync(credential, renew: true));
        Assert.Null(await HeaderAsync(credential, renew: true));
        Assert.Equal("Bearer one", await HeaderAsync(credential));
        Write("token", "two");
        Assert.Equal("Bearer two", await HeaderAsync(credential, renew: true));
        Write("token", "one");
        Assert.Equal("Bearer one", await HeaderAsync(credential, renew: true));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task While_the_file_has_no_token_that_of_the_kubeconfig_counts(string? text)
    {
        if (text is not null)
        {
            Write("token", text);
        }

        Assert.Equal("Bearer inline", await HeaderAsync(Create("inline")));
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(Create()));
        Assert.Equal(ConfigurationException.CredentialFailed, error.ErrorId);
        Write("token", "of-the-file");
        Assert.Equal("Bearer of-the-file", await HeaderAsync(Create("inline")));
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_told_by_its_path()
    {
        var path = Path.Combine(Folder, "token");
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(Create()));
        Assert.Equal(path, error.Target);
        Assert.Contains($"The token file '{path}' cannot be read", error.Message, StringComparison.Ordinal);
        Assert.Equal($"token file {path}", Create().ToString());
        // Nor does a failure leave anything behind.
        var credential = Create();
        await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(credential));
        Write("token", "later");
        Assert.Equal("Bearer later", await HeaderAsync(credential).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private TokenFileCredential Create(string? fallback = null) =>
        new(Path.Combine(Folder, "token"), fallback, _time);
}
