using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Storage;

/// <summary>One version of an Image.</summary>
public sealed class StoredImage : StoredObject
{
    /// <summary>The size that etcd accepts.</summary>
    private const int MaxLength = 3 << 19;

    private StoredImage(
        string name,
        string uid,
        long revision,
        byte[] json,
        int metadataLength,
        FrozenDictionary<string, string> labels,
        string reference)
        : base(ApiResources.Images, new ObjectKey("", name), uid, revision, json, metadataLength, labels) =>
        Reference = reference;

    internal string Reference { get; }

    /// <summary>Returns an object at a revision.</summary>
    /// <param name="image">The object, with its name and uid.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="withRevision">Whether the object shows it; the result of a dry run shows none.</param>
    public static StoredImage Create(JsonObject image, long revision, bool withRevision = true)
    {
        var metadata = image["metadata"]!.AsObject();
        metadata["resourceVersion"] = withRevision ? revision.ToString(CultureInfo.InvariantCulture) : null;
        image.Remove("kind");
        image.Remove("apiVersion");
        var canonical = ImageSchema.Image.Canonical(image);
        var json = JsonSerializer.SerializeToUtf8Bytes(canonical, JsonFormat.Compact);
        if (json.Length > MaxLength)
        {
            throw StatusError.Internal("etcdserver: request is too large");
        }

        var metadataLength = JsonSerializer.SerializeToUtf8Bytes(canonical["metadata"], JsonFormat.Compact).Length;
        return new StoredImage(
            metadata["name"]!.GetValue<string>(),
            metadata["uid"]!.GetValue<string>(),
            revision,
            json,
            metadataLength,
            (metadata["labels"] as JsonObject ?? []).ToFrozenDictionary(
                pair => pair.Key, pair => pair.Value?.GetValue<string>() ?? "", StringComparer.Ordinal),
            image["dockerImageReference"]?.GetValue<string>() ?? "");
    }

    /// <summary>Returns a name without an object, to look up and compare by.</summary>
    internal static StoredImage KeyOf(string name) =>
        new(name, "", 0, [], 0, FrozenDictionary<string, string>.Empty, "");

    /// <summary>Returns a copy to change.</summary>
    public JsonObject ToJson() => JsonNode.Parse(Item.Span)!.AsObject();

    internal override IReadOnlyList<string> GetTableCells(DateTime now) => [Name, Reference];
}
