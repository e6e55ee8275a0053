using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>
/// Requests at the edges of what Kubernetes' libraries accept, which no recording has; the wording is theirs.
/// </summary>
public sealed class FaultyRequestsTests(SandboxClient client) : IClassFixture<SandboxClient>
{
    private const string Images = SandboxClient.Images;
    private const string Json = "application/json-patch+json";
    private const string Merge = "application/merge-patch+json";
    private const string Strategic = "application/strategic-merge-patch+json";
    private const string Apply = "application/apply-patch+yaml";

    [Theory]
    [InlineData("fieldSelector=metadata.name%3Da%3Db", "invalid field selector: unescaped character in value: 61")]
    [InlineData("fieldSelector=metadata.name%3D%5Cx", "invalid field selector: invalid escape sequence: \\x")]
    [InlineData("fieldSelector=%3Da", "\"\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    [InlineData("fieldSelector=metadata.name", "invalid selector: 'metadata.name'; can't understand 'metadata.name'")]
    [InlineData("limit=99999999999999999999", "strconv.ParseInt: parsing \"99999999999999999999\": value out of range")]
    [InlineData("limit=1_0", "strconv.ParseInt: parsing \"1_0\": invalid syntax")]
    [InlineData("timeout=x", "invalid timeout specified in the request URL - time: invalid duration \"x\"")]
    [InlineData("timeout=1d", "invalid timeout specified in the request URL - time: unknown unit \"d\" in duration \"1d\"")]
    [InlineData("timeout=5", "invalid timeout specified in the request URL - time: missing unit in duration \"5\"")]
    public async Task A_faulty_query_is_a_bad_request(string query, string message)
    {
        var (code, status) = await client.JsonAsync(HttpMethod.Get, $"{Images}?{query}");
        Assert.Equal((400, "BadRequest", message), ((int)code, (string?)status["reason"], (string?)status["message"]));
    }

    [Theory]
    [InlineData("fieldSelector=metadata.name%3Da%5C%2Cb", 0)]
    [InlineData("limit=1&limit=2", 1)]
    [InlineData("limit=1&watch=False", 1)]
    [InlineData("limit=1&timeout=1m30s", 1)]
    public async Task A_query_at_the_edge_is_taken(string query, int count)
    {
        var (code, list) = await client.JsonAsync(HttpMethod.Get, $"{Images}?{query}");
        Assert.Equal((200, count), ((int)code, list["items"]!.AsArray().Count));
    }

    [Fact]
    public async Task A_watch_may_be_asked_for_by_an_empty_text()
    {
        using var response = await client.SendAsync(HttpMethod.Get, $"{Images}?watch=&timeoutSeconds=1&resourceVersion=0");
        Assert.StartsWith("{\"type\":\"ADDED\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Json, """[{"op":"test","path":"/metadata/labels","value":null}]""", 200, "")]
    [InlineData(Json, """[{"op":"add","path":"/metadata/finalizers","value":["x.io/a","x.io/b"]},{"op":"remove","path":"/metadata/finalizers/-1"},{"op":"test","path":"/metadata/finalizers","value":["x.io/a"]}]""", 200, "")]
    [InlineData(Json, """[{"op":"remove","path":"/metadata/finalizers/-1"}]""", 422, "the server rejected our request due to an error in our request")]
    [InlineData(Json, "{}", 400, "error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp")]
    [InlineData(Json, "[5]", 400, "error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp")]
    [InlineData(Json, "null", 200, "")]
    [InlineData(Json, """[{"op":5}]""", 400, "error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.op of type string")]
    [InlineData(Json, """[{"op":"test","path":"/x/y","value":null}]""", 422, "the server rejected our request due to an error in our request")]
    [InlineData(Merge, """{"a":1,}""", 400, "error decoding patch: invalid character '}' looking for beginning of object key string")]
    [InlineData(Merge, "[1 2]", 400, "error decoding patch: invalid character '2' after array element")]
    [InlineData(Merge, """{"a" 1}""", 400, "error decoding patch: invalid character '1' after object key")]
    [InlineData(Merge, "{\"a\":\"\n\"}", 400, "error decoding patch: invalid character '\\n' in string literal")]
    [InlineData(Strategic, """{"metadata":{"$patch":"merge"}}""", 500, "unknown patch type: merge in map: map[$patch:merge]")]
    [InlineData(Strategic, """{"metadata":{"$setElementOrder/finalizers":"x"}}""", 500, "expected a []interface {}, but received a string")]
    [InlineData(Apply, "[]", 400, "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData(Apply, "{}", 400, "invalid object type: /, Kind=")]
    [InlineData(Merge, "[]", 400, "error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData(Merge, "null", 400, "Invalid JSON Patch")]
    [InlineData(Merge, """{"metadata":tru}""", 400, "error decoding patch: invalid character '}' in literal true (expecting 'e')")]
    [InlineData(Merge, """{"metadata":{"annotations":{"a":"\ud800"}}}""", 200, "")]
    [InlineData(Strategic, "5", 400, "json: cannot unmarshal number into Go value of type map[string]interface {}")]
    [InlineData(Strategic, "null", 200, "")]
    [InlineData(Strategic, """{"metadata":{"$retainKeys":["name"],"labels":{"a":"b"}}}""", 400, "invalid patch format of retainKeys")]
    [InlineData(Strategic, """{"metadata":{"$retainKeys":"name"}}""", 400, "invalid patch format of retainKeys")]
    [InlineData(Strategic, """{"metadata":{"$deleteFromPrimitiveList":["a"]}}""", 400, "invalid patch format of primitive list")]
    [InlineData(Apply, """{"kind":"Image","apiVersion":"image.openshift.io/v1","metadata":{"labels":{"a":5}}}""", 500, "failed to create typed patch object (/; image.openshift.io/v1, Kind=Image): .metadata.labels.a: expected string, got &value.valueUnstructured{Value:5}")]
    [InlineData(Apply, """{"kind":"Image","apiVersion":"image.openshift.io/v1","metadata":{"finalizers":["a/b","a/b"]}}""", 500, "failed to create typed patch object (/; image.openshift.io/v1, Kind=Image): .metadata.finalizers: duplicate entries for key [=\"a/b\"]")]
    [InlineData(Apply, """{"kind":"Image","apiVersion":"image.openshift.io/v1","metadata":{"finalizers":[null]}}""", 500, "failed to create typed patch object (/; image.openshift.io/v1, Kind=Image): .metadata.finalizers: element 0: associative list without keys has an element that's an explicit null")]
    [InlineData(Apply, """{"kind":"Image","apiVersion":"image.openshift.io/v1","metadata":{"ownerReferences":[{"name":"a"}]}}""", 500, "failed to create typed patch object (/; image.openshift.io/v1, Kind=Image): .metadata.ownerReferences: element 0: associative list with keys has an element that omits key field \"uid\" (and doesn't have default value)")]
    [InlineData(Apply, """{"kind":"Image","apiVersion":"image.openshift.io/v1","signatures":[{"type":"a"}]}""", 500, "failed to create typed patch object (/; image.openshift.io/v1, Kind=Image): .signatures: element 0: associative list with keys has an element that omits key field \"name\" (and doesn't have default value)")]
    [InlineData(Apply, """{"kind":"Image","apiVersion":"image.openshift.io/v1","metadata":{"labels":[]}}""", 500, "failed to create typed patch object (/; image.openshift.io/v1, Kind=Image): .metadata.labels: expected map, got &{[]}")]
    public async Task A_patch_at_the_edge(string type, string patch, int expected, string message)
    {
        var name = $"edge-{Guid.NewGuid():N}";
        await client.CreateAsync(name);
        var (code, answer) = await client.JsonAsync(HttpMethod.Patch, $"{Images}/{name}?fieldManager=me", patch, type);
        Assert.Equal((expected, message), ((int)code, (string?)answer["message"] ?? ""));
    }

    [Fact]
    public async Task An_apply_of_an_empty_map_asks_for_nothing()
    {
        await client.CreateAsync("empty-map", ""","labels":{"a":"b"}""");
        var (code, image) = await client.JsonAsync(
            HttpMethod.Patch, $"{Images}/empty-map?fieldManager=me", """{"kind":"Image","apiVersion":"image.openshift.io/v1","metadata":{"labels":{}}}""", Apply);
        Assert.Equal((200, "b"), ((int)code, (string?)image["metadata"]!["labels"]!["a"]));
    }

    [Fact]
    public async Task A_deletion_whose_body_says_nothing_deletes_and_one_that_is_none_does_not()
    {
        await client.CreateAsync("with-body");
        var (code, status) = await client.JsonAsync(HttpMethod.Delete, $"{Images}/with-body", "x");
        Assert.Equal((500, "couldn't get version/kind; json parse error: invalid character 'x' looking for beginning of value"), ((int)code, (string?)status["message"]));
        (code, _) = await client.JsonAsync(HttpMethod.Delete, $"{Images}/with-body", "null");
        Assert.Equal(200, (int)code);
    }

    [Fact]
    public async Task Aliases_of_aliases_fill_no_memory()
    {
        var lines = Enumerable.Range(1, 30).Select(i => $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 9))}]");
        var (code, status) = await client.JsonAsync(HttpMethod.Post, Images, $"a0: &a0 [x]\n{string.Join('\n', lines)}\n", "application/yaml");
        Assert.Equal(400, (int)code);
        Assert.Contains("document contains excessive aliasing", (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_apply_of_a_label_without_a_value_makes_it_empty()
    {
        await client.CreateAsync("null-label");
        var (code, image) = await client.JsonAsync(
            HttpMethod.Patch, $"{Images}/null-label?fieldManager=me", """{"kind":"Image","apiVersion":"image.openshift.io/v1","metadata":{"labels":{"a":null}}}""", Apply);
        Assert.Equal((200, ""), ((int)code, (string?)image["metadata"]!["labels"]!["a"]));
    }

    [Theory]
    [InlineData("Strict", 400, "error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 6: key \"a\" already set in map", 0)]
    [InlineData("Warn", 200, "", 1)]
    [InlineData("Ignore", 200, "", 0)]
    public async Task Repeated_keys_of_an_apply_are_judged_as_asked(string validation, int expected, string message, int warnings)
    {
        var name = $"repeated-{validation.ToLowerInvariant()}";
        await client.CreateAsync(name);
        using var response = await client.SendAsync(
            HttpMethod.Patch, $"{Images}/{name}?fieldManager=me&fieldValidation={validation}",
            "kind: Image\napiVersion: image.openshift.io/v1\nmetadata:\n  labels:\n    a: b\n    a: c\n", Apply);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal((expected, message), ((int)response.StatusCode, (string?)answer["message"] ?? ""));
        Assert.Equal(warnings, response.Headers.TryGetValues("Warning", out var told) ? told.Count() : 0);
        var (_, stored) = await client.JsonAsync(HttpMethod.Get, $"{Images}/{name}");
        Assert.Equal(expected == 200 ? "c" : null, (string?)stored["metadata"]!["labels"]?["a"]);
    }

    [Theory]
    [InlineData("Strict", 422, 0)]
    [InlineData("Warn", 200, 2)]
    [InlineData("Ignore", 200, 0)]
    public async Task Unknown_and_repeated_keys_of_operations_are_judged_as_asked(string validation, int expected, int warnings)
    {
        var name = $"operation-{validation.ToLowerInvariant()}";
        await client.CreateAsync(name);
        using var response = await client.SendAsync(
            HttpMethod.Patch, $"{Images}/{name}?fieldValidation={validation}",
            """[{"op":"test","op":"add","foo":1,"path":"/metadata/labels","value":{"a":"b","a":"c"}}]""", Json);
        Assert.Equal(expected, (int)response.StatusCode);
        var told = response.Headers.TryGetValues("Warning", out var all) ? all.ToList() : [];
        Assert.Equal(warnings, told.Count);
        Assert.All(told, warning => Assert.Contains("json patch ", warning, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ten_thousand_operations_are_the_most()
    {
        await client.CreateAsync("operations");
        var patch = new JsonArray([.. Enumerable.Range(0, 10_001).Select(_ => new JsonObject { ["op"] = "test", ["path"] = "/x" })]).ToJsonString();
        var (code, status) = await client.JsonAsync(HttpMethod.Patch, $"{Images}/operations", patch, Json);
        Assert.Equal((413, "Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001"), ((int)code, (string?)status["message"]));
    }

    [Theory]
    [InlineData(""","generation":-1""", "metadata.generation: Invalid value: -1: must be greater than or equal to 0")]
    [InlineData(""","finalizers":["orphan","foregroundDeletion"]""", "metadata.finalizers: Invalid value: [\"orphan\",\"foregroundDeletion\"]: finalizer orphan and foregroundDeletion cannot be both set")]
    [InlineData(""","ownerReferences":[{"apiVersion":"v1","kind":"Event","name":"e","uid":"u"}]""", "metadata.ownerReferences: Invalid value: {\"apiVersion\":\"v1\",\"kind\":\"Event\",\"name\":\"e\",\"uid\":\"u\"}: /v1, Kind=Event is disallowed from being an owner")]
    [InlineData(""","ownerReferences":[{"apiVersion":"v1","kind":"A","name":"e","uid":"u","controller":true},{"apiVersion":"v1","kind":"B","name":"f","uid":"w","controller":true}]""", "Only one reference can have Controller set to true. Found \"true\" in references for A/e and B/f")]
    public async Task Metadata_that_are_not_valid_are_refused(string metadata, string message)
    {
        var (code, status) = await client.CreateAsync("not-valid", metadata);
        Assert.Equal(422, (int)code);
        Assert.Contains(message, (string?)status["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deletion_takes_its_options_as_yaml_and_refuses_a_period_that_is_no_number()
    {
        await client.CreateAsync("to-keep");
        var (code, status) = await client.JsonAsync(HttpMethod.Delete, $"{Images}/to-keep?gracePeriodSeconds=x");
        Assert.Equal((400, "strconv.ParseInt: parsing \"x\": invalid syntax"), ((int)code, (string?)status["message"]));
        (code, _) = await client.JsonAsync(HttpMethod.Delete, $"{Images}/to-keep", "dryRun:\n- All\n", "application/yaml");
        Assert.Equal(200, (int)code);
        (code, _) = await client.JsonAsync(HttpMethod.Get, $"{Images}/to-keep");
        Assert.Equal(200, (int)code);
    }

    [Fact]
    public async Task Yaml_may_repeat_itself_by_anchors()
    {
        const string Body = "metadata:\n  name: anchors\n  labels: &l\n    a: b\n  annotations:\n    <<: *l\n    c: d\ndockerImageReference: quay.io/a/b:c\n";
        var (code, image) = await client.JsonAsync(HttpMethod.Post, Images, Body, "application/yaml");
        Assert.Equal((201, "b", "d"), ((int)code, (string?)image["metadata"]!["annotations"]!["a"], (string?)image["metadata"]!["annotations"]!["c"]));
    }
}
