using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>
/// Requests at the edges of what Kubernetes' libraries accept, which no recording has; the messages are the libraries'.
/// </summary>
public sealed class FaultyRequestTests(SandboxClient client) : IClassFixture<SandboxClient>
{
    private const string Images = SandboxClient.Images;
    private const string InvalidTimeout = "invalid timeout specified in the request URL - time: ";

    [Theory]
    [InlineData("fieldSelector=metadata.name%3Da%3Db", "invalid field selector: unescaped character in value: 61")]
    [InlineData("fieldSelector=metadata.name%3D%5Cx", "invalid field selector: invalid escape sequence: \\x")]
    [InlineData(
        "fieldSelector=%3Da",
        "\"\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("fieldSelector=metadata.name", "invalid selector: 'metadata.name'; can't understand 'metadata.name'")]
    [InlineData(
        "limit=99999999999999999999", "strconv.ParseInt: parsing \"99999999999999999999\": value out of range")]
    [InlineData("limit=1_0", "strconv.ParseInt: parsing \"1_0\": invalid syntax")]
    [InlineData("timeout=x", InvalidTimeout + "invalid duration \"x\"")]
    [InlineData("timeout=1d", InvalidTimeout + "unknown unit \"d\" in duration \"1d\"")]
    [InlineData("timeout=5", InvalidTimeout + "missing unit in duration \"5\"")]
    public async Task Faulty_query_is_a_bad_request(string query, string message)
    {
        var (code, status) = await client.JsonAsync(HttpMethod.Get, $"{Images}?{query}");
        Assert.Equal((400, "BadRequest", message), ((int)code, (string?)status["reason"], Message(status)));
    }

    [Theory]
    [InlineData("fieldSelector=metadata.name%3Da%5C%2Cb", 0)]
    [InlineData("limit=1&limit=2", 1)]
    [InlineData("limit=1&watch=False", 1)]
    [InlineData("limit=1&timeout=1m30s", 1)]
    public async Task Query_at_the_edge_is_accepted(string query, int count)
    {
        var (code, list) = await client.JsonAsync(HttpMethod.Get, $"{Images}?{query}");
        Assert.Equal((200, count), ((int)code, list["items"]!.AsArray().Count));
    }

    [Fact]
    public async Task Empty_watch_parameter_starts_a_watch()
    {
        using var response = await client.SendAsync(
            HttpMethod.Get, $"{Images}?watch=&timeoutSeconds=1&resourceVersion=0");
        Assert.StartsWith(
            "{\"type\":\"ADDED\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_of_an_empty_map_keeps_the_map()
    {
        await client.CreateAsync("empty-map", ""","labels":{"a":"b"}""");
        var (code, image) = await ApplyAsync("empty-map", """{"labels":{}}""");
        Assert.Equal((200, "b"), (code, (string?)image["metadata"]!["labels"]!["a"]));
    }

    [Fact]
    public async Task Apply_of_a_label_without_a_value_makes_it_empty()
    {
        await client.CreateAsync("null-label");
        var (code, image) = await ApplyAsync("null-label", """{"labels":{"a":null}}""");
        Assert.Equal((200, ""), (code, (string?)image["metadata"]!["labels"]!["a"]));
    }

    [Fact]
    public async Task Deletion_with_an_empty_body_deletes_and_with_a_malformed_one_does_not()
    {
        await client.CreateAsync("with-body");
        var (code, status) = await client.JsonAsync(HttpMethod.Delete, $"{Images}/with-body", "x");
        Assert.Equal(500, (int)code);
        Assert.Equal(
            "couldn't get version/kind; json parse error: invalid character 'x' looking for beginning of value",
            Message(status));
        (code, _) = await client.JsonAsync(HttpMethod.Delete, $"{Images}/with-body", "null");
        Assert.Equal(200, (int)code);
    }

    [Fact]
    public async Task Yaml_with_excessive_aliases_is_refused()
    {
        var lines = Enumerable.Range(1, 30).Select(
            i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]");
        var body = $"a0: &a0 [x]\n{string.Join('\n', lines)}\n";
        var (code, status) = await client.JsonAsync(HttpMethod.Post, Images, body, SandboxClient.Yaml);
        Assert.Equal(400, (int)code);
        Assert.Contains("document contains excessive aliasing", Message(status), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Yaml_anchors_are_resolved()
    {
        const string Body =
            "metadata:\n  name: anchors\n  labels: &l\n    a: b\n  annotations:\n    <<: *l\n    c: d\n"
            + "dockerImageReference: quay.io/a/b:c\n";
        var (code, image) = await client.JsonAsync(HttpMethod.Post, Images, Body, SandboxClient.Yaml);
        var annotations = image["metadata"]!["annotations"]!;
        Assert.Equal((201, "b", "d"), ((int)code, (string?)annotations["a"], (string?)annotations["c"]));
    }

    [Theory]
    [InlineData(
        "Strict",
        400,
        "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n"
        + "  line 6: key \"a\" already set in map",
        0)]
    [InlineData("Warn", 200, "", 1)]
    [InlineData("Ignore", 200, "", 0)]
    public async Task Field_validation_covers_repeated_keys_of_an_apply(
        string validation, int expected, string message, int warnings)
    {
        var name = $"repeated-{validation.ToLowerInvariant()}";
        await client.CreateAsync(name);
        using var response = await client.SendAsync(
            HttpMethod.Patch,
            $"{Images}/{name}?fieldManager=me&fieldValidation={validation}",
            "kind: Image\napiVersion: image.openshift.io/v1\nmetadata:\n  labels:\n    a: b\n    a: c\n",
            SandboxClient.ApplyPatch);
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((expected, message), ((int)response.StatusCode, Message(body) ?? ""));
        Assert.Equal(warnings, Warnings(response).Count);
        var (_, stored) = await client.JsonAsync(HttpMethod.Get, $"{Images}/{name}");
        Assert.Equal(expected == 200 ? "c" : null, (string?)stored["metadata"]!["labels"]?["a"]);
    }

    [Theory]
    [InlineData("Strict", 422, 0)]
    [InlineData("Warn", 200, 2)]
    [InlineData("Ignore", 200, 0)]
    public async Task Field_validation_covers_unknown_and_repeated_keys_of_json_patch_operations(
        string validation, int expected, int warnings)
    {
        var name = $"operation-{validation.ToLowerInvariant()}";
        await client.CreateAsync(name);
        using var response = await client.SendAsync(
            HttpMethod.Patch,
            $"{Images}/{name}?fieldValidation={validation}",
            """[{"op":"test","op":"add","foo":1,"path":"/metadata/labels","value":{"a":"b","a":"c"}}]""",
            SandboxClient.JsonPatch);
        Assert.Equal(expected, (int)response.StatusCode);
        Assert.Equal(warnings, Warnings(response).Count);
        Assert.All(
            Warnings(response), warning => Assert.Contains("json patch ", warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_patch_of_more_than_ten_thousand_operations_is_refused()
    {
        await client.CreateAsync("operations");
        var operations = Enumerable.Range(0, 10_001).Select(
            _ => new JsonObject { ["op"] = "test", ["path"] = "/x" });
        var patch = new JsonArray([.. operations]).ToJsonString();
        var (code, status) = await client.JsonAsync(
            HttpMethod.Patch, $"{Images}/operations", patch, SandboxClient.JsonPatch);
        Assert.Equal(413, (int)code);
        Assert.Equal(
            "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001",
            Message(status));
    }

    [Theory]
    [InlineData(
        ""","generation":-1""",
        "metadata.generation: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData(
        ""","finalizers":["orphan","foregroundDeletion"]""",
        "metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: "
        + "finalizer orphan and foregroundDeletion cannot be both set")]
    [InlineData(
        ""","ownerReferences":[{"apiVersion":"v1","kind":"Event","name":"e","uid":"u"}]""",
        "metadata.ownerReferences: Invalid value: "
        + "{\"apiVersion\":\"v1\",\"kind\":\"Event\",\"name\":\"e\",\"uid\":\"u\"}: "
        + "/v1, Kind=Event is disallowed from being an owner")]
    [InlineData(
        ""","ownerReferences":[{"apiVersion":"v1","kind":"A","name":"e","uid":"u","controller":true},"""
        + """{"apiVersion":"v1","kind":"B","name":"f","uid":"w","controller":true}]""",
        "Only one reference can have Controller set to true. "
        + "Found \"true\" in references for A/e and B/f")]
    public async Task Invalid_metadata_is_refused(string metadata, string message)
    {
        var (code, status) = await client.CreateAsync("not-valid", metadata);
        Assert.Equal(422, (int)code);
        Assert.Contains(message, Message(status), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deletion_reads_options_as_yaml_and_refuses_a_period_that_is_no_number()
    {
        await client.CreateAsync("to-keep");
        var (code, status) = await client.JsonAsync(HttpMethod.Delete, $"{Images}/to-keep?gracePeriodSeconds=x");
        Assert.Equal((400, "strconv.ParseInt: parsing \"x\": invalid syntax"), ((int)code, Message(status)));
        (code, _) = await client.JsonAsync(
            HttpMethod.Delete, $"{Images}/to-keep", "dryRun:\n- All\n", SandboxClient.Yaml);
        Assert.Equal(200, (int)code);
        (code, _) = await client.JsonAsync(HttpMethod.Get, $"{Images}/to-keep");
        Assert.Equal(200, (int)code);
    }

    private async Task<(int Code, JsonObject Json)> ApplyAsync(string name, string metadata)
    {
        var configuration = $$"""{"kind":"Image","apiVersion":"image.openshift.io/v1","metadata":{{metadata}}}""";
        var (code, image) = await client.JsonAsync(
            HttpMethod.Patch, $"{Images}/{name}?fieldManager=me", configuration, SandboxClient.ApplyPatch);
        return ((int)code, image);
    }

    private static string? Message(JsonNode status) => (string?)status["message"];

    private static List<string> Warnings(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Warning", out var warnings) ? [.. warnings] : [];
}
