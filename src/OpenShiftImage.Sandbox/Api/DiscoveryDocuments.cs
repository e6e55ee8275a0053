using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>
/// The documents in which the server describes itself: its version, its groups and resources, its health.
/// </summary>
internal static class DiscoveryDocuments
{
    private const string Group = ImageResource.Group;
    private const string ApiVersion = ImageResource.ApiVersion;
    private const string JsonType = "application/json";
    private const string AggregatedType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    private static readonly Lazy<string> s_openApi = new(() =>
    {
        var assembly = typeof(DiscoveryDocuments).Assembly;
        using var reader = new StreamReader(assembly.GetManifestResourceStream("openapi-v3.json")!);
        return reader.ReadToEnd();
    });

    /// <summary>Returns the document at a path; null when there is none.</summary>
    public static (string ContentType, string Body)? Find(string path, string accept)
    {
        var isAggregated = accept.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal)
            && accept.Contains("v=v2;", StringComparison.Ordinal);
        return path.TrimEnd('/') switch
        {
            "/healthz" or "/readyz" or "/livez" => ("text/plain; charset=utf-8", "ok"),
            "/openapi/v3" => ToJson(OpenApiPaths()),
            $"/openapi/v3/apis/{ApiVersion}" => (JsonType, s_openApi.Value),
            "/version" => ToJson(ServerVersion()),
            "/api" when isAggregated => (AggregatedType, AggregatedGroups().ToJsonString()),
            "/api" => ToJson(CoreVersions()),
            "/api/v1" => ToJson(Resources("v1")),
            "/apis" when isAggregated => (AggregatedType, AggregatedGroups(AggregatedGroup()).ToJsonString()),
            "/apis" => ToJson(Groups()),
            $"/apis/{Group}" => ToJson(SingleGroup()),
            $"/apis/{ApiVersion}" => ToJson(Resources(ApiVersion, Resource())),
            _ => null,
        };
    }

    private static (string ContentType, string Body) ToJson(JsonObject document) => (JsonType, document.ToJsonString());

    private static JsonObject OpenApiPaths() => new()
    {
        ["paths"] = new JsonObject
        {
            [$"apis/{ApiVersion}"] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/apis/{ApiVersion}" },
        },
    };

    private static JsonObject ServerVersion() => new()
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
    };

    private static JsonObject CoreVersions() => new()
    {
        ["kind"] = "APIVersions",
        ["versions"] = new JsonArray("v1"),
        ["serverAddressByClientCIDRs"] = new JsonArray(),
    };

    private static JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray(PlainGroup()),
    };

    private static JsonObject SingleGroup()
    {
        var group = PlainGroup();
        group.Insert(0, "kind", "APIGroup");
        group.Insert(1, "apiVersion", "v1");
        return group;
    }

    private static JsonObject PlainGroup() => new()
    {
        ["name"] = Group,
        ["versions"] = new JsonArray(PlainVersion()),
        ["preferredVersion"] = PlainVersion(),
    };

    private static JsonObject PlainVersion() => new() { ["groupVersion"] = ApiVersion, ["version"] = "v1" };

    private static JsonObject Resources(string version, params JsonNode[] resources) => new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = version,
        ["resources"] = new JsonArray(resources),
    };

    private static JsonObject Resource() => new()
    {
        ["name"] = "images",
        ["singularName"] = "image",
        ["namespaced"] = false,
        ["kind"] = ImageResource.Kind,
        ["verbs"] = Verbs(),
    };

    private static JsonObject AggregatedGroups(params JsonNode[] items) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray(items),
    };

    private static JsonObject AggregatedGroup() => new()
    {
        ["metadata"] = new JsonObject { ["name"] = Group },
        ["versions"] = new JsonArray(new JsonObject
        {
            ["version"] = "v1",
            ["freshness"] = "Current",
            ["resources"] = new JsonArray(new JsonObject
            {
                ["resource"] = "images",
                ["responseKind"] = new JsonObject { ["group"] = "", ["version"] = "", ["kind"] = ImageResource.Kind },
                ["scope"] = "Cluster",
                ["singularResource"] = "image",
                ["verbs"] = Verbs(),
            }),
        }),
    };

    private static JsonArray Verbs() =>
        new("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
}
