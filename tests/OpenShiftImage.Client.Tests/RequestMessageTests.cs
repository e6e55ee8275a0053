using System.Net;
using OpenShiftImage.Configuration;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>What a request has before the handlers add to it, and the HTTP that it is sent by.</summary>
public sealed class RequestMessageTests
{
    [Fact]
    public void It_says_who_asks_and_what_will_do_as_an_answer()
    {
        using var message = Create(Configuration(), new ApiRequest(HttpMethod.Get, "/x") { Accept = "a/b;q=1" });
        Assert.Matches(@"^OpenShiftImage/\d+\.\d+\.\d+$", message.Headers.UserAgent.ToString());
        Assert.Equal("a/b;q=1", message.Headers.Accept.ToString());
        Assert.Null(message.Content);
        Assert.Null(message.Headers.Host);
    }

    [Fact]
    public async Task A_body_goes_with_its_type()
    {
        using var message = Create(Configuration(), new ApiRequest(HttpMethod.Put, "/x") { Body = "{}"u8.ToArray() });
        Assert.Equal("application/json", message.Content!.Headers.ContentType!.ToString());
        Assert.Equal("{}", await message.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("https://api.example.com", null, "gzip")]
    [InlineData("https://api.example.com", false, "gzip")]
    [InlineData("https://api.example.com", true, "")]
    [InlineData("https://127.0.0.1", null, "")]
    [InlineData("https://127.0.0.1", false, "gzip")]
    [InlineData("https://127.0.0.1", true, "")]
    public void Bytes_are_packed_but_from_this_machine_or_where_it_is_chosen(
        string server, bool? disable, string encoding)
    {
        using var message = Create(Configuration(server) with { DisableCompression = disable });
        Assert.Equal(encoding, message.Headers.AcceptEncoding.ToString());
    }

    [Theory]
    [InlineData("https://api.example.com/", "/x/..%2Fa?b=c", "https://api.example.com/x/..%2Fa?b=c")]
    [InlineData("https://api.example.com/below/", "/x/..", "https://api.example.com/below/x/..")]
    [InlineData("https://api.example.com/below?q", "/x", "https://api.example.com/below/x")]
    public void A_path_is_below_the_server_s_and_stays_as_it_was_written(string server, string path, string expected)
    {
        using var message = Create(Configuration(server), new ApiRequest(HttpMethod.Get, path));
        Assert.Equal(expected, message.RequestUri!.OriginalString);
        Assert.EndsWith(path, message.RequestUri.PathAndQuery, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://api.example.com", null, 0, false, false)]
    [InlineData("https://api.example.com", "other", 0, false, true)]
    [InlineData("https://api.example.com", "other", 0, true, false)]
    [InlineData("http://api.example.com", "other", 0, false, false)]
    [InlineData("https://api.example.com", null, 1, false, false)]
    [InlineData("https://api.example.com", null, 2, false, true)]
    [InlineData("https://api.example.com", null, 2, true, true)]
    public void Heads_that_are_written_anew_go_by_HTTP_1(
        string server, string? tlsName, int groups, bool trustsMachineToo, bool isOld)
    {
        var configuration = Configuration(server) with
        {
            TlsServerName = tlsName,
            ImpersonateUser = "u",
            ImpersonateGroups = [.. Enumerable.Repeat("g", groups)],
        };
        var expected = isOld
            ? (HttpVersion.Version11, HttpVersionPolicy.RequestVersionExact)
            : (HttpVersion.Version20, HttpVersionPolicy.RequestVersionOrLower);
        var impersonation = ImpersonationHeaders.Create(configuration);
        Assert.Equal(expected, SocketsHandlerFactory.GetVersion(configuration, impersonation, trustsMachineToo));
        using var handler = SocketsHandlerFactory.Create(configuration, null, impersonation, trustsMachineToo);
        Assert.Equal(isOld, handler.PlaintextStreamFilter is not null);
        if (!trustsMachineToo)
        {
            using var message = Create(configuration);
            Assert.Equal(expected, (message.Version, message.VersionPolicy));
            Assert.Equal(server.StartsWith("https", StringComparison.Ordinal) ? tlsName : null, message.Headers.Host);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_login_s_requests_have_no_time_of_the_platform_s_and_the_version_of_the_cluster_s(
        bool trustsMachineToo)
    {
        var configuration = Configuration() with { TlsServerName = "other" };
        using var client = HttpClientFactory.Create(configuration, trustsMachineToo);
        Assert.Equal((configuration.Server, Timeout.InfiniteTimeSpan), (client.BaseAddress, client.Timeout));
        Assert.Equal(
            SocketsHandlerFactory.GetVersion(configuration, trustMachineToo: trustsMachineToo),
            (client.DefaultRequestVersion, client.DefaultVersionPolicy));
    }

    [Fact]
    public void What_the_platform_would_do_by_itself_is_turned_off()
    {
        using var handler = SocketsHandlerFactory.Create(
            Configuration() with { ConnectTimeout = TimeSpan.FromSeconds(7) });
        Assert.Equal((false, false), (handler.AllowAutoRedirect, handler.UseCookies));
        Assert.Equal(DecompressionMethods.None, handler.AutomaticDecompression);
        Assert.Equal(TimeSpan.FromSeconds(7), handler.ConnectTimeout);
        // A load balancer's other servers are found again, a dead connection is noticed, and streams do not queue.
        Assert.InRange(handler.PooledConnectionLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        Assert.InRange(handler.KeepAlivePingDelay, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.InRange(handler.KeepAlivePingTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.True(handler.EnableMultipleHttp2Connections);
    }

    [Fact]
    public async Task A_cookie_is_not_sent_back()
    {
        await using var server = new RawHttpServer((_, _) => RawHttpServer.Json("{}").Replace(
            "\r\nContent-Length", "\r\nSet-Cookie: a=b\r\nContent-Length", StringComparison.Ordinal));
        using var connection = server.Connect();
        await connection.CreateApi().GetServerVersionAsync();
        await connection.CreateApi().GetServerVersionAsync();
        Assert.DoesNotContain("Cookie:", server.Requests[1].Head, StringComparison.OrdinalIgnoreCase);
    }

    private static ClusterConfiguration Configuration(string server = "https://api.example.com") =>
        new() { Server = new Uri(server) };

    private static HttpRequestMessage Create(ClusterConfiguration configuration, ApiRequest? request = null) =>
        new RequestMessageFactory(configuration, ImpersonationHeaders.Create(configuration))
            .Create(RequestContexts.Create(request));
}
