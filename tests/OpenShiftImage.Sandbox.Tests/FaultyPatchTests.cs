namespace OpenShiftImage.Sandbox.Tests;

/// <summary>
/// Patches at the edges of what Kubernetes' libraries accept, which no recording has; the messages are the libraries'.
/// </summary>
public sealed class FaultyPatchTests(SandboxClient client) : IClassFixture<SandboxClient>
{
    private const string Images = SandboxClient.Images;
    private const string Unprocessable = "the server rejected our request due to an error in our request";
    private const string Metadata = """{"kind":"Image","apiVersion":"image.openshift.io/v1","metadata":""";
    private const string Untyped =
        "failed to create typed patch object (/; image.openshift.io/v1, Kind=Image): ";

    private const string DecodingError = "error decoding patch: ";
    private const string CannotUnmarshal = DecodingError + "json: cannot unmarshal ";

    [Theory]
    [InlineData("""[{"op":"test","path":"/metadata/labels","value":null}]""")]
    [InlineData(
        """[{"op":"add","path":"/metadata/finalizers","value":["x.io/a","x.io/b"]},"""
        + """{"op":"remove","path":"/metadata/finalizers/-1"},"""
        + """{"op":"test","path":"/metadata/finalizers","value":["x.io/a"]}]""")]
    [InlineData("null")]
    public Task Json_patch_at_the_edge_is_accepted(string patch) => AssertAcceptedAsync(SandboxClient.JsonPatch, patch);

    [Theory]
    [InlineData("""{"metadata":{"annotations":{"a":"\ud800"}}}""")]
    public Task Merge_patch_at_the_edge_is_accepted(string patch) =>
        AssertAcceptedAsync(SandboxClient.MergePatch, patch);

    [Theory]
    [InlineData("null")]
    public Task Strategic_merge_patch_at_the_edge_is_accepted(string patch) =>
        AssertAcceptedAsync(SandboxClient.StrategicMergePatch, patch);

    [Theory]
    [InlineData("""[{"op":"remove","path":"/metadata/finalizers/-1"}]""", 422, Unprocessable)]
    [InlineData("""[{"op":"test","path":"/x/y","value":null}]""", 422, Unprocessable)]
    [InlineData("{}", 400, CannotUnmarshal + "object into Go value of type []handlers.jsonPatchOp")]
    [InlineData("[5]", 400, CannotUnmarshal + "number into Go value of type handlers.jsonPatchOp")]
    [InlineData(
        """[{"op":5}]""", 400, CannotUnmarshal + "number into Go struct field jsonPatchOp.op of type string")]
    public Task Faulty_json_patch_is_refused(string patch, int code, string message) =>
        AssertRefusedAsync(SandboxClient.JsonPatch, patch, code, message);

    [Theory]
    [InlineData("""{"a":1,}""", DecodingError + "invalid character '}' looking for beginning of object key string")]
    [InlineData("[1 2]", DecodingError + "invalid character '2' after array element")]
    [InlineData("""{"a" 1}""", DecodingError + "invalid character '1' after object key")]
    [InlineData("{\"a\":\"\n\"}", DecodingError + "invalid character '\\n' in string literal")]
    [InlineData("[]", CannotUnmarshal + "array into Go value of type map[string]interface {}")]
    [InlineData("null", "Invalid JSON Patch")]
    [InlineData("""{"metadata":tru}""", DecodingError + "invalid character '}' in literal true (expecting 'e')")]
    public Task Faulty_merge_patch_is_refused(string patch, string message) =>
        AssertRefusedAsync(SandboxClient.MergePatch, patch, 400, message);

    [Theory]
    [InlineData("""{"metadata":{"$patch":"merge"}}""", 500, "unknown patch type: merge in map: map[$patch:merge]")]
    [InlineData(
        """{"metadata":{"$setElementOrder/finalizers":"x"}}""",
        500,
        "expected a []interface {}, but received a string")]
    [InlineData("5", 400, "json: cannot unmarshal number into Go value of type map[string]interface {}")]
    [InlineData(
        """{"metadata":{"$retainKeys":["name"],"labels":{"a":"b"}}}""", 400, "invalid patch format of retainKeys")]
    [InlineData("""{"metadata":{"$retainKeys":"name"}}""", 400, "invalid patch format of retainKeys")]
    [InlineData(
        """{"metadata":{"$deleteFromPrimitiveList":["a"]}}""", 400, "invalid patch format of primitive list")]
    public Task Faulty_strategic_merge_patch_is_refused(string patch, int code, string message) =>
        AssertRefusedAsync(SandboxClient.StrategicMergePatch, patch, code, message);

    [Theory]
    [InlineData(
        "[]",
        400,
        "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: "
        + "cannot unmarshal array into Go value of type map[string]interface {}")]
    [InlineData("{}", 400, "invalid object type: /, Kind=")]
    [InlineData(
        Metadata + """{"labels":{"a":5}}}""",
        500,
        Untyped + ".metadata.labels.a: expected string, got &value.valueUnstructured{Value:5}")]
    [InlineData(
        Metadata + """{"finalizers":["a/b","a/b"]}}""",
        500,
        Untyped + ".metadata.finalizers: duplicate entries for key [=\"a/b\"]")]
    [InlineData(
        Metadata + """{"finalizers":[null]}}""",
        500,
        Untyped + ".metadata.finalizers: element 0: "
        + "associative list without keys has an element that's an explicit null")]
    [InlineData(
        Metadata + """{"ownerReferences":[{"name":"a"}]}}""",
        500,
        Untyped + ".metadata.ownerReferences: element 0: associative list with keys has an element that omits "
        + "key field \"uid\" (and doesn't have default value)")]
    [InlineData(
        """{"kind":"Image","apiVersion":"image.openshift.io/v1","signatures":[{"type":"a"}]}""",
        500,
        Untyped + ".signatures: element 0: associative list with keys has an element that omits "
        + "key field \"name\" (and doesn't have default value)")]
    [InlineData(
        Metadata + """{"labels":[]}}""",
        500,
        Untyped + ".metadata.labels: expected map, got &{[]}")]
    public Task Faulty_apply_is_refused(string patch, int code, string message) =>
        AssertRefusedAsync(SandboxClient.ApplyPatch, patch, code, message);

    private async Task AssertAcceptedAsync(string type, string patch)
    {
        var (code, _) = await PatchNewImageAsync(type, patch);
        Assert.Equal(200, code);
    }

    private async Task AssertRefusedAsync(string type, string patch, int code, string message) =>
        Assert.Equal((code, message), await PatchNewImageAsync(type, patch));

    private async Task<(int Code, string? Message)> PatchNewImageAsync(string type, string patch)
    {
        var name = $"edge-{Guid.NewGuid():N}";
        await client.CreateAsync(name);
        var (code, response) = await client.JsonAsync(
            HttpMethod.Patch, $"{Images}/{name}?fieldManager=me", patch, type);
        return ((int)code, (string?)response["message"]);
    }
}
