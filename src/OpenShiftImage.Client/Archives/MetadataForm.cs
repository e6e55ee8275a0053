using System.Text.Json;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Archives;

/// <summary>Reads nothing of Images but the metadata.</summary>
internal sealed class MetadataForm : CollectedForm<PartialObjectMetadata>
{
    private MetadataForm()
    {
    }

    /// <summary>Gets the only one.</summary>
    public static MetadataForm Instance { get; } = new();

    /// <summary>Returns the labels of an object whose JSON is of the right types.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(MetadataOf(json), ImageJson.ObjectMeta)?.Labels ?? [];

    /// <summary>Returns the metadata of an object; an empty object where it has none.</summary>
    public static ReadOnlySpan<byte> MetadataOf(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonDefaults.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isMetadata)
            {
                return json[start..(int)reader.BytesConsumed];
            }
        }

        return "{}"u8;
    }

    /// <inheritdoc/>
    protected override PartialObjectMetadata Read(ReadOnlyMemory<byte> json, bool hasShape) => new()
    {
        Kind = "PartialObjectMetadata",
        ApiVersion = "meta.k8s.io/v1",
        Metadata = JsonSerializer.Deserialize(MetadataOf(json.Span), ImageJson.ObjectMeta),
    };
}
