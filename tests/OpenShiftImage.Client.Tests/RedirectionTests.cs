using OpenShiftImage.Api;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Client.Tests;

/// <summary>Where a server sends the client is told and not followed: a token goes to its server only.</summary>
public sealed class RedirectionTests
{
    [Theory]
    [InlineData(301, false)]
    [InlineData(302, false)]
    [InlineData(303, false)]
    [InlineData(307, false)]
    [InlineData(308, false)]
    [InlineData(301, true)]
    [InlineData(302, true)]
    [InlineData(303, true)]
    [InlineData(307, true)]
    [InlineData(308, true)]
    public async Task A_redirection_is_never_followed(int code, bool isWrite)
    {
        await using var other = new RawHttpServer((_, _) => RawHttpServer.Json("""{"metadata":{"name":"n"}}"""));
        await using var server = new RawHttpServer((request, _) =>
            $"HTTP/1.1 {code} Elsewhere\r\nLocation: {new Uri(other.Address, request.Line.Split(' ')[1])}\r\nContent-Length: 0\r\n\r\n");
        using var connection = server.Connect(
            configuration => configuration with { Credential = new TokenCredential("secret-token") });
        var api = connection.CreateApi();
        var error = await Assert.ThrowsAsync<ApiException>(() => isWrite
            ? api.PatchAsync("n", new ImagePatch(PatchType.Merge, "{}"u8.ToArray()))
            : api.GetAsync("n"));
        Assert.Equal(code, error.StatusCode);
        Assert.Empty(other.Requests);
        Assert.Contains(
            "Authorization: Bearer secret-token", Assert.Single(server.Requests).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirection_on_the_same_server_is_not_followed_either()
    {
        await using var server = new RawHttpServer(
            (_, _) => "HTTP/1.1 302 Found\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n");
        using var connection = server.Connect(
            configuration => configuration with { Credential = new TokenCredential("t") });
        await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi().GetAsync("n"));
        Assert.Single(server.Requests);
    }
}
