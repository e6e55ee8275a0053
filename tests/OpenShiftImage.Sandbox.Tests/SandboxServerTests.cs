using System.Net;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Requests;

namespace OpenShiftImage.Sandbox.Tests;

public sealed class SandboxServerTests(SandboxClient client) : IClassFixture<SandboxClient>
{
    private const string Images = SandboxClient.Images;

    [Fact]
    public async Task Unknown_token_gets_401_and_users_without_rights_get_403()
    {
        var (code, status) = await client.JsonAsync(HttpMethod.Get, Images, token: "wrong");
        Assert.Equal((HttpStatusCode.Unauthorized, "Unauthorized"), (code, (string?)status["reason"]));
        (code, status) = await client.JsonAsync(HttpMethod.Get, Images, token: null);
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Contains("system:anonymous", (string?)status["message"], StringComparison.Ordinal);
        (code, status) = await client.JsonAsync(HttpMethod.Delete, Images + "/x", token: "alice");
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Equal(
            "images.image.openshift.io \"x\" is forbidden: User \"alice\" cannot delete resource \"images\" "
            + "in API group \"image.openshift.io\" at the cluster scope",
            (string?)status["message"]);
    }

    [Fact]
    public async Task Pages_show_one_version_while_objects_change()
    {
        var (_, first) = await client.JsonAsync(HttpMethod.Get, Images + "?limit=100");
        Assert.Equal(client.Server.Store.Current.Images.Count - 100, (int)first["metadata"]!["remainingItemCount"]!);
        await client.CreateAsync("zzz-between-pages");
        var names = Names(first).ToList();
        for (var page = first; (string?)page["metadata"]!["continue"] is { } token;)
        {
            (_, page) = await client.JsonAsync(HttpMethod.Get, $"{Images}?limit=100&continue={token}");
            Assert.Equal(Version(first), Version(page));
            names.AddRange(Names(page));
        }

        Assert.DoesNotContain("zzz-between-pages", names);
        Assert.Equal(names.Distinct().Order(StringComparer.Ordinal), names);
    }

    [Theory]
    [InlineData("kind=web", "s1,s2")]
    [InlineData("kind!=web,sel", "s3")]
    [InlineData("kind in (web,db),level", "s1")]
    [InlineData("kind notin (web),sel", "s3")]
    [InlineData("!level,sel", "s2,s3")]
    [InlineData("n>1,sel", "s2,s3")]
    [InlineData("n<2,sel", "s1")]
    [InlineData("sel", "s1,s2,s3")]
    public async Task Label_selector_selects_the_objects_whose_labels_match(string selector, string expected)
    {
        await client.CreateAsync("s1", ""","labels":{"kind":"web","level":"x","n":"1","sel":""}""");
        await client.CreateAsync("s2", ""","labels":{"kind":"web","n":"2","sel":""}""");
        await client.CreateAsync("s3", ""","labels":{"kind":"db","n":"3","sel":""}""");
        var path = $"{Images}?labelSelector={Uri.EscapeDataString(selector)}";
        var (_, list) = await client.JsonAsync(HttpMethod.Get, path);
        Assert.Equal(expected, string.Join(',', Names(list)));
    }

    [Theory]
    [InlineData("labelSelector=a===b", 400)]
    [InlineData("fieldSelector=spec.x=1", 400)]
    [InlineData("limit=abc", 400)]
    [InlineData("continue=abc&limit=1", 400)]
    [InlineData("resourceVersionMatch=Exact", 422)]
    [InlineData("resourceVersion=-1", 400)]
    public async Task Wrong_parameter_is_refused(string query, int expected)
    {
        var (code, status) = await client.JsonAsync(HttpMethod.Get, $"{Images}?{query}");
        Assert.Equal((expected, "Failure"), ((int)code, (string?)status["status"]));
    }

