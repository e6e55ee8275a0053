using OpenShiftImage.Configuration;

namespace OpenShiftImage.Client.Tests;

/// <summary>Which proxy the environment chooses, where the table with kubectl cannot go: to other networks.</summary>
[Collection("Bounds")]
public sealed class EnvironmentProxyTests
{
    [Theory]
    [InlineData("https://10.1.2.3:6443", "10.0.0.0/8", false)]
    [InlineData("https://10.1.2.3:6443", "10.9.9.9/8", false)]
    [InlineData("https://10.1.2.3:6443", "10.2.0.0/16", true)]
    [InlineData("https://10.1.2.3:6443", "10.1.2.3", false)]
    [InlineData("https://10.1.2.3:6443", "10.1.2.3:6443", false)]
    [InlineData("https://10.1.2.3:6443", "10.1.2.3:443", true)]
    [InlineData("https://10.1.2.3:6443", "10.0.0.0/8:6443", true)]
    [InlineData("https://api.example.com", ".example.com:443", false)]
    [InlineData("https://api.example.com:6443", ".example.com:443", true)]
    [InlineData("https://[fd00::1]:6443", "fd00::/8", false)]
    [InlineData("https://[fd00::1]:6443", "[fd00::1]:6443", false)]
    [InlineData("https://[fd00::1]:6443", "[fd00::1]:443", true)]
    [InlineData("https://[fd00::1]:6443", "[fd00::1]", false)]
    [InlineData("https://[fd00::1]:6443", "10.0.0.0/8", true)]
    [InlineData("https://10.1.2.3:6443", "::/0", true)]
    [InlineData("https://api.example.com", "api.example.com:443", false)]
    [InlineData("https://api.example.com", "x, .example.com", false)]
    [InlineData("https://api.example.com", "ample.com", true)]
    [InlineData("https://example.com", "*.example.com", true)]
    [InlineData("https://api.example.com", "*.example.com", false)]
    [InlineData("https://api.example.com", "*", false)]
    [InlineData("https://api.example.com", "", true)]
    [InlineData("https://localhost:6443", "", false)]
    [InlineData("https://LOCALHOST", "", false)]
    [InlineData("https://127.8.8.8", "", false)]
    [InlineData("https://[::1]:1", "", false)]
    public void NO_PROXY_is_read_as_kubectl_reads_it(string address, string noProxy, bool expected)
    {
        var proxy = new EnvironmentProxy(
            name => name switch { "HTTPS_PROXY" => "http://proxy:3128", "NO_PROXY" => noProxy, _ => null });
        Assert.Equal(expected, proxy.GetProxy(new Uri(address)) is not null);
        Assert.Equal(!expected, proxy.IsBypassed(new Uri(address)));
    }

    [Fact]
    public void A_socks_proxy_that_resolves_names_is_the_socks_proxy_of_the_platform()
    {
        var proxy = new EnvironmentProxy(name => name == "HTTPS_PROXY" ? "socks5h://proxy:1080" : null);
        Assert.Equal(new Uri("socks5://proxy:1080/"), proxy.GetProxy(new Uri("https://api.example.com")));
    }

    [Fact]
    public void A_proxy_that_is_none_is_named_by_its_variable()
    {
        var proxy = new EnvironmentProxy(name => name == "HTTPS_PROXY" ? "ftp://proxy:1" : null);
        var error = Assert.Throws<ConfigurationException>(() => proxy.GetProxy(new Uri("https://api.example.com")));
        Assert.Contains("HTTPS_PROXY is 'ftp://proxy:1'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_is_no_part_of_the_address()
    {
        var proxy = new EnvironmentProxy(name => name == "HTTPS_PROXY" ? "http://user:p%40ss@proxy:3128/path" : null);
        Assert.Equal(new Uri("http://proxy:3128/"), proxy.GetProxy(new Uri("https://api.example.com")));
        var credential = proxy.Credentials!.GetCredential(new Uri("http://proxy:3128/"), "Basic");
        Assert.Equal(("user", "p@ss"), (credential!.UserName, credential.Password));
        Assert.Null(proxy.Credentials.GetCredential(new Uri("http://other:3128/"), "Basic"));
    }

    [Fact]
    public async Task A_proxy_that_is_none_keeps_the_request_at_home()
    {
        var before = Environment.GetEnvironmentVariable("HTTP_PROXY");
        Environment.SetEnvironmentVariable("HTTP_PROXY", "gopher://proxy.invalid:1");
        try
        {
            // An address of this machine that is not loopback.
            var address = System.Net.NetworkInformation.NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(item => item.GetIPProperties().UnicastAddresses)
                .Select(item => item.Address)
                .FirstOrDefault(
                    item => item.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork
                        && !System.Net.IPAddress.IsLoopback(item))
                ?? System.Net.IPAddress.Parse("192.0.2.1");
            using var connection = new ClusterConnection(
                new ClusterConfiguration
                {
                    Server = new Uri($"http://{address}:1"),
                    RetryTimeout = TimeSpan.Zero,
                    Credential = new TokenCredential("t"),
                });
            var observer = new RecordingObserver();
            var error =
                await Assert.ThrowsAsync<ConfigurationException>(() => connection.CreateApi(observer).GetAsync("x"));
            Assert.Equal(ConfigurationException.InvalidProxy, error.ErrorId);
            Assert.Empty(observer.Requests);
        }
        finally
        {
            Environment.SetEnvironmentVariable("HTTP_PROXY", before);
        }
    }

    [Fact]
    public async Task The_settings_of_the_system_do_not_count()
    {
        var asked = 0;
        await using var proxy = new StandInServer((_, _) =>
        {
            Interlocked.Increment(ref asked);
            return Task.CompletedTask;
        });
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new System.Net.WebProxy($"http://{proxy.Address}");
        try
        {
            using var connection = new ClusterConnection(
                new ClusterConfiguration { Server = new Uri("https://api.invalid"), RetryTimeout = TimeSpan.Zero });
            var error = await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi().GetAsync("x"));
            Assert.Equal(TransportException.HostNotFound, error.ErrorId);
            Assert.Equal(0, asked);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Theory]
    [InlineData("ftp://user:secret@proxy:1")]
    [InlineData("http://user:sec/ret@pro xy:1")]
    [InlineData("://user:secret@x")]
    public void A_proxy_that_is_none_is_refused_without_its_password(string value)
    {
        var proxy = new EnvironmentProxy(name => name == "HTTPS_PROXY" ? value : null);
        var error = Assert.Throws<ConfigurationException>(() => proxy.GetProxy(new Uri("https://api.example.com")));
        Assert.Equal(ConfigurationException.InvalidProxy, error.ErrorId);
        Assert.DoesNotContain("sec", error.ToString(), StringComparison.Ordinal);
    }
}
