using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Tests.Workloads;

public sealed class ReadOnlyResourceTests
{
    private const string Pods = WorkloadSandbox.Pods;
    private const string ShopPods = "/api/v1/namespaces/shop/pods";
    private const string Table = "application/json;as=Table;v=v1;g=meta.k8s.io";

    [Fact]
    public async Task Every_resource_is_described_listed_and_got()
    {
        await using var sandbox = await WorkloadSandbox.StartAsync();
        foreach (var resource in ApiResources.ReadOnly)
        {
            var root = resource.Group.Length == 0 ? "/api/v1" : $"/apis/{resource.ApiVersion}";
            var described = (await sandbox.GetAsync(root))["resources"]!.AsArray();
            var description = described.Single(one => (string?)one!["name"] == resource.Name)!;
            Assert.Equal(resource.IsNamespaced, (bool)description["namespaced"]!);
            Assert.Equal("""["get","list"]""", description["verbs"]!.ToJsonString());

            var list = await sandbox.GetAsync($"{root}/{resource.Name}");
            Assert.Equal(resource.Kind + "List", (string?)list["kind"]);
            Assert.Equal(resource.ApiVersion, (string?)list["apiVersion"]);
            var item = Assert.IsType<JsonArray>(list["items"])[0]!.AsObject();
            var home = resource.IsNamespaced ? $"/namespaces/{(string?)item["metadata"]!["namespace"]}" : "";
            var path = $"{root}{home}/{resource.Name}/{(string?)item["metadata"]!["name"]}";
            var found = await sandbox.GetAsync(path);
            Assert.Equal((resource.Kind, resource.ApiVersion), ((string?)found["kind"], (string?)found["apiVersion"]));
            Assert.True(JsonNode.DeepEquals(item["metadata"], found["metadata"]), path);
            Assert.Equal(403, (await sandbox.SendAsync(path, "alice")).Code);
        }
    }

    [Fact]
    public async Task Aggregated_discovery_lists_the_groups_that_there_are()
    {
        const string Accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
        await using var sandbox = await WorkloadSandbox.StartAsync(
            new SandboxOptions { Images = 0, WithoutGroups = ["apps.openshift.io"] });
        var core = (await sandbox.GetAsync("/api", accept: Accept))["items"]![0]!;
        Assert.Contains("\"pods\"", core.ToJsonString(), StringComparison.Ordinal);
        var groups = (await sandbox.GetAsync("/apis", accept: Accept))["items"]!.AsArray()
            .Select(group => (string?)group!["metadata"]!["name"]);
        Assert.Equal(["apps", "batch", "build.openshift.io", "image.openshift.io"], groups.Order());
    }

    [Fact]
    public async Task Pages_of_a_namespace_have_its_objects_once()
    {
        await using var sandbox = await WorkloadSandbox.StartAsync();
        var all = await sandbox.ListNamesAsync(Pods);
        var expected = all.Where(name => name.StartsWith("shop/", StringComparison.Ordinal)).ToList();
        var names = new List<string>();
        string? token = "";
        while (token is not null)
        {
            var page = await sandbox.GetAsync($"{ShopPods}?limit=3&continue={token}");
            names.AddRange(page["items"]!.AsArray().Select(item => WorkloadSandbox.GetName(item!.AsObject())));
            token = (string?)page["metadata"]!["continue"];
        }

        Assert.True(expected.Count > 6);
        Assert.Equal(expected, names);
    }

    [Fact]
    public async Task Lists_are_in_the_order_of_their_keys_in_storage()
    {
        await using var sandbox = await WorkloadSandbox.StartAsync(new Dictionary<string, JsonObject>
        {
            ["pods"] = JsonNode.Parse("""
                {"kind":"PodList","apiVersion":"v1","items":[
                 {"metadata":{"name":"a","namespace":"team"}},{"metadata":{"name":"a","namespace":"team0"}},
                 {"metadata":{"name":"b","namespace":"team-a"}},{"metadata":{"name":"B","namespace":"team"}}]}
                """)!.AsObject(),
        });
        Assert.Equal(["team-a/b", "team/B", "team/a", "team0/a"], await sandbox.ListNamesAsync(Pods));
        Assert.Equal(["team/B", "team/a"], await sandbox.ListNamesAsync("/api/v1/namespaces/team/pods"));
        Assert.Empty(await sandbox.ListNamesAsync("/api/v1/namespaces/tea/pods"));
    }

    [Theory]
    [InlineData("labelSelector=tier%3Dfront", "metadata", "labels", "tier", "front")]
    [InlineData("fieldSelector=status.phase%3DPending", "status", "phase", null, "Pending")]
    [InlineData("fieldSelector=spec.nodeName%3Dworker-3", "spec", "nodeName", null, "worker-3")]
    [InlineData("fieldSelector=metadata.namespace%3Dshop", "metadata", "namespace", null, "shop")]
    public async Task Selector_selects_the_pods_that_have_the_value(
        string query, string first, string second, string? third, string expected)
    {
        await using var sandbox = await WorkloadSandbox.StartAsync();
        var all = await sandbox.ListAsync(Pods);
        var selected = await sandbox.ListAsync($"{Pods}?{query}");
        Assert.InRange(selected.Count, 1, all.Count - 1);
        Assert.Equal(all.Where(HasValue).Select(WorkloadSandbox.GetName), selected.Select(WorkloadSandbox.GetName));

        bool HasValue(JsonObject item)
        {
            var value = item[first]?[second];
            return (string?)(third is null ? value : value?[third]) == expected;
        }
    }