    [Theory]
    [InlineData("""{"kind":5}""", 400)]
    [InlineData("""{"metadata":"x","dockerImageReference":"a/b:c"}""", 400)]
    [InlineData(
        """{"metadata":{"name":"odd1"},"dockerImageReference":"a/b:c","dockerImageMetadata":{"kind":5}}""", 400)]
    [InlineData(
        """{"metadata":{"name":"odd2"},"dockerImageReference":"a/b:c","""
        + """ "dockerImageManifest":"{\"schemaVersion\":\"2\"}"}""",
        201)]
    [InlineData("""{"metadata":{"name":"odd3","ownerReferences":[{}]},"dockerImageReference":"a/b:c"}""", 422)]
    [InlineData(
        """{"metadata":{"name":"odd4","finalizers":["bad finalizer/"]},"dockerImageReference":"a/b:c"}""", 422)]
    public Task Creation_of_odd_objects_returns_an_Image_or_a_Status(string body, int expected) =>
        AssertKeepsObjectAsync(HttpMethod.Post, "", body, SandboxClient.Json, expected);

    [Theory]
    [InlineData("""{"metadata":{"name":null}}""", SandboxClient.MergePatch, 400)]
    [InlineData("""{"metadata":{"labels":{"a":"1","a":"2"}}}""", SandboxClient.MergePatch, 200)]
    [InlineData("""{"metadata":{"labels":5}}""", SandboxClient.StrategicMergePatch, 422)]
    [InlineData("""[{"op":"add"}]""", SandboxClient.JsonPatch, 422)]
    [InlineData("""[{"op":"explode","path":"/x"}]""", SandboxClient.JsonPatch, 422)]
    public Task Odd_patch_returns_an_Image_or_a_Status(string body, string type, int expected) =>
        AssertKeepsObjectAsync(HttpMethod.Patch, "/odd", body, type, expected);

    [Theory]
    [InlineData("DELETE", "/odd", """{"dryRun":"All"}""", SandboxClient.Json, 500)]
    [InlineData("DELETE", "/odd", """{"gracePeriodSeconds":"x"}""", SandboxClient.Json, 500)]
    [InlineData("DELETE", "?labelSelector=no%3Dsuch", "x", "text/plain", 415)]
    [InlineData("GET", "?labelSelector=a,", null, null, 400)]
    [InlineData("GET", "?limit=1&continue=W10", null, null, 400)]
    public Task Odd_request_returns_a_Status_and_deletes_nothing(
        string method, string path, string? body, string? type, int expected) =>
        AssertKeepsObjectAsync(new HttpMethod(method), path, body, type, expected);

    [Fact]
    public async Task Strategic_merge_patch_orders_a_list()
    {
        await client.CreateAsync("ordered", ""","finalizers":["x.y/a","x.y/b"]""");
        var (_, image) = await client.JsonAsync(
            HttpMethod.Patch,
            Images + "/ordered",
            """{"metadata":{"$setElementOrder/finalizers":["x.y/b","x.y/a"]}}""",
            SandboxClient.StrategicMergePatch);
        Assert.Equal("""["x.y/b","x.y/a"]""", image["metadata"]!["finalizers"]!.ToJsonString());
    }

    [Fact]
    public async Task Deletion_with_a_body_ignores_the_query()
    {
        const string DryRun = """{"kind":"DeleteOptions","apiVersion":"v1","dryRun":["All"]}""";
        await client.CreateAsync("d1");
        var (code, _) = await client.JsonAsync(HttpMethod.Delete, Images + "/d1", DryRun);
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.NotNull(client.Server.Store.Current.Find("d1"));
        await client.JsonAsync(HttpMethod.Delete, Images + "/d1?dryRun=All", "{}");
        Assert.Null(client.Server.Store.Current.Find("d1"));
    }

