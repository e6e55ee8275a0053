using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>What the server tells of itself: its version, its groups and resources, its health.</summary>
internal static class Discovery
{
    private const string Aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private static readonly Lazy<string> s_openApi = new(() =>
    {
        using var reader = new StreamReader(typeof(Discovery).Assembly.GetManifestResourceStream("openapi-v3.json")!);
        return reader.ReadToEnd();
    });

    /// <summary>Gives the answer to a path that is no image; null when there is none.</summary>
    public static (string ContentType, string Body)? Find(string path, string accept)
    {
        var aggregated = accept.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal) && accept.Contains("v=v2;", StringComparison.Ordinal);
        return path.TrimEnd('/') switch
        {
            "/healthz" or "/readyz" or "/livez" => ("text/plain; charset=utf-8", "ok"),
            "/openapi/v3" => Json(new JsonObject
            {
                ["paths"] = new JsonObject { ["apis/image.openshift.io/v1"] = new JsonObject { ["serverRelativeURL"] = "/openapi/v3/apis/image.openshift.io/v1" } },
            }),
            "/openapi/v3/apis/image.openshift.io/v1" => ("application/json", s_openApi.Value),
            "/version" => Json(new JsonObject
            {
                ["major"] = "1",
                ["minor"] = "34",
                ["gitVersion"] = "v1.34.9",
                ["gitCommit"] = "sandbox",
                ["gitTreeState"] = "clean",
                ["buildDate"] = "2026-01-01T00:00:00Z",
                ["goVersion"] = "none",
                ["compiler"] = "none",
                ["platform"] = "linux/amd64",
            }),
            "/api" when aggregated => (Aggregated, Groups().ToJsonString()),
            "/api" => Json(new JsonObject
            {
                ["kind"] = "APIVersions",
                ["versions"] = new JsonArray("v1"),
                ["serverAddressByClientCIDRs"] = new JsonArray(),
            }),
            "/api/v1" => Json(Resources("v1")),
            "/apis" when aggregated => (Aggregated, Groups(Group()).ToJsonString()),
            "/apis" => Json(new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray(PlainGroup()) }),
            "/apis/image.openshift.io" => Json(With(PlainGroup(), "APIGroup")),
            "/apis/image.openshift.io/v1" => Json(Resources("image.openshift.io/v1", new JsonObject
            {
                ["name"] = "images",
                ["singularName"] = "image",
                ["namespaced"] = false,
                ["kind"] = "Image",
                ["verbs"] = Verbs(),
            })),
            _ => null,
        };
    }

    private static (string ContentType, string Body) Json(JsonObject value) => ("application/json", value.ToJsonString());

    private static JsonArray Verbs() => new("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

    private static JsonObject Resources(string version, params JsonNode[] resources) => new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = version,
        ["resources"] = new JsonArray(resources),
    };

    private static JsonObject PlainGroup() => new()
    {
        ["name"] = "image.openshift.io",
        ["versions"] = new JsonArray(new JsonObject { ["groupVersion"] = "image.openshift.io/v1", ["version"] = "v1" }),
        ["preferredVersion"] = new JsonObject { ["groupVersion"] = "image.openshift.io/v1", ["version"] = "v1" },
    };

    private static JsonObject With(JsonObject group, string kind)
    {
        group.Insert(0, "kind", kind);
        group.Insert(1, "apiVersion", "v1");
        return group;
    }

    private static JsonObject Groups(params JsonNode[] items) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray(items),
    };

    private static JsonObject Group() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = "image.openshift.io" },
        ["versions"] = new JsonArray(new JsonObject
        {
            ["version"] = "v1",
            ["freshness"] = "Current",
            ["resources"] = new JsonArray(new JsonObject
            {
                ["resource"] = "images",
                ["responseKind"] = new JsonObject { ["group"] = "", ["version"] = "", ["kind"] = "Image" },
                ["scope"] = "Cluster",
                ["singularResource"] = "image",
                ["verbs"] = Verbs(),
            }),
        }),
    };
}
