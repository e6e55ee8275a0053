using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Sandbox.Hosting;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>What goes wrong between client and server, each with one clear error.</summary>
public sealed class TransportTests : IAsyncLifetime
{
    private SandboxServer _server = null!;

    public async ValueTask InitializeAsync() =>
        _server = await SandboxServer.StartAsync(new SandboxOptions { Images = 20 });

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Theory]
    [InlineData("BadRequest", 400)]
    [InlineData("Unauthorized", 401)]
    [InlineData("Forbidden", 403)]
    [InlineData("NotFound", 404)]
    [InlineData("Conflict", 409)]
    [InlineData("Expired", 410)]
    [InlineData("Invalid", 422)]
    [InlineData("TooManyRequests", 429)]
    [InlineData("InternalError", 500)]
    [InlineData("ServiceUnavailable", 503)]
    [InlineData("Timeout", 504)]
    public async Task An_error_without_a_Status_has_the_reason_of_its_code(string reason, int code)
    {
        Answer(code, "text/plain", "it went \u001b[31mwrong");
        using var connection = Connect();
        var error = await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi().GetAsync("x"));
        Assert.Equal((reason, code), (error.ErrorId, error.StatusCode));
        Assert.Contains("it went \\x1b[31mwrong", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.AdminToken, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_wait_that_the_server_asks_for_is_told()
    {
        _server.Intercept = async context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "7";
            await context.Response.WriteAsync("slow down");
            return true;
        };
        using var connection = Connect();
        var error = await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi().GetAsync("x"));
        Assert.Equal(TimeSpan.FromSeconds(7), error.RetryAfter);
    }

    [Fact]
    public async Task The_date_that_the_server_asks_to_wait_for_is_told_as_a_time_by_the_clock_of_the_connection()
    {
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromHours(1));
        _server.Intercept = async context =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = time.GetUtcNow().AddSeconds(10).ToString("R");
            await context.Response.WriteAsync("slow down");
            return true;
        };
        using var connection = Connect(configuration => configuration with { Time = time });
        var error = await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi().GetAsync("x"));
        Assert.InRange(error.RetryAfter!.Value.TotalSeconds, 9, 10);
    }

    [Theory]
    [InlineData("text/html", "<html>", "text/html")]
    [InlineData("application/json", "{\"kind\":\"ImageList\",", "ends early")]
    [InlineData("application/json", "[]", "StartArray")]
    [InlineData("application/json", "{\"kind\":\"Table\",\"rows\":[]}", "Table")]
    [InlineData("application/json", "{\"kind\":\"ImageList\",\"items\":[5]}", "Number")]
    [InlineData("application/json", "not JSON", "is no JSON")]
    public async Task A_list_that_is_none_is_refused_clearly(string type, string body, string told)
    {
        Answer(200, type, body);
        using var connection = Connect();
        var error =
            await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi().ListPageAsync(new ListOptions()));
        Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_ends_before_its_length_is_an_incomplete_answer()
    {
        _server.Intercept = async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 10_000;
            await context.Response.WriteAsync("{\"kind\":\"ImageList\",\"items\":[");
            await context.Response.Body.FlushAsync();
            context.Abort();
            return true;
        };
        using var connection = Connect();
        var error =
            await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi().ListPageAsync(new ListOptions()));
        Assert.Equal(TransportException.IncompleteResponse, error.ErrorId);
    }

    [Fact]
    public async Task A_refused_connection_names_the_address()
    {
        using var connection = new ClusterConnection(
            new ClusterConfiguration { Server = new Uri("https://127.0.0.1:1"), RetryTimeout = TimeSpan.Zero });
        var error = await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi().GetAsync("x"));
        Assert.Equal(TransportException.ConnectionFailed, error.ErrorId);
        Assert.Contains("127.0.0.1:1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        using var other = new SandboxCertificates();
        using var connection = Connect(
            configuration => configuration with { CertificateAuthority = SandboxFixture.Pem(other.AuthorityPem) });
        await AssertNotTrustedAsync(connection);
    }

    [Fact]
    public async Task A_certificate_that_the_machine_does_not_know_is_refused()
    {
        using var connection = Connect(configuration => configuration with { CertificateAuthority = null });
        await AssertNotTrustedAsync(connection);
    }

    [Fact]
    public async Task A_certificate_for_another_host_is_refused_with_the_right_authority_too()
    {
        using var connection = Connect(configuration => configuration with { TlsServerName = "api.example.com" });
        await AssertNotTrustedAsync(connection);
    }

    [Fact]
    public async Task The_name_to_check_can_be_chosen_and_the_check_be_left_out()
    {
        using var named = Connect(configuration => configuration with { TlsServerName = "localhost" });
        Assert.NotNull(await named.CreateApi().GetServerVersionAsync());
        // The server is addressed as before.
        Assert.Equal(_server.Address.Authority, _server.Requests[^1].Headers["Host"]);
        using var blind = Connect(
            configuration => configuration with { CertificateAuthority = null, SkipCertificateCheck = true });
        Assert.NotNull(await blind.CreateApi().GetServerVersionAsync());
    }

    [Fact]
    public async Task A_wrong_token_is_Unauthorized_and_never_told()
    {
        using var connection = Connect(
            configuration => configuration with { Credential = new TokenCredential("sha256~secret") });
        var error = await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi().GetAsync("x"));
        Assert.Equal("Unauthorized", error.ErrorId);
        Assert.DoesNotContain(
            "secret",
            $"{error} {connection} {connection.Configuration} {connection.Configuration.Credential}",
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Impersonation_is_sent()
    {
        using var connection = Connect(
            configuration => configuration with { ImpersonateUser = "bob", ImpersonateGroups = ["a", "b"] });
        var error = await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi().GetAsync("x"));
        Assert.Contains("User \"bob\" cannot get", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Cancelling_ends_a_request_at_once_while_the_server_stalls(bool inBody)
    {
        var stalled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Intercept = async context =>
        {
            if (inBody)
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{\"kind\":\"ImageList\",\"items\":[");
                await context.Response.Body.FlushAsync();
            }

            stalled.TrySetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
            catch (OperationCanceledException)
            {
                // The client has gone, as it should.
            }

            return true;
        };
        using var connection = Connect();
        using var stop = new CancellationTokenSource();
        var list = connection.CreateApi().ListPageAsync(new ListOptions(), stop.Token);
        await stalled.Task;
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => list).WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task Impersonation_sends_user_groups_uid_and_extra()
    {
        using var connection = Connect(configuration => configuration with
        {
            ImpersonateUser = "bob",
            ImpersonateGroups = ["devs"],
            ImpersonateUid = "u-1",
            ImpersonateExtra = new Dictionary<string, IReadOnlyList<string>> { ["scopes.example.com/a b"] = ["x"] },
        });
        await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi().GetAsync("x"));
        var headers = _server.Requests[^1].Headers;
        Assert.Equal(
            ("bob", "devs", "u-1", "x"),
            (headers["Impersonate-User"], headers["Impersonate-Group"], headers["Impersonate-Uid"], headers["Impersonate-Extra-scopes.example.com%2Fa%20b"]));
    }

    [Fact]
    public async Task A_large_list_arrives_compressed_and_whole()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Images = 300 });
        using var connection = new ClusterConnection(SandboxFixture.ConfigurationOf(server) with
        {
            DisableCompression = false,
        });
        var page = await connection.CreateApi().ListPageAsync(new ListOptions());
        Assert.Equal(300, page.Items.Count);
        Assert.Contains("gzip", server.Requests[^1].Headers["Accept-Encoding"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_summary_has_the_size_and_no_secret()
    {
        using var connection = Connect();
        var observer = new RecordingObserver();
        var text = await connection.CreateApi(observer).ListTextPageAsync(new ListOptions());
        var summary = Assert.Single(observer.Requests);
        Assert.Equal(System.Text.Encoding.UTF8.GetByteCount(text.Text), summary.Bytes);
        Assert.Matches(@"^GET /apis/image\.openshift\.io/v1/images 200 \d+ ms \d+ bytes$", summary.ToString());
        Assert.Contains("> Authorization: Bearer ********", observer.Headers[0], StringComparison.Ordinal);
        Assert.Contains("< Content-Type: application/json", observer.Headers[1], StringComparison.Ordinal);
        Assert.DoesNotContain(_server.AdminToken, string.Join('\n', observer.Headers), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Headers_that_could_let_another_in_are_shown_without_their_values()
    {
        await using var server = new RawHttpServer((_, _) =>
            "HTTP/1.1 302 Found\r\nLocation: https://oauth.example.com/#access_token=secret-1\r\n"
            + "Set-Cookie: session=secret-2\r\nX-Csrf-Token: secret-3\r\nContent-Length: 0\r\n\r\n");
        using var connection = server.Connect(
            configuration => configuration with { Credential = new TokenCredential("secret-4") });
        var observer = new RecordingObserver();
        await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi(observer).GetAsync("n"));
        var shown = string.Join('\n', observer.Headers);
        Assert.DoesNotContain("secret", shown, StringComparison.Ordinal);
        Assert.All(
            (string[])[
                "< Location: ********",
                "< Set-Cookie: ********",
                "< X-Csrf-Token: ********",
                "> Authorization: Bearer ********",
            ],
            line => Assert.Contains(line, shown, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_watch_is_told_that_it_has_begun()
    {
        using var connection = Connect();
        var observer = new RecordingObserver();
        await foreach (var item in connection.CreateApi(observer).WatchAsync(new ListOptions { TimeoutSeconds = 30 }))
        {
            var summary = Assert.Single(observer.Requests);
            Assert.Equal((200, null), (summary.StatusCode, summary.Bytes));
            break;
        }
    }

    [Theory]
    [InlineData("299 - \"a\"", "a")]
    [InlineData("299 - \"unknown field \\\"x\\\"\"", "unknown field \"x\"")]
    [InlineData("299 - \"a\", 299 - \"b\\\\c\"", "a|b\\c")]
    [InlineData("299 - ", "")]
    [InlineData("299 - \"a\", 299 - \"b\\", "a")]
    [InlineData("299 - \"a", "")]
    public void Warnings_are_read_from_their_header(string header, string expected) =>
        Assert.Equal(expected, string.Join('|', WarningHeader.Texts(header)));

    private static async Task AssertNotTrustedAsync(ClusterConnection connection)
    {
        var error = await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi().GetAsync("x"));
        Assert.Equal(TransportException.CertificateNotTrusted, error.ErrorId);
    }

    private ClusterConnection Connect(Func<ClusterConfiguration, ClusterConfiguration>? change = null)
    {
        var configuration = SandboxFixture.ConfigurationOf(_server) with
        {
            RetryTimeout = TimeSpan.Zero,
        };
        return new ClusterConnection(change?.Invoke(configuration) ?? configuration);
    }

    private void Answer(int code, string type, string body) => _server.Intercept = async context =>
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = type;
        await context.Response.WriteAsync(body);
        return true;
    };
}
