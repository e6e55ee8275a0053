using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Negotiation;

/// <summary>Writes objects, lists and tables from the stored bytes, without serializing an object again.</summary>
internal static class AnswerWriter
{
    private static ReadOnlySpan<byte> ImagePrefix => "{\"kind\":\"Image\",\"apiVersion\":\"image.openshift.io/v1\","u8;


    private static ReadOnlySpan<byte> Columns =>
        """
        "columnDefinitions":[{"name":"Name","type":"string","format":"name","description":"Name must be unique within a namespace. Is required when creating resources, although some resources may allow a client to request the generation of an appropriate name automatically. Name is primarily intended for creation idempotence and configuration definition. Cannot be updated. More info: https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names","priority":0},{"name":"Image Reference","type":"string","format":"","description":"dockerImageReference is the string that can be used to pull this image.","priority":0}],
        """u8;

    /// <summary>Writes one object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="image">The object.</param>
    /// <param name="form">Its form.</param>
    /// <param name="includeObject">What of it a table row carries: None, Metadata or Object.</param>
    public static void Object(IBufferWriter<byte> output, StoredImage image, Representation form, string includeObject = "Metadata")
    {
        switch (form.View)
        {
            case View.Full:
                output.Write(ImagePrefix);
                output.Write(image.Item.Span[1..]);
                break;
            case View.Metadata:
                Encoding.UTF8.GetBytes($"{{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/{form.MetaVersion}\",\"metadata\":", output);
                output.Write(image.Metadata.Span);
                output.Write("}"u8);
                break;
            default:
                Table(output, [image], image.Revision, null, null, form, includeObject, form.NoHeaders);
                break;
        }
    }

    /// <summary>Writes a page of a list.</summary>
    public static void List(
        IBufferWriter<byte> output, IReadOnlyList<StoredImage> images, long revision, string? token, long? remaining, Representation form, string includeObject)
    {
        if (form.View == View.Table)
        {
            Table(output, images, revision, token, remaining, form, includeObject, noHeaders: false);
            return;
        }

        Encoding.UTF8.GetBytes(
            form.View == View.Full
                ? "{\"kind\":\"ImageList\",\"apiVersion\":\"image.openshift.io/v1\",\"metadata\":"
                : $"{{\"kind\":\"PartialObjectMetadataList\",\"apiVersion\":\"meta.k8s.io/{form.MetaVersion}\",\"metadata\":",
            output);
        ListMetadata(output, revision, token, remaining);
        output.Write(",\"items\":["u8);
        for (var i = 0; i < images.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            if (form.View == View.Full)
            {
                output.Write(images[i].Item.Span);
            }
            else
            {
                Object(output, images[i], form);
            }
        }

        output.Write("]}"u8);
    }

    private static void Table(
        IBufferWriter<byte> output, IReadOnlyList<StoredImage> images, long revision, string? token, long? remaining, Representation form, string includeObject, bool noHeaders)
    {
        Encoding.UTF8.GetBytes($"{{\"kind\":\"Table\",\"apiVersion\":\"meta.k8s.io/{form.MetaVersion}\",\"metadata\":", output);
        ListMetadata(output, revision, token, remaining);
        output.Write(","u8);
        output.Write(noHeaders ? "\"columnDefinitions\":null,"u8 : Columns);
        output.Write("\"rows\":["u8);
        for (var i = 0; i < images.Count; i++)
        {
            output.Write(i > 0 ? ",{\"cells\":["u8 : "{\"cells\":["u8);
            output.Write(JsonSerializer.SerializeToUtf8Bytes(images[i].Name));
            output.Write(","u8);
            output.Write(JsonSerializer.SerializeToUtf8Bytes(images[i].Reference));
            output.Write("],\"object\":"u8);
            switch (includeObject)
            {
                case "None":
                    output.Write("null"u8);
                    break;
                case "Object":
                    Object(output, images[i], Representation.Json);
                    break;
                default:
                    Object(output, images[i], form with { View = View.Metadata });
                    break;
            }

            output.Write("}"u8);
        }

        output.Write("]}"u8);
    }

    private static void ListMetadata(IBufferWriter<byte> output, long revision, string? token, long? remaining)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{{\"resourceVersion\":\"{revision}\"");
        if (token is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $",\"continue\":\"{token}\"");
        }

        if (remaining is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $",\"remainingItemCount\":{remaining}");
        }

        Encoding.UTF8.GetBytes(text.Append('}').ToString(), output);
    }
}
