using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Tests.Workloads;

/// <summary>A sandbox of a test, and a plain HTTP client of it.</summary>
internal sealed class WorkloadSandbox : IAsyncDisposable
{
    public const string Pods = "/api/v1/pods";
    public const string ImageStreams = "/apis/image.openshift.io/v1/imagestreams";

    private readonly HttpClient _http;
    private readonly DirectoryInfo? _folder;

    private WorkloadSandbox(SandboxServer server, DirectoryInfo? folder)
    {
        Server = server;
        _folder = folder;
        _http = SandboxClient.CreateHttpClient();
        _http.BaseAddress = server.Address;
    }

    public SandboxServer Server { get; }

    public static async Task<WorkloadSandbox> StartAsync(SandboxOptions? options = null) =>
        new(await SandboxServer.StartAsync(options ?? new SandboxOptions { Images = 250 }), folder: null);

    /// <summary>Starts a sandbox with a state folder of these files.</summary>
    public static async Task<WorkloadSandbox> StartAsync(IReadOnlyDictionary<string, JsonObject> files, int images = 0)
    {
        var folder = Directory.CreateTempSubdirectory("openshiftimage-state-");
        foreach (var (resource, list) in files)
        {
            File.WriteAllText(Path.Combine(folder.FullName, resource + ".json"), list.ToJsonString());
        }

        var options = new SandboxOptions { Images = images, StateFolder = folder.FullName };
        return new(await SandboxServer.StartAsync(options), folder);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Server.DisposeAsync();
        _folder?.Delete(recursive: true);
    }

    /// <summary>Sends a request as a user, and returns what the server responds.</summary>
    public async Task<(int Code, string ContentType, string Body)> SendAsync(
        string path, string? user = "admin", string method = "GET", string accept = "application/json")
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.TryAddWithoutValidation("Accept", accept);
        if (user is not null)
        {
            var token = user switch { "admin" => Server.AdminToken, "alice" => Server.AliceToken, _ => user };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (method is not ("GET" or "DELETE"))
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var response = await _http.SendAsync(request);
        var body = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, response.Content.Headers.ContentType?.ToString() ?? "", body);
    }

    /// <summary>Returns the JSON of a response.</summary>
    public async Task<JsonObject> GetAsync(
        string path, string? user = "admin", string method = "GET", string accept = "application/json") =>
        JsonNode.Parse((await SendAsync(path, user, method, accept)).Body)!.AsObject();

    /// <summary>Returns the items of a list.</summary>
    public async Task<IReadOnlyList<JsonObject>> ListAsync(string path)
    {
        var list = await GetAsync(path);
        Assert.True(list["items"] is JsonArray, list.ToJsonString());
        return [.. list["items"]!.AsArray().Select(item => item!.AsObject())];
    }

    /// <summary>Returns the namespaces and names of the items of a list.</summary>
    public async Task<IReadOnlyList<string>> ListNamesAsync(string path) =>
        [.. (await ListAsync(path)).Select(GetName)];

    public static string GetName(JsonObject item) =>
        $"{(string?)item["metadata"]!["namespace"]}/{(string?)item["metadata"]!["name"]}";
}
