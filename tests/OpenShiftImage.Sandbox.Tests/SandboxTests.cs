using System.Net;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Seeding;

namespace OpenShiftImage.Sandbox.Tests;

public sealed class SandboxTests(SandboxClient client) : IClassFixture<SandboxClient>
{
    private const string Images = SandboxClient.Images;
    private const string Merge = "application/merge-patch+json";

    [Fact]
    public async Task Who_is_unknown_gets_401_who_says_nothing_is_anonymous_and_who_may_not_gets_403()
    {
        var (code, status) = await client.JsonAsync(HttpMethod.Get, Images, token: "wrong");
        Assert.Equal((HttpStatusCode.Unauthorized, "Unauthorized"), (code, (string?)status["reason"]));
        (code, status) = await client.JsonAsync(HttpMethod.Get, Images, token: null);
        Assert.Equal((HttpStatusCode.Forbidden, true), (code, ((string)status["message"]!).Contains("system:anonymous", StringComparison.Ordinal)));
        (code, status) = await client.JsonAsync(HttpMethod.Delete, Images + "/x", token: "alice");
        Assert.Equal(HttpStatusCode.Forbidden, code);
        Assert.Equal("images.image.openshift.io \"x\" is forbidden: User \"alice\" cannot delete resource \"images\" in API group \"image.openshift.io\" at the cluster scope", (string?)status["message"]);
    }

