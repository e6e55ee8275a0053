using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>
/// The documents in which the server describes itself: its version, its groups and resources, its health.
/// </summary>
/// <param name="resources">The resources that it serves.</param>
internal sealed class DiscoveryDocuments(IReadOnlyList<ApiResource> resources)
{
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
    public (string ContentType, string Body)? Find(string path, string accept)
    {
        var isAggregated = accept.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal)
            && accept.Contains("v=v2;", StringComparison.Ordinal);
        return path.TrimEnd('/') switch
        {
            "/healthz" or "/readyz" or "/livez" => ("text/plain; charset=utf-8", "ok"),
            "/openapi/v3" => ToJson(OpenApiPaths()),
            $"/openapi/v3/apis/{ApiVersion}" => (JsonType, s_openApi.Value),
            "/version" => ToJson(ServerVersion()),
            "/api" when isAggregated => (AggregatedType, AggregatedGroups([""]).ToJsonString()),
            "/api" => ToJson(CoreVersions()),
            "/api/v1" => ToJson(Resources("")),
            "/apis" when isAggregated => (AggregatedType, AggregatedGroups(NamedGroups).ToJsonString()),
            "/apis" => ToJson(Groups()),
            var other => NamedGroups
                .Select(group => FindOfGroup(other, group))
                .FirstOrDefault(found => found is not null),
        };
    }

    private IEnumerable<string> NamedGroups =>
        resources.Select(resource => resource.Group).Where(group => group.Length > 0).Distinct();

    private (string ContentType, string Body)? FindOfGroup(string path, string group) =>
        path == $"/apis/{group}" ? ToJson(SingleGroup(group))
        : path == $"/apis/{group}/{ApiResource.Version}" ? ToJson(Resources(group))
        : null;

    private IEnumerable<ApiResource> In(string group) => resources
        .Where(resource => resource.Group == group)
        .OrderBy(resource => resource.Name, StringComparer.Ordinal);

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

    private JsonObject Groups() => new()
    {
        ["kind"] = "APIGroupList",
        ["apiVersion"] = "v1",
        ["groups"] = new JsonArray([.. NamedGroups.Select(PlainGroup)]),
    };

    private static JsonObject SingleGroup(string name)
    {
        var group = PlainGroup(name);
        group.Insert(0, "kind", "APIGroup");
        group.Insert(1, "apiVersion", "v1");
        return group;
    }

    private static JsonObject PlainGroup(string name) => new()
    {
        ["name"] = name,
        ["versions"] = new JsonArray(PlainVersion(name)),
        ["preferredVersion"] = PlainVersion(name),
    };

    private static JsonObject PlainVersion(string group) => new()
    {
        ["groupVersion"] = $"{group}/{ApiResource.Version}",
        ["version"] = ApiResource.Version,
    };

    private JsonObject Resources(string group) => new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = group.Length == 0 ? ApiResource.Version : $"{group}/{ApiResource.Version}",
        ["resources"] = new JsonArray([.. In(group).Select(resource => WithNames(resource, new JsonObject
        {
            ["name"] = resource.Name,
            ["singularName"] = resource.SingularName,
            ["namespaced"] = resource.IsNamespaced,
            ["kind"] = resource.Kind,
        }))]),
    };

    private JsonObject AggregatedGroups(IEnumerable<string> groups) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. groups.Select(AggregatedGroup)]),
    };

    private JsonObject AggregatedGroup(string group) => new()
    {
        ["metadata"] = group.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = group },
        ["versions"] = new JsonArray(new JsonObject
        {
            ["version"] = ApiResource.Version,
            ["freshness"] = "Current",
            ["resources"] = new JsonArray([.. In(group).Select(resource => WithNames(resource, new JsonObject
            {
                ["resource"] = resource.Name,
                ["responseKind"] = new JsonObject { ["group"] = "", ["version"] = "", ["kind"] = resource.Kind },
                ["scope"] = resource.IsNamespaced ? "Namespaced" : "Cluster",
                ["singularResource"] = resource.SingularName,
            }))]),
        }),
    };

    /// <summary>Adds what both forms of a resource's description call the same.</summary>
    private static JsonObject WithNames(ApiResource resource, JsonObject description)
    {
        description["verbs"] = new JsonArray([.. resource.Verbs.Select(verb => JsonValue.Create(verb))]);
        if (resource.ShortName is not null)
        {
            description["shortNames"] = new JsonArray(resource.ShortName);
        }

        if (resource.IsInCategoryAll)
        {
            description["categories"] = new JsonArray("all");
        }

        return description;
    }
}
