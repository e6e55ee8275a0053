using System.Text.Json;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Documents;

/// <summary>Writes Images as text that other tools take.</summary>
/// <param name="yaml">Writes YAML; null when only JSON is wanted.</param>
/// <param name="format">YAML or JSON.</param>
/// <param name="clean">
/// Whether what the server sets (<c>metadata.uid</c>, <c>resourceVersion</c>, <c>managedFields</c>, …) is left out.
/// </param>
internal sealed class DocumentWriter(IYamlConverter? yaml, DocumentFormat format, bool clean)
{
    /// <summary>Returns one Image as text, with its kind and version, ending with a line break.</summary>
    public string ToText(Image image)
    {
        var json = ToJson(image);
        if (format == DocumentFormat.Yaml)
        {
            return yaml!.ToYaml(json);
        }

        using var buffer = new MemoryStream();
        using (var document = JsonDocument.Parse(json, JsonDefaults.Document))
        using (var writer = new Utf8JsonWriter(buffer, JsonDefaults.IndentedWriter))
        {
            document.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }

    /// <summary>Begins a text that holds any number of Images.</summary>
    public DocumentSequence Begin(TextWriter writer) => new(this, writer, format);

    private byte[] ToJson(Image image)
    {
        // The server leaves kind and version out of the items of its lists; other tools want them.
        var copy = clean ? ServerFields.WithoutForCreate(image) : ImageJson.ParseImage(ImageJson.ToUtf8Bytes(image));
        if (string.IsNullOrEmpty(copy.Kind) || string.IsNullOrEmpty(copy.ApiVersion))
        {
            copy.Kind = "Image";
            copy.ApiVersion = "image.openshift.io/v1";
        }

        return ImageJson.ToUtf8Bytes(copy);
    }
}
