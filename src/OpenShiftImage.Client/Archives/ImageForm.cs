using System.Text.Json;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Archives;

/// <summary>Reads Images as a whole, which are looked into when somebody looks at them.</summary>
internal sealed class ImageForm : CollectedForm<Image>
{
    private ImageForm()
    {
    }

    /// <summary>Gets the only one.</summary>
    public static ImageForm Instance { get; } = new();

    /// <inheritdoc/>
    public override JsonShapeValidator Shape => ImageJson.ImageShape;

    /// <inheritdoc/>
    protected override Image Read(ReadOnlyMemory<byte> json, bool hasShape)
    {
        try
        {
            if (!hasShape)
            {
                var reader = new Utf8JsonReader(json.Span, JsonDefaults.Reader);
                reader.Read();
                ImageJson.ImageShape.TryValidate(ref reader);
            }

            return DeferredJson<Image>.FromValidatedJson(json, ImageJson.Image);
        }
        catch (JsonException)
        {
            // Read again by the reader that knows where the fault is.
            return RawJsonConverter.Deserialize(json, ImageJson.Image)!;
        }
    }
}
