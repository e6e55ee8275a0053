using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Patching;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>
/// A plain HTTP client of a sandbox: the tests must not share the mistakes of the module's own client.
/// </summary>
public sealed class SandboxClient : IAsyncLifetime
{
    public const string Images = "/apis/image.openshift.io/v1/images";
    public const string Json = "application/json";
    public const string Yaml = "application/yaml";
    public const string JsonPatch = "application/json-patch+json";
    public const string MergePatch = "application/merge-patch+json";
    public const string StrategicMergePatch = "application/strategic-merge-patch+json";
    public const string ApplyPatch = "application/apply-patch+yaml";

    private HttpClient _http = null!;

    public SandboxServer Server { get; private set; } = null!;

    /// <summary>Returns a client that accepts the certificate of any sandbox.</summary>
    public static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true },
        AllowAutoRedirect = false,
    });

    public async ValueTask InitializeAsync()
    {
        Server = await SandboxServer.StartAsync(new SandboxOptions { Images = 250 });
        _http = CreateHttpClient();
        _http.BaseAddress = Server.Address;
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
    }

    public async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? body = null,
        string? contentType = Json,
        string? accept = null,
        string? token = "admin")
    {
        var request = new HttpRequestMessage(method, path);
        if (token is not null)
        {
            var bearer = token switch { "admin" => Server.AdminToken, "alice" => Server.AliceToken, _ => token };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
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
        HttpMethod method,
        string path,
        string? body = null,
        string? contentType = Json,
        string? accept = null,
        string? token = "admin")
    {
        using var response = await SendAsync(method, path, body, contentType, accept, token);
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    public Task<(HttpStatusCode Code, JsonObject Json)> CreateAsync(string name, string metadata = "") => JsonAsync(
        HttpMethod.Post,
        Images,
        $$"""{"metadata":{"name":"{{name}}"{{metadata}}},"dockerImageReference":"quay.io/a/b:c"}""");
}
