using OpenShiftImage.Api;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Client.Tests;

/// <summary>A write acts once, and when nobody knows whether it has, that is what is told.</summary>
public sealed class WriteOnceTests
{
    public static TheoryData<string> Writes => ["POST", "PUT", "PATCH", "DELETE", "DELETE collection"];

    public static TheoryData<string, string> FailedWrites
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string write in Writes)
            {
                foreach (var status in (string[])[
                    "500 Internal Server Error", "502 Bad Gateway", "503 Service Unavailable", "504 Gateway Timeout",
                ])
                {
                    rows.Add(write, status);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_on_a_reused_connection_that_closes_without_an_answer_is_sent_once(string write)
    {
        // The server acts on the second request of the connection, and goes.
        await using var server = new RawHttpServer(
            (_, count) => count == 2 ? null : RawHttpServer.Json("""{"gitVersion":"v1","items":[]}"""));
        using var connection = server.Connect(
            configuration => configuration with { RetryTimeout = TimeSpan.FromSeconds(30) });
        var api = connection.CreateApi();
        await api.GetServerVersionAsync();
        var error = await Assert.ThrowsAsync<TransportException>(() => WriteAsync(api, write, dryRun: false));
        Assert.Equal(TransportException.WriteOutcomeUnknown, error.ErrorId);
        Assert.Contains("the server may have acted on it", error.Message, StringComparison.Ordinal);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(server.Requests[0].Connection, server.Requests[1].Connection);
        Assert.NotEqual("", server.Requests[1].Body);
    }

    [Theory]
    [MemberData(nameof(FailedWrites))]
    public async Task A_write_whose_server_failed_is_sent_once(string write, string status)
    {
        await using var server = new RawHttpServer((_, _) => $"HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
        using var connection = Connect(server);
        var error =
            await Assert.ThrowsAsync<ApiException>(() => WriteAsync(connection.CreateApi(), write, dryRun: false));
        Assert.Equal(status[..3], error.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Single(server.Requests);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_whose_answer_broke_off_is_sent_once(string write)
    {
        await using var server = new RawHttpServer(
            (_, _) => "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"items\":[",
            closes: true);
        using var connection = Connect(server);
        var error =
            await Assert.ThrowsAsync<TransportException>(
                () => WriteAsync(connection.CreateApi(), write, dryRun: false));
        Assert.Equal(TransportException.WriteOutcomeUnknown, error.ErrorId);
        Assert.Single(server.Requests);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_write_that_was_turned_away_with_429_is_sent_again(string write)
    {
        await using var server = new RawHttpServer(
            (_, count) => count == 1
                ? "HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n"
                : RawHttpServer.Json("""{"items":[]}"""));
        using var connection = Connect(server);
        await WriteAsync(connection.CreateApi(), write, dryRun: false);
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal(server.Requests[0].Body, server.Requests[1].Body);
    }

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_dry_run_changes_nothing_so_its_failure_is_no_riddle(string write)
    {
        await using var server = new RawHttpServer((_, _) => null);
        using var connection = server.Connect();
        var error =
            await Assert.ThrowsAsync<TransportException>(() => WriteAsync(connection.CreateApi(), write, dryRun: true));
        Assert.Equal(TransportException.ConnectionFailed, error.ErrorId);
    }

    [Fact]
    public async Task A_write_that_never_left_is_told_as_that()
    {
        using var connection = new ClusterConnection(
            new ClusterConfiguration { Server = new Uri("http://127.0.0.1:1"), RetryTimeout = TimeSpan.Zero });
        var error = await Assert.ThrowsAsync<TransportException>(() => connection.CreateApi().DeleteAsync("x"));
        Assert.Equal(TransportException.ConnectionFailed, error.ErrorId);
    }

    [Theory]
    [InlineData("refused")]
    [InlineData("throttled")]
    [InlineData("credential")]
    public async Task A_write_that_certainly_did_nothing_is_told_as_what_it_is(string fault)
    {
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(0.99));
        await using var server = new RawHttpServer(
            (_, _) => "HTTP/1.1 429 Too Many Requests\r\nRetry-After: 10\r\nContent-Length: 0\r\n\r\n");
        using var connection = server.Connect(configuration => configuration with
        {
            Server = fault == "refused" ? new Uri("http://127.0.0.1:1") : configuration.Server,
            RetryTimeout = TimeSpan.FromSeconds(30),
            Credential = fault == "credential" ? new Slow(time) : null,
            Time = time,
        });
        var error =
            await Assert.ThrowsAnyAsync<OpenShiftImageException>(
                () => connection.CreateApi(operationTimeout: TimeSpan.FromSeconds(1)).DeleteAsync("x"));
        Assert.Equal(fault == "refused" ? TransportException.ConnectionFailed : "TooManyRequests", error.ErrorId);
    }

    /// <summary>A credential that takes longer than the request may.</summary>
    private sealed class Slow(InstantTime time) : ICredential
    {
        public ValueTask<System.Net.Http.Headers.AuthenticationHeaderValue?> GetAuthorizationAsync(
            bool renew, CancellationToken cancellationToken)
        {
            time.Advance(TimeSpan.FromSeconds(1.5));
            return ValueTask.FromResult<System.Net.Http.Headers.AuthenticationHeaderValue?>(new("Bearer", "t"));
        }
    }

    [Theory]
    [InlineData("DELETE", "\"dryRun\":[\"All\"]")]
    [InlineData("DELETE collection", "\"dryRun\":[\"All\"]")]
    public async Task A_deletion_s_body_says_that_it_is_a_dry_run(string write, string part)
    {
        await using var server = new RawHttpServer((_, _) => RawHttpServer.Json("""{"items":[]}"""));
        using var connection = server.Connect();
        await WriteAsync(connection.CreateApi(), write, dryRun: true);
        Assert.Contains(part, Assert.Single(server.Requests).Body, StringComparison.Ordinal);
    }

    /// <summary>With retries, which take no time.</summary>
    private static ClusterConnection Connect(RawHttpServer server) => server.Connect(configuration => configuration with
    {
        RetryTimeout = TimeSpan.FromSeconds(30),
        Time = new InstantTime(longestPause: TimeSpan.FromSeconds(10)),
    });

    private static async Task WriteAsync(ImageApi api, string write, bool dryRun)
    {
        var image = SandboxFixture.NewImage("n");
        await (write switch
        {
            "POST" => api.CreateAsync(image, new WriteOptions { DryRun = dryRun }),
            "PUT" => api.ReplaceAsync("n", image, new WriteOptions { DryRun = dryRun }),
            "PATCH" => api.PatchAsync(
                "n", new ImagePatch(PatchType.Merge, "{}"u8.ToArray()), new PatchOptions { DryRun = dryRun }),
            "DELETE" => api.DeleteAsync("n", new DeleteOptions { DryRun = dryRun }),
            _ => (Task)api.DeleteCollectionAsync(new DeleteCollectionOptions { DryRun = dryRun }),
        });
    }
}
