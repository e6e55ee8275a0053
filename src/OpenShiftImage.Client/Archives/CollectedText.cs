using System.Text;
using System.Text.Json;
using OpenShiftImage.Api;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Archives;

/// <summary>Collected objects as the JSON text that a server would send.</summary>
internal static class CollectedText
{
    /// <summary>Returns one object.</summary>
    public static string Of(ApiResource item, bool isPretty) =>
        Write(isPretty, writer => writer.WriteRawValue(ImageJson.ToUtf8Bytes(item)));

    /// <summary>Returns a page of a list.</summary>
    public static TextPage Of(IObjectPage page, bool metadataOnly, bool isPretty)
    {
        var metadata = new ListMeta { Continue = page.Continue, RemainingItemCount = page.RemainingItemCount };
        var text = Write(isPretty, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("kind", metadataOnly ? "PartialObjectMetadataList" : "ImageList");
            writer.WriteString("apiVersion", metadataOnly ? "meta.k8s.io/v1" : "image.openshift.io/v1");
            writer.WritePropertyName("metadata");
            writer.WriteRawValue(ImageJson.ToUtf8Bytes(metadata));
            writer.WriteStartArray("items");
            foreach (var item in page.Items)
            {
                writer.WriteRawValue(ImageJson.ToUtf8Bytes(item));
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
        return new TextPage(text, metadata, page.Count);
    }

    /// <summary>A raw value keeps its white space, or the want of it: indenting it takes another pass.</summary>
    private static string Write(bool isPretty, Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, JsonDefaults.Writer))
        {
            write(writer);
        }

        if (!isPretty)
        {
            return Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        }

        using var document = JsonDocument.Parse(
            buffer.GetBuffer().AsMemory(0, (int)buffer.Length), JsonDefaults.Envelope);
        using var indented = new MemoryStream();
        using (var writer = new Utf8JsonWriter(indented, JsonDefaults.IndentedWriter))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(indented.GetBuffer().AsSpan(0, (int)indented.Length));
    }
}
