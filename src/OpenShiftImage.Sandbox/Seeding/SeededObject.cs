using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>Creates objects whose uids and versions follow from their names: the same every time.</summary>
internal static class SeededObject
{
    public static IReadOnlyDictionary<string, string> NoLabels { get; } = new Dictionary<string, string>();

    /// <summary>Returns an object.</summary>
    /// <param name="resource">The resource of which it is.</param>
    /// <param name="key">Its namespace and its name.</param>
    /// <param name="created">When it was created.</param>
    /// <param name="labels">Its labels.</param>
    /// <param name="rest">Its other fields as JSON, without braces.</param>
    /// <param name="owner">What made it; null for nothing.</param>
    public static StoredObject Create(
        ApiResource resource,
        ObjectKey key,
        DateTime created,
        IReadOnlyDictionary<string, string> labels,
        string rest,
        (ApiResource Resource, string Name)? owner = null)
    {
        var uid = GetUid(resource, key);
        var revision = GetRevision(uid);
        var home = key.Namespace.Length == 0 ? "" : $"\"namespace\":\"{key.Namespace}\",";
        var metadata = $"{{\"name\":\"{key.Name}\",{home}\"uid\":\"{uid}\",\"resourceVersion\":\"{revision}\","
            + $"\"generation\":1,\"creationTimestamp\":\"{Timestamp.Format(created)}\""
            + (labels.Count == 0 ? "" : $",\"labels\":{ToJson(labels)}")
            + (owner is { } from ? $",\"ownerReferences\":[{Refer(from.Resource, key with { Name = from.Name })}]" : "")
            + "}";
        return StoredObject.Create(resource, key, uid, revision, metadata, rest, labels);
    }

    /// <summary>Returns a namespace.</summary>
    public static StoredObject CreateNamespace(string name, DateTime created) => Create(
        ApiResources.Namespaces,
        new ObjectKey("", name),
        created,
        new Dictionary<string, string> { ["kubernetes.io/metadata.name"] = name },
        "\"spec\":{\"finalizers\":[\"kubernetes\"]},\"status\":{\"phase\":\"Active\"}");

    /// <summary>Returns labels as JSON.</summary>
    public static string ToJson(IReadOnlyDictionary<string, string> labels) => JsonSerializer.Serialize(labels);

    /// <summary>Returns the uid of an object.</summary>
    public static string GetUid(ApiResource resource, ObjectKey key)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{resource.Name}/{key}"));
        return new Guid(hash.AsSpan(0, 16)).ToString();
    }

    private static string Refer(ApiResource resource, ObjectKey key) =>
        $"{{\"apiVersion\":\"{resource.ApiVersion}\",\"kind\":\"{resource.Kind}\",\"name\":\"{key.Name}\","
        + $"\"uid\":\"{GetUid(resource, key)}\",\"controller\":true,\"blockOwnerDeletion\":true}}";

    /// <summary>Returns a version from before the first Image.</summary>
    private static long GetRevision(string uid) =>
        1 + (long.Parse(uid.AsSpan(0, 8), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            % (ImageStore.FirstRevision - 1));
}
