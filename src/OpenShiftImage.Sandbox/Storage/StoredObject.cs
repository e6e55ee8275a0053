using System.Text;
using System.Text.Json;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Storage;

/// <summary>
/// One version of an object, serialized once: the bytes are those of a list item (no kind, no apiVersion) and begin
/// with <c>{"metadata":</c>, so that every response is composed of slices.
/// </summary>
public class StoredObject
{
    private const int MetadataStart = 12;

    private readonly byte[] _json;
    private readonly int _metadataLength;

    /// <param name="resource">The resource of which it is.</param>
    /// <param name="key">Its namespace and its name.</param>
    /// <param name="uid">Its uid.</param>
    /// <param name="revision">The resource version that this version of it has.</param>
    /// <param name="json">The object, which begins with its metadata.</param>
    /// <param name="metadataLength">How many bytes of it are the metadata.</param>
    /// <param name="labels">Its labels.</param>
    internal StoredObject(
        ApiResource resource,
        ObjectKey key,
        string uid,
        long revision,
        byte[] json,
        int metadataLength,
        IReadOnlyDictionary<string, string> labels)
    {
        Resource = resource;
        Key = key;
        Uid = uid;
        Revision = revision;
        _json = json;
        _metadataLength = metadataLength;
        Labels = labels;
    }

    public string Name => Key.Name;

    /// <summary>Gets the namespace; empty for an object in none.</summary>
    public string Namespace => Key.Namespace;

    public string Uid { get; }

    /// <summary>Gets the resource version that this version of the object has.</summary>
    public long Revision { get; }

    public IReadOnlyDictionary<string, string> Labels { get; }

    /// <summary>Gets the object as a list item.</summary>
    public ReadOnlyMemory<byte> Item => _json;

    internal ApiResource Resource { get; }

    internal ObjectKey Key { get; }

    /// <summary>Gets the object's metadata.</summary>
    internal ReadOnlyMemory<byte> Metadata => _json.AsMemory(MetadataStart, _metadataLength);

    /// <summary>Gets when the object was created; null when it does not say.</summary>
    internal DateTime? CreationTime
    {
        get
        {
            var reader = new Utf8JsonReader(Metadata.Span);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1
                    && reader.TokenType == JsonTokenType.PropertyName
                    && reader.ValueTextEquals("creationTimestamp"u8))
                {
                    reader.Read();
                    return reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time)
                        ? time.UtcDateTime
                        : null;
                }
            }

            return null;
        }
    }

    /// <summary>Returns an object from the texts of its parts.</summary>
    /// <param name="resource">The resource of which it is.</param>
    /// <param name="key">Its namespace and its name.</param>
    /// <param name="uid">Its uid.</param>
    /// <param name="revision">Its resource version.</param>
    /// <param name="metadata">Its metadata as JSON, which has all of these.</param>
    /// <param name="rest">Its other fields as JSON, without braces.</param>
    /// <param name="labels">Its labels, which the metadata has too.</param>
    internal static StoredObject Create(
        ApiResource resource,
        ObjectKey key,
        string uid,
        long revision,
        string metadata,
        string rest,
        IReadOnlyDictionary<string, string> labels)
    {
        var comma = rest.Length == 0 ? "" : ",";
        var json = Encoding.UTF8.GetBytes($"{{\"metadata\":{metadata}{comma}{rest}}}");
        return new(resource, key, uid, revision, json, Encoding.UTF8.GetByteCount(metadata), labels);
    }

    /// <summary>Returns the cells of a row that shows the object in a table.</summary>
    internal virtual IReadOnlyList<string> GetTableCells(DateTime now) =>
        [Name, CreationTime is { } time ? HumanDuration.Format(now - time) : "<unknown>"];

    /// <summary>
    /// Returns the text, number or truth at a path, as field selectors see it; empty where there is none.
    /// </summary>
    internal string GetText(params ReadOnlySpan<string> path)
    {
        using var document = JsonDocument.Parse(_json);
        var element = document.RootElement;
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return "";
            }
        }

        return element.ValueKind is JsonValueKind.Object or JsonValueKind.Array or JsonValueKind.Null
            ? ""
            : element.ToString();
    }
}
