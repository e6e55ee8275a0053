using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Storage;

/// <summary>
/// One version of an Image, serialized once: the bytes are those of a list item (no kind, no apiVersion) and begin with
/// <c>{"metadata":</c>, so that every response is composed of slices.
/// </summary>
public sealed class StoredImage
{
    private const int MetadataStart = 12;

    /// <summary>The size that etcd accepts.</summary>
    private const int MaxLength = 3 << 19;

    private readonly byte[] _json;
    private readonly int _metadataLength;

    private StoredImage(
        string name,
        string uid,
        long revision,
        byte[] json,
        int metadataLength,
        FrozenDictionary<string, string> labels,
        string reference)
    {
        Name = name;
        Uid = uid;
        Revision = revision;
        _json = json;
        _metadataLength = metadataLength;
        Labels = labels;
        Reference = reference;
    }

    public string Name { get; }

    public string Uid { get; }

    /// <summary>Gets the resource version that this version of the object has.</summary>
    public long Revision { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    internal string Reference { get; }

    /// <summary>Gets the object as a list item.</summary>
    public ReadOnlyMemory<byte> Item => _json;

    /// <summary>Gets the object's metadata.</summary>
    internal ReadOnlyMemory<byte> Metadata => _json.AsMemory(MetadataStart, _metadataLength);

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
    internal static StoredImage Key(string name) =>
        new(name, "", 0, [], 0, FrozenDictionary<string, string>.Empty, "");

    /// <summary>Returns a copy to change.</summary>
    public JsonObject ToJson() => JsonNode.Parse(_json)!.AsObject();
}
