using System.Net.Http.Headers;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Client.Tests;

/// <summary>After 401 a credential is renewed once, and the request is sent again with the new one.</summary>
public sealed class CredentialRenewalTests
{
    private const string Refusal = "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n";

    public static TheoryData<string> Requests => ["GET", "POST", "PATCH", "DELETE"];

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_that_was_refused_is_sent_again_with_the_renewed_token(string method)
    {
        await using var server = new RawHttpServer((_, count) => count == 1 ? Refusal : RawHttpServer.Json("""{"metadata":{"name":"n"}}"""));
        var credential = new Renewable();
        using var connection = server.Connect(configuration => configuration with { Credential = credential });
        await SendAsync(connection.CreateApi(), method);
        Assert.Equal(["old", "renewed"], server.Requests.Select(TokenOf));
        Assert.Equal(server.Requests[0].Body, server.Requests[1].Body);
        Assert.Equal(1, credential.Renewals);
        await SendAsync(connection.CreateApi(), method);
        Assert.Equal(1, credential.Renewals);
    }

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task A_request_that_is_refused_twice_ends_there(string method)
    {
        await using var server = new RawHttpServer((_, _) => Refusal);
        using var connection = server.Connect(configuration => configuration with { Credential = new Renewable(), RetryTimeout = TimeSpan.FromSeconds(30) });
        var error = await Assert.ThrowsAsync<ApiException>(() => SendAsync(connection.CreateApi(), method));
        Assert.Equal("Unauthorized", error.ErrorId);
        Assert.Equal(["old", "renewed"], server.Requests.Select(TokenOf));
    }

    [Fact]
    public async Task A_token_that_cannot_be_renewed_is_sent_once()
    {
        await using var server = new RawHttpServer((_, _) => Refusal);
        using var connection = server.Connect(configuration => configuration with { Credential = new TokenCredential("fixed") });
        await Assert.ThrowsAsync<ApiException>(() => connection.CreateApi().GetAsync("n"));
        Assert.Single(server.Requests);
    }

    private static string TokenOf(RawRequest request) => request.Head.Split("Authorization: Bearer ")[1].Split("\r\n")[0];

    private static async Task SendAsync(ImageApi api, string method) => await (method switch
    {
        "GET" => api.GetAsync("n"),
        "POST" => api.CreateAsync(SandboxFixture.NewImage("n")),
        "PATCH" => api.PatchAsync("n", new ImagePatch(PatchType.Merge, "{}"u8.ToArray())),
        _ => (Task)api.DeleteAsync("n"),
    });

    private sealed class Renewable : ICredential
    {
        public int Renewals { get; private set; }

        public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(bool renew, CancellationToken cancellationToken)
        {
            Renewals += renew ? 1 : 0;
            return ValueTask.FromResult<AuthenticationHeaderValue?>(new AuthenticationHeaderValue("Bearer", Renewals == 0 ? "old" : "renewed"));
        }
    }
}
