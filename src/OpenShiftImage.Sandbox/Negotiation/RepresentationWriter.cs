using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Negotiation;

/// <summary>Writes objects, lists and tables from the stored bytes, without serializing an object again.</summary>
internal static class RepresentationWriter
{
    private static ReadOnlySpan<byte> ImagePrefix => "{\"kind\":\"Image\",\"apiVersion\":\"image.openshift.io/v1\","u8;

    private static ReadOnlySpan<byte> ColumnDefinitions =>
        "\"columnDefinitions\":["u8
        + "{\"name\":\"Name\",\"type\":\"string\",\"format\":\"name\",\"description\":\""u8
        + "Name must be unique within a namespace. Is required when creating resources, although some resources may "u8
        + "allow a client to request the generation of an appropriate name automatically. Name is primarily intended "u8
        + "for creation idempotence and configuration definition. Cannot be updated. More info: "u8
        + "https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names\",\"priority\":0},"u8
        + "{\"name\":\"Image Reference\",\"type\":\"string\",\"format\":\"\",\"description\":\""u8
        + "dockerImageReference is the string that can be used to pull this image.\",\"priority\":0}],"u8;

    /// <summary>Writes one object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="image">The object.</param>
    /// <param name="form">Its form.</param>
    /// <param name="includeObject">What of it a table row has: None, Metadata or Object.</param>
    public static void WriteObject(
        IBufferWriter<byte> output, StoredImage image, Representation form, string includeObject = "Metadata")
    {
        switch (form.View)
        {
            case View.Full:
                output.Write(ImagePrefix);
                output.Write(image.Item.Span[1..]);
                break;
            case View.Metadata:
                WriteTypeMeta(output, "PartialObjectMetadata", form);
                output.Write(image.Metadata.Span);
                output.Write("}"u8);
                break;
            default:
                WriteTable(output, new ListPage([image], image.Revision), form, includeObject);
                break;
        }
    }

    /// <summary>Writes a page of a list.</summary>
    public static void WriteList(
        IBufferWriter<byte> output, ListPage page, Representation form, string includeObject)
    {
        switch (form.View)
        {
            case View.Table:
                WriteTable(output, page, form with { NoHeaders = false }, includeObject);
                return;
            case View.Full:
                output.Write("{\"kind\":\"ImageList\",\"apiVersion\":\"image.openshift.io/v1\",\"metadata\":"u8);
                break;
            default:
                WriteTypeMeta(output, "PartialObjectMetadataList", form);
                break;
        }

        WriteListMetadata(output, page);
        output.Write(",\"items\":["u8);
        for (var i = 0; i < page.Images.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            if (form.View == View.Full)
            {
                output.Write(page.Images[i].Item.Span);
            }
            else
            {
                WriteObject(output, page.Images[i], form);
            }
        }

        output.Write("]}"u8);
    }

    private static void WriteTable(
        IBufferWriter<byte> output, ListPage page, Representation form, string includeObject)
    {
        WriteTypeMeta(output, "Table", form);
        WriteListMetadata(output, page);
        output.Write(","u8);
        output.Write(form.NoHeaders ? "\"columnDefinitions\":null,"u8 : ColumnDefinitions);
        output.Write("\"rows\":["u8);
        for (var i = 0; i < page.Images.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            WriteRow(output, page.Images[i], form, includeObject);
        }

        output.Write("]}"u8);
    }

    private static void WriteRow(
        IBufferWriter<byte> output, StoredImage image, Representation form, string includeObject)
    {
        output.Write("{\"cells\":["u8);
        output.Write(JsonSerializer.SerializeToUtf8Bytes(image.Name));
        output.Write(","u8);
        output.Write(JsonSerializer.SerializeToUtf8Bytes(image.Reference));
        output.Write("],\"object\":"u8);
        switch (includeObject)
        {
            case "None":
                output.Write("null"u8);
                break;
            case "Object":
                WriteObject(output, image, Representation.Json);
                break;
            default:
                WriteObject(output, image, form with { View = View.Metadata });
                break;
        }

        output.Write("}"u8);
    }

    private static void WriteTypeMeta(IBufferWriter<byte> output, string kind, Representation form) =>
        Encoding.UTF8.GetBytes(
            $"{{\"kind\":\"{kind}\",\"apiVersion\":\"meta.k8s.io/{form.MetaVersion}\",\"metadata\":", output);

    private static void WriteListMetadata(IBufferWriter<byte> output, ListPage page)
    {
        var text = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"{{\"resourceVersion\":\"{page.Revision}\"");
        if (page.Continue is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $",\"continue\":\"{page.Continue}\"");
        }

        if (page.RemainingCount is not null)
        {
            text.Append(CultureInfo.InvariantCulture, $",\"remainingItemCount\":{page.RemainingCount}");
        }

        Encoding.UTF8.GetBytes(text.Append('}').ToString(), output);
    }
}
