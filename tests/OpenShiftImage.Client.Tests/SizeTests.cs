using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox;
using OpenShiftImage.Serialization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>How much of an answer is held: 64 MiB of one object, however it comes, and a gigabyte of a page.</summary>
[Collection("Bounds")]
public sealed class SizeTests
{
    private const int MaxObject = 64 << 20;

    [Theory]
    [InlineData("get", 0)]
    [InlineData("get", 1)]
    [InlineData("list", 0)]
    [InlineData("list", 1)]
    [InlineData("list", 10 << 20)]
    [InlineData("watch", 0)]
    [InlineData("watch", 1)]
    [InlineData("watch", 10 << 20)]
    public async Task An_object_may_have_64_MiB(string operation, int more)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { Images = 1 });
        server.Intercept = async context =>
        {
            context.Response.ContentType = "application/json";
            var (before, after) = operation switch
            {
                "list" => ("{\"kind\":\"ImageList\",\"metadata\":{},\"items\":[{\"metadata\":{\"name\":\"small\"}},", "]}"),
                "watch" => ("{\"type\":\"ADDED\",\"object\":", "}\n"),
                _ => ("", ""),
            };
            await context.Response.WriteAsync(before);
            const string Head = "{\"metadata\":{\"name\":\"large\"},\"dockerImageManifest\":\"";
            await context.Response.WriteAsync(Head);
            await context.Response.Body.WriteAsync(
                Enumerable.Repeat((byte)'x', MaxObject + more - Head.Length - 2).ToArray(), context.RequestAborted);
            await context.Response.WriteAsync("\"}" + after);
            return true;
        };
        using var connection = new ClusterConnection(
            SandboxFixture.ConfigurationOf(server) with { RetryTimeout = TimeSpan.Zero });
        var api = connection.CreateApi();
        if (more == 0)
        {
            Assert.Equal("large", await ReadAsync());
            return;
        }

        var error = await Assert.ThrowsAsync<TransportException>(ReadAsync);
        Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
        Assert.Contains("64 MiB", error.Message, StringComparison.Ordinal);

        async Task<string?> ReadAsync()
        {
            switch (operation)
            {
                case "get":
                    return (await api.GetAsync("large")).Name;
                case "list":
                    return (await api.ListPageAsync(new ListOptions())).Items[^1].Name;
                default:
                    await using (var events = api.WatchAsync(new ListOptions()).GetAsyncEnumerator())
                    {
                        return await events.MoveNextAsync() ? events.Current.Name : null;
                    }
            }
        }
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(5, false)]
    public async Task A_page_has_a_bound(int items, bool isHeld)
    {
        Assert.Equal(1L << 30, PageReader.MaxPage);
        var item = $"{{\"metadata\":{{\"name\":\"a\"}},\"dockerImageManifest\":\"{new string('x', 1 << 20)}\"}}";
        var text =
            $"{{\"kind\":\"ImageList\",\"metadata\":{{}},\"items\":[{string.Join(',', Enumerable.Repeat(item, items))}]}}";
        var request = new ApiRequest(HttpMethod.Get, "/x");
        var configuration = new ClusterConfiguration { Server = new Uri("https://api.example.com") };
        using var deadline = new RequestDeadline(request, configuration.Server, configuration.Time, default);
        using var response = new HttpResponseMessage { Content = new ByteArrayContent([]) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var body = new ResponseBody(
            response,
            new MemoryStream(Encoding.UTF8.GetBytes(text)),
            new RequestContext(request, null, deadline),
            configuration);
        var page = PageReader.ReadAsync(body, ImageJson.Image, null, null, default, maxPage: 4 << 20).AsTask();
        if (isHeld)
        {
            Assert.Equal(items, (await page).Items.Count);
            return;
        }

        Assert.Contains(
            "it is longer than 4 MiB",
            (await Assert.ThrowsAsync<TransportException>(() => page)).Message,
            StringComparison.Ordinal);
    }
}
