using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>A plain HTTP client of a sandbox: the tests must not share the mistakes of ours.</summary>
public sealed class SandboxClient : IAsyncLifetime
{
    public const string Images = "/apis/image.openshift.io/v1/images";

    private HttpClient _http = null!;

    public SandboxServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions { Images = 250 });
        _http = new HttpClient(new SocketsHttpHandler
        {
            SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        })
        {
            BaseAddress = Server.Address,
        };
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string path, string? body = null, string? contentType = "application/json", string? accept = null, string? token = "admin")
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token == "admin" ? Server.AdminToken : token == "alice" ? Server.AliceToken : token);
        }

        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8);
            request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType!);
        }

        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<(HttpStatusCode Code, JsonObject Json)> JsonAsync(
        HttpMethod method, string path, string? body = null, string? contentType = "application/json", string? accept = null, string? token = "admin")
    {
        using var response = await SendAsync(method, path, body, contentType, accept, token);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    public Task<(HttpStatusCode Code, JsonObject Json)> CreateAsync(string name, string metadata = "") => JsonAsync(
        HttpMethod.Post, Images, $$"""{"metadata":{"name":"{{name}}"{{metadata}}},"dockerImageReference":"quay.io/a/b:c"}""");
}