    [Fact]
    public async Task Replacement_with_a_stale_or_missing_version_is_refused()
    {
        var (_, image) = await client.CreateAsync("r1");
        await PatchAsync("r1", """{"metadata":{"labels":{"a":"1"}}}""");
        var (code, _) = await client.JsonAsync(HttpMethod.Put, Images + "/r1", image.ToJsonString());
        Assert.Equal(HttpStatusCode.Conflict, code);
        image["metadata"]!.AsObject().Remove("resourceVersion");
        (code, _) = await client.JsonAsync(HttpMethod.Put, Images + "/r1", image.ToJsonString());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, code);
    }

    [Fact]
    public async Task Write_that_changes_nothing_keeps_the_version()
    {
        var (_, image) = await client.CreateAsync("n1");
        Assert.Equal(Version(image), Version(await PatchAsync("n1", """{"metadata":{"labels":null}}""")));
    }

    [Fact]
    public async Task Watch_of_a_selection_replays_from_a_version()
    {
        var from = client.Server.Store.Current.Revision;
        await client.CreateAsync("w1", ""","labels":{"watched":"1"}""");
        await PatchAsync("w1", """{"metadata":{"labels":{"watched":"2"}}}""");
        using var response = await client.SendAsync(
            HttpMethod.Get, $"{Images}?watch=true&resourceVersion={from}&labelSelector=watched%3D1&timeoutSeconds=2");
        var lines = await response.Content.ReadAsStringAsync();
        var types = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (string?)JsonNode.Parse(line)!["type"]);
        // It entered the selection, and left it.
        Assert.Equal(["ADDED", "DELETED"], types);
    }

    [Theory]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io", "Table")]
    [InlineData("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io", "PartialObjectMetadataList")]
    [InlineData("text/html,*/*;q=0.1", "ImageList")]
    public async Task Response_has_the_form_of_the_Accept_header(string accept, string expected)
    {
        var (_, list) = await client.JsonAsync(HttpMethod.Get, Images + "?limit=2", accept: accept);
        Assert.Equal(expected, (string?)list["kind"]);
    }

    [Fact]
    public async Task Unsupported_Accept_header_gets_406_and_unsupported_body_415()
    {
        using var notAcceptable = await client.SendAsync(HttpMethod.Get, Images, accept: "text/html");
        Assert.Equal(HttpStatusCode.NotAcceptable, notAcceptable.StatusCode);
        using var unsupported = await client.SendAsync(HttpMethod.Post, Images, "x", "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, unsupported.StatusCode);
    }

    [Theory]
    [InlineData("/healthz", "ok")]
    [InlineData("/apis/image.openshift.io/v1", "APIResourceList")]
    [InlineData("/version", "gitVersion")]
    public async Task Discovery_describes_the_server(string path, string expected)
    {
        using var response = await client.SendAsync(HttpMethod.Get, path);
        Assert.Contains(expected, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Temporary_kubeconfig_is_deleted_with_the_sandbox()
    {
        string path;
        await using (var server = await SandboxServer.StartAsync(new SandboxOptions { Images = 1 }))
        {
            path = server.KubeconfigPath;
            var text = await File.ReadAllTextAsync(path);
            Assert.Contains("current-context: sandbox-admin", text, StringComparison.Ordinal);
            Assert.Contains("sandbox-alice", text, StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(Path.GetDirectoryName(path)));
    }

    /// <summary>Asserts the code of a response, its kind, and that the object <c>odd</c> remains.</summary>
    private async Task AssertKeepsObjectAsync(HttpMethod method, string path, string? body, string? type, int expected)
    {
        await client.CreateAsync("odd");
        var (code, json) = await client.JsonAsync(method, Images + path, body, type);
        Assert.Equal(expected, (int)code);
        Assert.Equal(expected < 400 ? "Image" : "Status", (string?)json["kind"]);
        Assert.NotNull(client.Server.Store.Current.Find("odd"));
    }

    private async Task<JsonObject> PatchAsync(string name, string patch)
    {
        var (_, image) = await client.JsonAsync(
            HttpMethod.Patch, $"{Images}/{name}", patch, SandboxClient.MergePatch);
        return image;
    }

    private static string? Version(JsonObject json) => (string?)json["metadata"]!["resourceVersion"];

    private static IEnumerable<string> Names(JsonObject list) =>
        list["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!);
}
