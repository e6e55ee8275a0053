using System.Text;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>
/// What the real server was found to do where the sandbox did something else, and no recording tells.
/// </summary>
public sealed class ServerBehaviourTests(SandboxClient client) : IClassFixture<SandboxClient>
{
    private const string Images = SandboxClient.Images;
    private const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string ListType = "application/vnd.docker.distribution.manifest.list.v2+json";

    [Fact]
    public async Task Supported_values_of_fieldValidation_begin_with_the_empty_one()
    {
        var (code, status) = await client.JsonAsync(HttpMethod.Post, $"{Images}?fieldValidation=Loud", "{}");
        Assert.Equal(422, (int)code);
        Assert.Contains("Unsupported value: \"Loud\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"", (string?)status["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nodigest", "a/b", "amd64", "linux", "dockerImageManifests[0].digest: Invalid value: \"nodigest\": digest does not conform with OCI image specification")]
    [InlineData(Digest, "nonsense", "amd64", "linux", "dockerImageManifests[0].mediaType: Invalid value: \"nonsense\": media type does not conform to RFC6838")]
    [InlineData(Digest, "a/b", "", "linux", "dockerImageManifests[0].architecture: Required value")]
    [InlineData(Digest, "a/b", "amd64", "", "dockerImageManifests[0].os: Required value")]
    public async Task Members_of_a_manifest_list_are_validated(string digest, string mediaType, string architecture, string os, string message)
    {
        var manifest = $$"""{"digest":"{{digest}}","mediaType":"{{mediaType}}","architecture":"{{architecture}}","os":"{{os}}","manifestSize":1}""";
        var body = $$"""{"metadata":{"name":"list-{{Guid.NewGuid():N}}"},"dockerImageReference":"a/b:c","dockerImageManifests":[{{manifest}}]}""";
        var (code, status) = await client.JsonAsync(HttpMethod.Post, Images, body);
        Assert.Equal(422, (int)code);
        Assert.EndsWith($"is invalid: {message}", (string?)status["message"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hold", 422)]
    [InlineData("orphan", 201)]
    [InlineData("example.com/hold", 201)]
    public async Task Finalizers_are_standard_or_qualified(string finalizer, int expected)
    {
        var (code, status) = await client.CreateAsync("fin-" + Guid.NewGuid().ToString("N"), $",\"finalizers\":[\"{finalizer}\"]");
        Assert.Equal(expected, (int)code);
        if (expected == 422)
        {
            Assert.EndsWith(
                "metadata.finalizers[0]: Invalid value: \"hold\": name is neither a standard finalizer name nor is it fully qualified",
                (string?)status["message"],
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("""{"schemaVersion":2,"layers":[{"digest":"d","size":5,"mediaType":"t"}]}""", null, "application/vnd.docker.distribution.manifest.v2+json", 1)]
    [InlineData("""{"schemaVersion":2,"mediaType":"x/own","layers":[]}""", null, "x/own", 0)]
    [InlineData("""{"schemaVersion":2,"layers":[]}""", "x/given", "x/given", 0)]
    public async Task A_manifest_without_a_media_type_gets_one(string manifest, string? given, string expected, int layers)
    {
        var image = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "m-" + Guid.NewGuid().ToString("N") },
            ["dockerImageReference"] = "a/b:c",
            ["dockerImageManifest"] = manifest,
            ["dockerImageManifestMediaType"] = given,
        };
        var (_, created) = await client.JsonAsync(HttpMethod.Post, Images, image.ToJsonString());
        Assert.Equal(expected, (string?)created["dockerImageManifestMediaType"]);
        Assert.Equal(layers, (created["dockerImageLayers"] as JsonArray)?.Count ?? 0);
    }

    [Fact]
    public async Task A_manifest_list_s_own_manifest_gives_metadata_id_and_time()
    {
        var name = "l-" + Guid.NewGuid().ToString("N");
        var image = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["dockerImageReference"] = "a/b:c",
            ["dockerImageManifest"] = $$"""{"schemaVersion":2,"mediaType":"{{ListType}}","manifests":[{"digest":"{{Digest}}"}]}""",
        };
        var (_, created) = await client.JsonAsync(HttpMethod.Post, Images, image.ToJsonString());
        Assert.Equal(name, (string?)created["dockerImageMetadata"]!["Id"]);
        Assert.StartsWith("20", (string?)created["dockerImageMetadata"]!["Created"], StringComparison.Ordinal);
        Assert.Null(created["dockerImageManifests"]);
    }

    [Theory]
    [InlineData("a%20in%20()")]
    [InlineData("app%20in%20(),app")]
    public async Task An_empty_set_is_accepted_and_selects_nothing(string selector)
    {
        var (code, list) = await client.JsonAsync(HttpMethod.Get, $"{Images}?labelSelector={selector}");
        Assert.Equal((200, 0), ((int)code, list["items"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io", 400)]
    [InlineData("application/json", 200)]
    public async Task A_table_must_include_what_there_is(string accept, int expected)
    {
        var (code, answer) = await client.JsonAsync(HttpMethod.Get, $"{Images}?limit=1&includeObject=bogus", accept: accept);
        Assert.Equal(expected, (int)code);
        if (expected == 400)
        {
            Assert.Equal(
                "Unable to convert to Table as requested: includeObject: Invalid value: \"bogus\": must be 'Metadata', 'Object', 'None', or empty",
                (string?)answer["message"]);
        }
    }

    [Theory]
    [InlineData("application/merge-patch+json", "{\"metadata\":{\"uid\":\"other\"}}")]
    [InlineData("application/json-patch+json", "[{\"op\":\"replace\",\"path\":\"/metadata/uid\",\"value\":\"other\"}]")]
    public async Task A_patch_of_the_uid_is_refused(string type, string patch)
    {
        await client.CreateAsync("uid-patch");
        var (code, status) = await client.JsonAsync(HttpMethod.Patch, $"{Images}/uid-patch", patch, type);
        Assert.Equal((422, "Invalid"), ((int)code, (string?)status["reason"]));
        Assert.Contains("metadata.uid: Invalid value: \"other\": field is immutable", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_strategic_merge_puts_new_finalizers_first()
    {
        await client.CreateAsync("strategic", ",\"finalizers\":[\"x.io/a\",\"x.io/b\"]");
        var (_, patched) = await client.JsonAsync(
            HttpMethod.Patch, $"{Images}/strategic", "{\"metadata\":{\"finalizers\":[\"x.io/new\"]}}", "application/strategic-merge-patch+json");
        Assert.Equal(["x.io/new", "x.io/a", "x.io/b"], patched["metadata"]!["finalizers"]!.AsArray().Select(item => (string)item!));
    }

    [Fact]
    public async Task A_list_at_an_exact_version_that_no_write_has_followed_is_answered_after_compaction()
    {
        await client.CreateAsync("exact-" + Guid.NewGuid().ToString("N"));
        var (_, list) = await client.JsonAsync(HttpMethod.Get, $"{Images}?limit=1");
        var version = (string?)list["metadata"]!["resourceVersion"];
        client.Server.Store.Compact();
        var (code, again) = await client.JsonAsync(HttpMethod.Get, $"{Images}?limit=1&resourceVersion={version}&resourceVersionMatch=Exact");
        Assert.Equal((200, version), ((int)code, (string?)again["metadata"]!["resourceVersion"]));
        await client.CreateAsync("exact-" + Guid.NewGuid().ToString("N"));
        client.Server.Store.Compact();
        (code, _) = await client.JsonAsync(HttpMethod.Get, $"{Images}?limit=1&resourceVersion={version}&resourceVersionMatch=Exact");
        Assert.Equal(410, (int)code);
    }

    [Fact]
    public async Task Copies_of_one_json_patch_are_bounded()
    {
        await client.CreateAsync("copies");
        var operations = new StringBuilder("""[{"op":"add","path":"/metadata/annotations","value":{"a0":"LONG"}}""").Replace("LONG", new string('x', 10_000));
        for (var i = 1; i < 2_000; i++)
        {
            operations.Append(System.Globalization.CultureInfo.InvariantCulture, $$""",{"op":"copy","from":"/metadata/annotations","path":"/metadata/annotations/a{{i}}"}""");
        }

        var (code, status) = await client.JsonAsync(HttpMethod.Patch, $"{Images}/copies", operations.Append(']').ToString(), "application/json-patch+json");
        Assert.Equal((422, "the server rejected our request due to an error in our request"), ((int)code, (string?)status["message"]));
    }

    [Theory]
    [InlineData("application/json", "[", "]")]
    [InlineData("application/json", "{\"a\":", "}")]
    [InlineData("application/yaml", "[", "]")]
    [InlineData("application/yaml", "{a: ", "}")]
    [InlineData("application/apply-patch+yaml", "[", "]")]
    public async Task Bodies_nested_without_end_are_refused(string type, string open, string close)
    {
        var body = string.Concat(Enumerable.Repeat(open, 60_000)) + "1" + string.Concat(Enumerable.Repeat(close, 60_000));
        var isPatch = type.Contains("apply", StringComparison.Ordinal);
        using var response = await client.SendAsync(isPatch ? HttpMethod.Patch : HttpMethod.Post, isPatch ? $"{Images}/deep?fieldManager=x" : Images, body, type);
        Assert.InRange((int)response.StatusCode, 400, 599);
        using var after = await client.SendAsync(HttpMethod.Get, "/healthz");
        Assert.Equal(200, (int)after.StatusCode);
    }

    [Fact]
    public async Task Groups_without_a_user_to_act_as_are_an_error()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, client.Server.Address + Images[1..]);
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", client.Server.AdminToken);
        request.Headers.TryAddWithoutValidation("Impersonate-Group", "developers, admins");
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
        using var response = await http.SendAsync(request);
        Assert.Equal(500, (int)response.StatusCode);
        Assert.Contains("requested [{Group  developers, admins    }] without impersonating a user", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
