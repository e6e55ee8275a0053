using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>Behaviour of the real server that no recording has.</summary>
public sealed class ServerBehaviourTests(SandboxClient client) : IClassFixture<SandboxClient>
{
    private const string Images = SandboxClient.Images;
    private const string Digest = "sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string ListType = "application/vnd.docker.distribution.manifest.list.v2+json";

    [Fact]
    public async Task Unknown_fieldValidation_is_refused_with_the_supported_values()
    {
        var (code, status) = await client.JsonAsync(HttpMethod.Post, $"{Images}?fieldValidation=Loud", "{}");
        Assert.Equal(422, (int)code);
        Assert.Contains(
            "Unsupported value: \"Loud\": supported values: \"\", \"Ignore\", \"Strict\", \"Warn\"",
            (string?)status["message"],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "digest", "nodigest", "Invalid value: \"nodigest\": digest does not conform with OCI image specification")]
    [InlineData("mediaType", "nonsense", "Invalid value: \"nonsense\": media type does not conform to RFC6838")]
    [InlineData("architecture", "", "Required value")]
    [InlineData("os", "", "Required value")]
    public async Task Members_of_a_manifest_list_are_validated(string field, string value, string message)
    {
        var manifest = new JsonObject
        {
            ["digest"] = Digest,
            ["mediaType"] = "a/b",
            ["architecture"] = "amd64",
            ["os"] = "linux",
            ["manifestSize"] = 1,
        };
        manifest[field] = value;
        var image = NewImage(UniqueName());
        image["dockerImageManifests"] = new JsonArray(manifest);
        var (code, status) = await client.JsonAsync(HttpMethod.Post, Images, image.ToJsonString());
        Assert.Equal(422, (int)code);
        Assert.EndsWith(
            $"is invalid: dockerImageManifests[0].{field}: {message}",
            (string?)status["message"],
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hold", 422)]
    [InlineData("orphan", 201)]
    [InlineData("example.com/hold", 201)]
    public async Task Finalizer_that_is_neither_standard_nor_qualified_is_refused(string finalizer, int expected)
    {
        var (code, status) = await client.CreateAsync(UniqueName(), $",\"finalizers\":[\"{finalizer}\"]");
        Assert.Equal(expected, (int)code);
        if (expected == 422)
        {
            Assert.EndsWith(
                "metadata.finalizers[0]: Invalid value: \"hold\": "
                + "name is neither a standard finalizer name nor is it fully qualified",
                (string?)status["message"],
                StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(
        """{"schemaVersion":2,"layers":[{"digest":"d","size":5,"mediaType":"t"}]}""",
        null,
        "application/vnd.docker.distribution.manifest.v2+json",
        1)]
    [InlineData("""{"schemaVersion":2,"mediaType":"x/own","layers":[]}""", null, "x/own", 0)]
    [InlineData("""{"schemaVersion":2,"layers":[]}""", "x/given", "x/given", 0)]
    public async Task Media_type_and_layers_are_derived_from_the_manifest(
        string manifest, string? given, string expected, int layers)
    {
        var image = NewImage(UniqueName());
        image["dockerImageManifest"] = manifest;
        image["dockerImageManifestMediaType"] = given;
        var (_, created) = await client.JsonAsync(HttpMethod.Post, Images, image.ToJsonString());
        Assert.Equal(expected, (string?)created["dockerImageManifestMediaType"]);
        Assert.Equal(layers, (created["dockerImageLayers"] as JsonArray)?.Count ?? 0);
    }

    [Fact]
    public async Task Metadata_id_and_time_are_derived_from_a_manifest_list()
    {
        var name = UniqueName();
        var image = NewImage(name);
        image["dockerImageManifest"] =
            $$"""{"schemaVersion":2,"mediaType":"{{ListType}}","manifests":[{"digest":"{{Digest}}"}]}""";
        var (_, created) = await client.JsonAsync(HttpMethod.Post, Images, image.ToJsonString());
        Assert.Equal(name, (string?)created["dockerImageMetadata"]!["Id"]);
        Assert.StartsWith("20", (string?)created["dockerImageMetadata"]!["Created"], StringComparison.Ordinal);
        Assert.Null(created["dockerImageManifests"]);
    }

    [Theory]
    [InlineData("a%20in%20()")]
    [InlineData("app%20in%20(),app")]
    public async Task Empty_set_of_a_label_selector_selects_nothing(string selector)
    {
        var (code, list) = await client.JsonAsync(HttpMethod.Get, $"{Images}?labelSelector={selector}");
        Assert.Equal((200, 0), ((int)code, list["items"]!.AsArray().Count));
    }

    [Theory]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io", 400)]
    [InlineData("application/json", 200)]
    public async Task Unknown_includeObject_is_refused_for_tables_only(string accept, int expected)
    {
        var (code, response) = await client.JsonAsync(
            HttpMethod.Get, $"{Images}?limit=1&includeObject=bogus", accept: accept);
        Assert.Equal(expected, (int)code);
        if (expected == 400)
        {
            Assert.Equal(
                "Unable to convert to Table as requested: includeObject: Invalid value: \"bogus\": "
                + "must be 'Metadata', 'Object', 'None', or empty",
                (string?)response["message"]);
        }
    }

    [Theory]
    [InlineData(SandboxClient.MergePatch, """{"metadata":{"uid":"other"}}""")]
    [InlineData(SandboxClient.JsonPatch, """[{"op":"replace","path":"/metadata/uid","value":"other"}]""")]
    public async Task Patch_of_the_uid_is_refused(string type, string patch)
    {
        await client.CreateAsync("uid-patch");
        var (code, status) = await client.JsonAsync(HttpMethod.Patch, $"{Images}/uid-patch", patch, type);
        Assert.Equal((422, "Invalid"), ((int)code, (string?)status["reason"]));
        Assert.Contains(
            "metadata.uid: Invalid value: \"other\": field is immutable",
            (string?)status["message"],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Strategic_merge_patch_puts_new_finalizers_first()
    {
        await client.CreateAsync("strategic", ",\"finalizers\":[\"x.io/a\",\"x.io/b\"]");
        var (_, patched) = await client.JsonAsync(
            HttpMethod.Patch,
            $"{Images}/strategic",
            """{"metadata":{"finalizers":["x.io/new"]}}""",
            SandboxClient.StrategicMergePatch);
        var finalizers = patched["metadata"]!["finalizers"]!.AsArray().Select(item => (string)item!);
        Assert.Equal(["x.io/new", "x.io/a", "x.io/b"], finalizers);
    }

    [Fact]
    public async Task List_at_an_exact_version_expires_by_compaction_after_a_write()
    {
        await client.CreateAsync(UniqueName());
        var (_, list) = await client.JsonAsync(HttpMethod.Get, $"{Images}?limit=1");
        var version = (string?)list["metadata"]!["resourceVersion"];
        var exact = $"{Images}?limit=1&resourceVersion={version}&resourceVersionMatch=Exact";
        client.Server.Store.Compact();
        var (code, again) = await client.JsonAsync(HttpMethod.Get, exact);
        Assert.Equal((200, version), ((int)code, (string?)again["metadata"]!["resourceVersion"]));
        await client.CreateAsync(UniqueName());
        client.Server.Store.Compact();
        (code, _) = await client.JsonAsync(HttpMethod.Get, exact);
        Assert.Equal(410, (int)code);
    }

    [Fact]
    public async Task Json_patch_with_too_many_copied_bytes_is_refused()
    {
        await client.CreateAsync("copies");
        const string Annotations = "/metadata/annotations";
        var value = new JsonObject { ["a0"] = new string('x', 10_000) };
        var operations = new JsonArray(new JsonObject { ["op"] = "add", ["path"] = Annotations, ["value"] = value });
        for (var i = 1; i < 2_000; i++)
        {
            var path = $"{Annotations}/a{i}";
            operations.Add(new JsonObject { ["op"] = "copy", ["from"] = Annotations, ["path"] = path });
        }

        var (code, status) = await client.JsonAsync(
            HttpMethod.Patch, $"{Images}/copies", operations.ToJsonString(), SandboxClient.JsonPatch);
        Assert.Equal(422, (int)code);
        Assert.Equal("the server rejected our request due to an error in our request", (string?)status["message"]);
    }

    [Theory]
    [InlineData(SandboxClient.Json, "[", "]")]
    [InlineData(SandboxClient.Json, "{\"a\":", "}")]
    [InlineData(SandboxClient.Yaml, "[", "]")]
    [InlineData(SandboxClient.Yaml, "{a: ", "}")]
    [InlineData(SandboxClient.ApplyPatch, "[", "]")]
    public async Task Deeply_nested_body_is_refused(string type, string open, string close)
    {
        const int Depth = 60_000;
        var body = $"{Repeat(open)}1{Repeat(close)}";
        using var response = type == SandboxClient.ApplyPatch
            ? await client.SendAsync(HttpMethod.Patch, $"{Images}/deep?fieldManager=x", body, type)
            : await client.SendAsync(HttpMethod.Post, Images, body, type);
        Assert.InRange((int)response.StatusCode, 400, 599);
        using var after = await client.SendAsync(HttpMethod.Get, "/healthz");
        Assert.Equal(200, (int)after.StatusCode);

        static string Repeat(string text) => string.Concat(Enumerable.Repeat(text, Depth));
    }

    [Fact]
    public async Task Impersonation_of_groups_without_a_user_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, client.Server.Address + Images[1..]);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", client.Server.AdminToken);
        request.Headers.TryAddWithoutValidation("Impersonate-Group", "developers, admins");
        using var http = SandboxClient.CreateHttpClient();
        using var response = await http.SendAsync(request);
        Assert.Equal(500, (int)response.StatusCode);
        Assert.Contains(
            "requested [{Group  developers, admins    }] without impersonating a user",
            await response.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    private static string UniqueName() => $"image-{Guid.NewGuid():N}";

    private static JsonObject NewImage(string name) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["dockerImageReference"] = "a/b:c",
    };
}