    [Fact]
    public async Task Pages_show_one_version_whatever_happens_between_them()
    {
        var (_, first) = await client.JsonAsync(HttpMethod.Get, Images + "?limit=100");
        Assert.Equal(client.Server.Store.Current.Images.Count - 100, (int)first["metadata"]!["remainingItemCount"]!);
        await client.CreateAsync("zzz-between-pages");
        var names = Names(first).ToList();
        for (var page = first; (string?)page["metadata"]!["continue"] is { } token;)
        {
            (_, page) = await client.JsonAsync(HttpMethod.Get, $"{Images}?limit=100&continue={token}");
            Assert.Equal((string?)first["metadata"]!["resourceVersion"], (string?)page["metadata"]!["resourceVersion"]);
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
    public async Task Labels_select(string selector, string expected)
    {
        await client.CreateAsync("s1", ""","labels":{"kind":"web","level":"x","n":"1","sel":""}""");
        await client.CreateAsync("s2", ""","labels":{"kind":"web","n":"2","sel":""}""");
        await client.CreateAsync("s3", ""","labels":{"kind":"db","n":"3","sel":""}""");
        var (_, list) = await client.JsonAsync(HttpMethod.Get, $"{Images}?labelSelector={Uri.EscapeDataString(selector)}");
        Assert.Equal(expected, string.Join(',', Names(list)));
    }

    [Theory]
    [InlineData("labelSelector=a===b", 400)]
    [InlineData("fieldSelector=spec.x=1", 400)]
    [InlineData("limit=abc", 400)]
    [InlineData("continue=abc&limit=1", 400)]
    [InlineData("resourceVersionMatch=Exact", 422)]
    [InlineData("resourceVersion=-1", 400)]
    public async Task A_wrong_parameter_is_refused(string query, int code)
    {
        var (answered, status) = await client.JsonAsync(HttpMethod.Get, $"{Images}?{query}");
        Assert.Equal((code, "Failure"), ((int)answered, (string?)status["status"]));
    }

    [Theory]
    [InlineData("POST", "", """{"kind":5}""", "application/json", 400)]
    [InlineData("POST", "", """{"metadata":"x","dockerImageReference":"a/b:c"}""", "application/json", 400)]
    [InlineData("POST", "", """{"metadata":{"name":"odd1"},"dockerImageReference":"a/b:c","dockerImageMetadata":{"kind":5}}""", "application/json", 400)]
    [InlineData("POST", "", """{"metadata":{"name":"odd2"},"dockerImageReference":"a/b:c","dockerImageManifest":"{\"schemaVersion\":\"2\"}"}""", "application/json", 201)]
    [InlineData("POST", "", """{"metadata":{"name":"odd3","ownerReferences":[{}]},"dockerImageReference":"a/b:c"}""", "application/json", 422)]
    [InlineData("POST", "", """{"metadata":{"name":"odd4","finalizers":["bad finalizer/"]},"dockerImageReference":"a/b:c"}""", "application/json", 422)]
    [InlineData("PATCH", "/odd", """{"metadata":{"name":null}}""", "application/merge-patch+json", 400)]
    [InlineData("PATCH", "/odd", """{"metadata":{"labels":{"a":"1","a":"2"}}}""", "application/merge-patch+json", 200)]
    [InlineData("PATCH", "/odd", """{"metadata":{"labels":5}}""", "application/strategic-merge-patch+json", 422)]
    [InlineData("PATCH", "/odd", """[{"op":"add"}]""", "application/json-patch+json", 422)]
    [InlineData("PATCH", "/odd", """[{"op":"explode","path":"/x"}]""", "application/json-patch+json", 422)]
    [InlineData("DELETE", "/odd", """{"dryRun":"All"}""", "application/json", 500)]
    [InlineData("DELETE", "/odd", """{"gracePeriodSeconds":"x"}""", "application/json", 500)]
    [InlineData("DELETE", "?labelSelector=no%3Dsuch", "x", "text/plain", 415)]
    [InlineData("GET", "?labelSelector=a,", null, null, 400)]
    [InlineData("GET", "?limit=1&continue=W10", null, null, 400)]
    public async Task Odd_input_is_answered_with_a_Status_and_changes_no_more_than_it_says(string method, string path, string? body, string? type, int code)
    {
        await client.CreateAsync("odd");
        var (answered, json) = await client.JsonAsync(new HttpMethod(method), Images + path, body, type);
        Assert.Equal(code, (int)answered);
        Assert.Equal(code < 400 ? "Image" : "Status", (string?)json["kind"]);
        Assert.NotNull(client.Server.Store.Current.Find("odd"));
    }

    [Fact]
    public async Task A_strategic_patch_orders_a_list()
    {
        await client.CreateAsync("ordered", ""","finalizers":["x.y/a","x.y/b"]""");
        var (_, image) = await client.JsonAsync(
            HttpMethod.Patch, Images + "/ordered", """{"metadata":{"$setElementOrder/finalizers":["x.y/b","x.y/a"]}}""", "application/strategic-merge-patch+json");
        Assert.Equal("""["x.y/b","x.y/a"]""", image["metadata"]!["finalizers"]!.ToJsonString());
    }

    [Fact]
    public async Task A_body_of_a_deletion_is_all_that_counts()
    {
        await client.CreateAsync("d1");
        var (code, _) = await client.JsonAsync(HttpMethod.Delete, Images + "/d1", """{"kind":"DeleteOptions","apiVersion":"v1","dryRun":["All"]}""");
        Assert.Equal(HttpStatusCode.OK, code);
        Assert.NotNull(client.Server.Store.Current.Find("d1"));
        await client.JsonAsync(HttpMethod.Delete, Images + "/d1?dryRun=All", "{}");
        Assert.Null(client.Server.Store.Current.Find("d1"));
    }

    [Fact]
    public async Task A_stale_or_missing_version_replaces_nothing()
    {
        var (_, image) = await client.CreateAsync("r1");
        await client.JsonAsync(HttpMethod.Patch, Images + "/r1", """{"metadata":{"labels":{"a":"1"}}}""", Merge);
        Assert.Equal(HttpStatusCode.Conflict, (await client.JsonAsync(HttpMethod.Put, Images + "/r1", image.ToJsonString())).Code);
        image["metadata"]!.AsObject().Remove("resourceVersion");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await client.JsonAsync(HttpMethod.Put, Images + "/r1", image.ToJsonString())).Code);
    }