    [Theory]
    [InlineData("/api/v1/pods", "field label not supported: spec.x")]
    [InlineData("/api/v1/namespaces", "field label not supported: spec.x")]
    [InlineData("/apis/batch/v1/jobs", "field label \"spec.x\" not supported for batchv1.Job")]
    [InlineData(
        "/apis/apps/v1/deployments",
        "\"spec.x\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"")]
    public async Task Unknown_field_is_refused_in_the_words_of_its_kind(string path, string expected)
    {
        await using var sandbox = await WorkloadSandbox.StartAsync(new SandboxOptions { Images = 0 });
        var status = await sandbox.GetAsync(path + "?fieldSelector=spec.x%3D1");
        Assert.Equal((400, expected), ((int)status["code"]!, (string?)status["message"]));
    }

    [Theory]
    [InlineData("POST", ShopPods)]
    [InlineData("PUT", ShopPods + "/x")]
    [InlineData("PATCH", ShopPods + "/x")]
    [InlineData("DELETE", ShopPods + "/x")]
    [InlineData("DELETE", ShopPods)]
    [InlineData("GET", Pods + "?watch=1")]
    [InlineData("GET", "/api/v1/watch/pods")]
    public async Task Nothing_but_reading_is_allowed(string method, string path)
    {
        await using var sandbox = await WorkloadSandbox.StartAsync(new SandboxOptions { Images = 0 });
        var status = await sandbox.GetAsync(path, method: method);
        Assert.Equal((405, "MethodNotAllowed"), ((int)status["code"]!, (string?)status["reason"]));
        Assert.Equal("Forbidden", (string?)(await sandbox.GetAsync(path, "alice", method))["reason"]);
    }

    [Theory]
    [InlineData(ShopPods + "/nosuch", "pods \"nosuch\" not found")]
    [InlineData(
        "/apis/image.openshift.io/v1/namespaces/shop/imagestreams/nosuch",
        "imagestreams.image.openshift.io \"nosuch\" not found")]
    [InlineData(Pods + "/x", "the server could not find the requested resource")]
    [InlineData("/api/v1/namespaces/shop/pods/x/log", "the server could not find the requested resource")]
    [InlineData("/api/v1/namespaces/shop/namespaces", "the server could not find the requested resource")]
    public async Task What_is_not_there_is_not_found(string path, string expected)
    {
        await using var sandbox = await WorkloadSandbox.StartAsync(new SandboxOptions { Images = 0 });
        var status = await sandbox.GetAsync(path);
        Assert.Equal((404, expected), ((int)status["code"]!, (string?)status["message"]));
    }

    [Fact]
    public async Task Forbidden_kind_is_forbidden_to_everybody_and_others_are_not()
    {
        await using var sandbox = await WorkloadSandbox.StartAsync(
            new SandboxOptions { Images = 1, ForbiddenResources = ["Deployment", "images"] });
        var status = await sandbox.GetAsync("/apis/apps/v1/deployments");
        Assert.Equal(
            "deployments.apps is forbidden: User \"admin\" cannot list resource \"deployments\" in API group \"apps\" "
            + "at the cluster scope",
            (string?)status["message"]);
        Assert.Equal(403, (await sandbox.SendAsync(SandboxClient.Images)).Code);
        Assert.Equal(200, (await sandbox.SendAsync("/apis/apps/v1/replicasets")).Code);
    }

    [Fact]
    public async Task Namespace_is_refused_as_in_itself()
    {
        await using var sandbox = await WorkloadSandbox.StartAsync(new SandboxOptions { Images = 0 });
        var status = await sandbox.GetAsync("/api/v1/namespaces/shop", "alice");
        Assert.Equal(
            "namespaces \"shop\" is forbidden: User \"alice\" cannot get resource \"namespaces\" in API group \"\" "
            + "in the namespace \"shop\"",
            (string?)status["message"]);
    }

    [Fact]
    public async Task Table_shows_name_and_age()
    {
        await using var sandbox = await WorkloadSandbox.StartAsync();
        var table = await sandbox.GetAsync(ShopPods, accept: Table);
        Assert.Equal(["Name", "Age"], table["columnDefinitions"]!.AsArray().Select(column => (string?)column!["name"]));
        var row = table["rows"]![0]!;
        Assert.Equal((string?)row["object"]!["metadata"]!["name"], (string?)row["cells"]![0]);
        Assert.Matches(new Regex("^[0-9]+[a-z]"), (string?)row["cells"]![1]);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(-60, "<invalid>")]
    [InlineData(119, "119s")]
    [InlineData(120, "2m")]
    [InlineData(599, "9m59s")]
    [InlineData(600, "10m")]
    [InlineData(3 * 3600, "3h")]
    [InlineData((7 * 3600) + 3540, "7h59m")]
    [InlineData(47 * 3600, "47h")]
    [InlineData((2 * 86400) + 3600, "2d1h")]
    [InlineData(9 * 86400, "9d")]
    [InlineData(730 * 86400, "2y")]
    [InlineData(731 * 86400, "2y1d")]
    [InlineData(9 * 365 * 86400, "9y")]
    public void Age_is_shown_in_at_most_two_units(int seconds, string expected) =>
        Assert.Equal(expected, HumanDuration.Format(TimeSpan.FromSeconds(seconds)));
}
