using System.Text;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>An Image of a list is read when it is first used, and yet what is wrong with it fails the list.</summary>
public sealed class DeferredImageTests
{
    [Theory]
    [InlineData("""{"metadata":{"name":"a"},"dockerImageReference":"\ud800"}""")]
    [InlineData("""{"metadata":{"name":"a"},"dockerImageReference":"\uD800"}""")]
    [InlineData("""{"metadata":{"name":"a"},"dockerImageReference":"\udc00\ud800"}""")]
    [InlineData("""{"metadata":{"name":"a"},"dockerImageMetadata":{"Comment":"\uDBFF!"}}""")]
    [InlineData("""{"metadata":{"name":"a"},"unknown\udfff":1}""")]
    public Task A_lone_surrogate_is_an_invalid_response(string image) => IsInvalidAsync(Encoding.UTF8.GetBytes(image));

    [Fact]
    public Task Bytes_that_are_not_UTF_8_are_an_invalid_response() =>
        IsInvalidAsync(Encoding.Latin1.GetBytes("""{"metadata":{"name":"a"},"dockerImageReference":"é"}"""));

    [Fact]
    public async Task A_surrogate_pair_is_a_character()
    {
        const string Image = """{"metadata":{"name":"a"},"dockerImageReference":"\ud83d\uDE00"}""";
        await using var server = Serve(Encoding.UTF8.GetBytes(Image));
        using var connection = Connect(server);
        var page = await connection.CreateApi().ListPageAsync(new ListOptions());
        Assert.Equal("\ud83d\ude00", Assert.Single(page.Items).DockerImageReference);
    }

    private static async Task IsInvalidAsync(byte[] image)
    {
        await using var server = Serve(image);
        using var connection = Connect(server);
        var list = connection.CreateApi().ListPageAsync(new ListOptions());
        var error = await Assert.ThrowsAsync<TransportException>(() => list);
        Assert.Equal(TransportException.InvalidResponse, error.ErrorId);
    }

    /// <summary>Answers every request with a list of one Image.</summary>
    private static StandInServer Serve(byte[] image) => new(async (socket, stop) =>
    {
        byte[] body = [.. "{\"metadata\":{},\"items\":["u8, .. image, .. "]}"u8];
        var head = $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        await socket.ReceiveAsync(new byte[1 << 16], stop);
        await socket.SendAsync(Encoding.ASCII.GetBytes(head), stop);
        await socket.SendAsync(body, stop);
    });

    private static ClusterConnection Connect(StandInServer server) => new(new ClusterConfiguration
    {
        Server = new Uri($"http://{server.Address}"),
        RetryTimeout = TimeSpan.Zero,
    });
}