    [Fact]
    public async Task A_write_that_changes_nothing_makes_no_version()
    {
        var (_, image) = await client.CreateAsync("n1");
        var (_, again) = await client.JsonAsync(HttpMethod.Patch, Images + "/n1", """{"metadata":{"labels":null}}""", Merge);
        Assert.Equal((string?)image["metadata"]!["resourceVersion"], (string?)again["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public async Task A_watch_replays_from_a_version_and_follows()
    {
        var from = client.Server.Store.Current.Revision;
        await client.CreateAsync("w1", ""","labels":{"watched":"1"}""");
        await client.JsonAsync(HttpMethod.Patch, Images + "/w1", """{"metadata":{"labels":{"watched":"2"}}}""", Merge);
        using var response = await client.SendAsync(
            HttpMethod.Get, $"{Images}?watch=true&resourceVersion={from}&labelSelector=watched%3D1&timeoutSeconds=2");
        var types = (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => (string?)JsonNode.Parse(line)!["type"]);
        // It entered the selection, and left it.
        Assert.Equal(["ADDED", "DELETED"], types);
    }

    [Theory]
    [InlineData("application/json;as=Table;v=v1;g=meta.k8s.io", "Table")]
    [InlineData("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io", "PartialObjectMetadataList")]
    [InlineData("text/html,*/*;q=0.1", "ImageList")]
    public async Task An_answer_has_the_form_that_was_asked_for(string accept, string kind) =>
        Assert.Equal(kind, (string?)(await client.JsonAsync(HttpMethod.Get, Images + "?limit=2", accept: accept)).Json["kind"]);

    [Fact]
    public async Task A_form_that_it_does_not_have_is_406_and_a_body_it_cannot_read_415()
    {
        Assert.Equal(HttpStatusCode.NotAcceptable, (await client.SendAsync(HttpMethod.Get, Images, accept: "text/html")).StatusCode);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await client.SendAsync(HttpMethod.Post, Images, "x", "text/plain")).StatusCode);
    }

    [Theory]
    [InlineData("/healthz", "ok")]
    [InlineData("/apis/image.openshift.io/v1", "APIResourceList")]
    [InlineData("/version", "gitVersion")]
    public async Task It_tells_of_itself(string path, string part)
    {
        using var response = await client.SendAsync(HttpMethod.Get, path);
        Assert.Contains(part, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Seeded_Images_are_the_same_every_time_and_plausible()
    {
        var images = ImageSeeder.Create(250).Select(create => create(7).ToJson()).ToList();
        Assert.Equal(
            ImageSeeder.Create(250).Select(create => create(7).ToJson().ToJsonString()), images.Select(image => image.ToJsonString()));
        var names = images.Select(image => (string)image["metadata"]!["name"]!).ToHashSet();
        Assert.Equal(250, names.Count);
        foreach (var image in images.Where(image => image["dockerImageManifest"] is not null))
        {
            Assert.Equal((string?)image["metadata"]!["name"], ContentDigest.Compute((string)image["dockerImageManifest"]!));
        }

        var lists = images.Where(image => image["dockerImageManifests"] is not null).ToList();
        Assert.Equal(25, lists.Count);
        Assert.All(lists.SelectMany(list => list["dockerImageManifests"]!.AsArray()), member => Assert.Contains((string)member!["digest"]!, names));
        var sizes = ImageSeeder.Create(250).Select(create => create(7).Item.Length).ToList();
        Assert.InRange(sizes.Min(), 1_500, 4_000);
        Assert.InRange(sizes.Max(), 15_000, 32_000);
        Assert.Contains(images, image => image["signatures"] is not null);
        var layers = images.SelectMany(image => image["dockerImageLayers"]?.AsArray() ?? []).Select(layer => (string)layer!["name"]!).ToList();
        Assert.True(layers.Distinct().Count() < layers.Count * 3 / 4, "layers are not shared");
        Assert.True(images.Select(image => ((string)image["dockerImageReference"]!).Split('/')[0]).Distinct().Count() >= 4);
    }

    [Fact]
    public async Task The_kubeconfig_goes_with_the_sandbox()
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

    private static IEnumerable<string> Names(JsonObject list) => list["items"]!.AsArray().Select(item => (string)item!["metadata"]!["name"]!);
}
