using System.IO.Compression;
using System.Text;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Login;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Client.Tests;

/// <summary>Every wait has an end and every buffer a cap, whatever a server does.</summary>
[Collection("Bounds")]
public sealed class BoundsTests : IAsyncLifetime
{
    private readonly InstantTime _time = new(longestPause: TimeSpan.FromSeconds(10));
    private SandboxServer _server = null!;
    private ClusterConnection _connection = null!;

    private ImageApi Api => _connection.CreateApi();

    public async ValueTask InitializeAsync()
    {
        _server = await SandboxServer.StartAsync(new SandboxOptions { Images = 3 });
        _connection = new ClusterConnection(SandboxFixture.ConfigurationOf(_server) with
        {
            RetryTimeout = TimeSpan.Zero,
            Time = _time,
        });
    }

    public async ValueTask DisposeAsync()
    {
        _connection.Dispose();
        await _server.DisposeAsync();
    }

    [Theory]
    [InlineData("get", TransportException.RequestTimeout)]
    [InlineData("list", TransportException.RequestTimeout)]
    [InlineData("patch", TransportException.WriteOutcomeUnknown)]
    [InlineData("version", TransportException.RequestTimeout)]
    public async Task An_answer_that_drips_ends_when_its_time_is_over(string operation, string id)
    {
        Endless("{\"items\":[", " ", TimeSpan.FromMilliseconds(20));
        var timeout = TimeSpan.FromSeconds(20);
        var api = _connection.CreateApi(operationTimeout: timeout);
        var running = operation switch
        {
            "get" => api.GetAsync("x"),
            "list" => api.ListPageAsync(new ListOptions()),
            "patch" => api.PatchAsync("x", new ImagePatch(PatchType.Merge, "{}"u8.ToArray())),
            _ => (Task)api.GetServerVersionAsync(),
        };
        // The time between two bytes is limited once the body is being read.
        await _time.UntilSetAsync(_connection.Configuration.IdleTimeout);
        _time.Advance(timeout);
        var error = await Assert.ThrowsAsync<TransportException>(() => running).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(id, error.ErrorId);
        Assert.Contains("did not finish its answer to ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("get")]
    [InlineData("list")]
    [InlineData("version")]
    [InlineData("watch")]
    public async Task A_text_without_end_is_refused(string operation)
    {
        var before = GC.GetTotalAllocatedBytes();
        Endless("{\"type\":\"ADDED\",\"items\":[{\"metadata\":{\"name\":\"", new string('a', 1 << 20), TimeSpan.Zero);
        var error = await Assert.ThrowsAsync<TransportException>(() => operation switch
        {
            "get" => Api.GetAsync("x"),
            "list" => Api.ListPageAsync(new ListOptions()),
            "version" => Api.GetServerVersionAsync(),
            _ => FirstAsync(Api.WatchAsync(new ListOptions())),
        }).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
        Assert.Contains("MiB", error.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1L << 30);
    }

    [Fact]
    public async Task A_bomb_of_gzip_is_refused()
    {
        _server.Intercept = async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            var blanks = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (var i = 0; i < 300; i++)
            {
                await zip.WriteAsync(blanks, context.RequestAborted);
            }

            return true;
        };
        var error = await Assert.ThrowsAsync<TransportException>(() => Api.GetAsync("x"));
        Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
    }

    [Theory]
    [InlineData(65, true)]
    [InlineData(513, false)]
    public async Task A_page_as_text_may_have_512_MiB(int size, bool isRead)
    {
        await using var server = new StandInServer(async (socket, stop) =>
        {
            await socket.ReceiveAsync(new byte[1 << 16], stop);
            await socket.SendAsync(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"u8.ToArray(), stop);
            var blanks = Encoding.ASCII.GetBytes(new string(' ', 1 << 20));
            for (var i = 0; i < size; i++)
            {
                await socket.SendAsync(blanks, stop);
            }

            await socket.SendAsync("{\"items\":[{}]}"u8.ToArray(), stop);
        });
        using var connection = new ClusterConnection(
            _connection.Configuration with { Server = new Uri($"http://{server.Address}") });
        var page = connection.CreateApi().ListTextPageAsync(new ListOptions());
        if (isRead)
        {
            Assert.Equal((1, (size << 20) + 14), ((await page).Count, (await page).Text.Length));
            return;
        }

        var error = await Assert.ThrowsAsync<TransportException>(() => page);
        Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
        Assert.Contains("longer than 512 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gzip_that_nobody_asked_for_is_read()
    {
        _server.Intercept = async context =>
        {
            Assert.Empty(context.Request.Headers.AcceptEncoding.ToString());
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await zip.WriteAsync("{\"metadata\":{\"name\":\"zipped\"}}"u8.ToArray());
            return true;
        };
        Assert.Equal("zipped", (await Api.GetAsync("x")).Name);
    }

    [Fact]
    public async Task A_page_that_ignores_its_limit_comes_in_parts_as_it_is_read()
    {
        var sent = 0L;
        var item = $"{{\"metadata\":{{\"name\":\"a\"}},\"dockerImageManifest\":\"{new string('x', 1 << 20)}\"}},";
        _server.Intercept = async context =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("{\"kind\":\"ImageList\",\"metadata\":{},\"items\":[");
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(item, context.RequestAborted);
                Interlocked.Add(ref sent, item.Length);
            }

            return true;
        };
        var pages = 0;
        await foreach (var page in Api.ListAsync(new ListOptions { Limit = 5, AllowsParts = true }))
        {
            Assert.True(page.IsPart);
            Assert.Null(page.Continue);
            if (++pages == 2)
            {
                break;
            }
        }

        Assert.InRange(Interlocked.Read(ref sent), 100L << 20, 1L << 30);
    }

    [Fact]
    public async Task A_page_of_which_a_part_is_out_is_not_read_again()
    {
        var requests = 0;
        _server.Intercept = async context =>
        {
            requests++;
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 200 << 20;
            await context.Response.WriteAsync("{\"kind\":\"ImageList\",\"metadata\":{},\"items\":[");
            for (var i = 0; i < 70; i++)
            {
                await context.Response.WriteAsync(
                    $"{{\"metadata\":{{\"name\":\"a\"}},\"dockerImageManifest\":\"{new string('x', 1 << 20)}\"}},");
            }

            context.Abort();
            return true;
        };
        using var patient = new ClusterConnection(
            _connection.Configuration with { RetryTimeout = TimeSpan.FromSeconds(30) });
        var pages = 0;
        var error = await Assert.ThrowsAsync<TransportException>(async () =>
        {
            await foreach (var page in patient.CreateApi().ListAsync(new ListOptions { AllowsParts = true }))
            {
                pages++;
            }
        });
        Assert.Equal((TransportException.IncompleteResponse, 1, 1), (error.ErrorId, pages, requests));
    }

    [Theory]
    [InlineData("the same token", "a continue token that it gave before", 2)]
    [InlineData("empty pages", "pages in a row are empty", 21)]
    public async Task A_list_that_does_not_end_is_an_error(string fault, string told, int requests)
    {
        var count = 0;
        Answer(200, () => fault == "empty pages"
            ? $"{{\"metadata\":{{\"continue\":\"t{++count}\"}},\"items\":[]}}"
            : "{\"metadata\":{\"continue\":\"t\"},\"items\":[{\"metadata\":{\"name\":\"a\"}}]}");
        var error =
            await Assert.ThrowsAsync<TransportException>(() => CountAsync(Api.ListAsync(new ListOptions { Limit = 1 })))
                .WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.InRange(_server.Requests.Count, requests, requests + 2);
        if (fault == "empty pages")
        {
            Assert.Equal(20, _time.Pauses.Count);
            Assert.Equal(TimeSpan.FromSeconds(5), _time.Pauses.Max());
        }
    }

    [Fact]
    public async Task A_few_empty_pages_are_nothing_unusual()
    {
        var count = 0;
        Answer(200, () => ++count is 2 or 3
            ? $"{{\"metadata\":{{\"continue\":\"t{count}\"}},\"items\":[]}}"
            : $"{{\"metadata\":{{\"continue\":\"{(count == 5 ? "" : "t" + count)}\"}},\"items\":[{{\"metadata\":{{\"name\":\"a{count}\"}}}}]}}");
        Assert.Equal(3, await CountAsync(Api.ListAsync(new ListOptions { Limit = 1 })));
    }

    [Fact]
    public async Task Fresh_tokens_that_expire_for_ever_end_as_Expired()
    {
        var count = 0;
        Answer(
            410,
            () =>
                $"{{\"kind\":\"Status\",\"reason\":\"Expired\",\"code\":410,\"metadata\":{{\"continue\":\"t{++count}\"}}}}");
        var error =
            await Assert.ThrowsAsync<ApiException>(
                () => CountAsync(Api.ListAsync(new ListOptions { Limit = 1, Continue = "x" })));
        Assert.Equal(("Expired", 6), (error.ErrorId, _server.Requests.Count));
        Assert.NotEmpty(_time.Pauses);
    }

    [Fact]
    public async Task An_error_s_body_without_end_is_given_up()
    {
        Endless("{\"kind\":\"Status\",\"message\":\"", new string('a', 1 << 16), TimeSpan.Zero, code: 500);
        var error = await Assert.ThrowsAsync<ApiException>(() => Api.GetAsync("x")).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(500, error.StatusCode);
    }

    [Fact]
    public async Task A_login_s_discovery_without_end_is_refused()
    {
        Endless("{\"issuer\":\"", new string('a', 1 << 16), TimeSpan.Zero);
        var error =
            await Assert.ThrowsAsync<TransportException>(
                () => OAuthLogin.LoginAsync(_connection.Configuration, "u", "p")).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MinValue)]
    public async Task A_remaining_count_that_cannot_be_is_none(long count)
    {
        Answer(200, () => $"{{\"metadata\":{{\"continue\":\"t\",\"remainingItemCount\":{count}}},\"items\":[]}}");
        Assert.Null((await Api.ListPageAsync(new ListOptions())).RemainingItemCount);
    }

    private static async Task<int> CountAsync(IAsyncEnumerable<Page<Image>> pages)
    {
        var count = 0;
        await foreach (var page in pages)
        {
            count += page.Items.Count;
        }

        return count;
    }

    private static async Task<T> FirstAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var item in items)
        {
            return item;
        }

        throw new InvalidOperationException("There is none.");
    }

    private void Answer(int code, Func<string> body) => _server.Intercept = async context =>
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body());
        return true;
    };

    private void Endless(
        string start, string more, TimeSpan pause, int code = 200) => _server.Intercept = async context =>
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(start, context.RequestAborted);
        while (!context.RequestAborted.IsCancellationRequested)
        {
            await context.Response.WriteAsync(more, context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(pause, context.RequestAborted);
        }

        return true;
    };
}

/// <summary>Tests that count what the process allocates run one after the other.</summary>
[CollectionDefinition("Bounds", DisableParallelization = true)]
public sealed class BoundsCollection;
