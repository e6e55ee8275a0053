using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Negotiation;

/// <summary>Writes objects, lists and tables from the stored bytes, without serializing an object again.</summary>
internal static class RepresentationWriter
{
    private static ReadOnlySpan<byte> NameColumn =>
        "\"columnDefinitions\":["u8
        + "{\"name\":\"Name\",\"type\":\"string\",\"format\":\"name\",\"description\":\""u8
        + "Name must be unique within a namespace. Is required when creating resources, although some resources may "u8
        + "allow a client to request the generation of an appropriate name automatically. Name is primarily intended "u8
        + "for creation idempotence and configuration definition. Cannot be updated. More info: "u8
        + "https://kubernetes.io/docs/concepts/overview/working-with-objects/names#names\",\"priority\":0},"u8;

    private static ReadOnlySpan<byte> ReferenceColumn =>
        "{\"name\":\"Image Reference\",\"type\":\"string\",\"format\":\"\",\"description\":\""u8
        + "dockerImageReference is the string that can be used to pull this image.\",\"priority\":0}],"u8;

    private static ReadOnlySpan<byte> AgeColumn =>
        "{\"name\":\"Age\",\"type\":\"string\",\"format\":\"\",\"description\":\""u8
        + "CreationTimestamp is a timestamp representing the server time when this object was created.\","u8
        + "\"priority\":0}],"u8;

    /// <summary>Writes one object.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="item">The object.</param>
    /// <param name="form">Its form.</param>
    /// <param name="includeObject">What of it a table row has: None, Metadata or Object.</param>
    public static void WriteObject(
        IBufferWriter<byte> output, StoredObject item, Representation form, string includeObject = "Metadata")
    {
        switch (form.View)
        {
            case View.Full:
                output.Write(item.Resource.ObjectPrefix);
                output.Write(item.Item.Span[1..]);
                break;
            case View.Metadata:
                WriteTypeMeta(output, "PartialObjectMetadata", form.MetaApiVersion);
                output.Write(item.Metadata.Span);
                output.Write("}"u8);
                break;
            default:
                WriteTable(output, new ListPage(item.Resource, [item], item.Revision), form, includeObject);
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
                WriteTypeMeta(output, page.Resource.Kind + "List", page.Resource.ApiVersion);
                break;
            default:
                WriteTypeMeta(output, "PartialObjectMetadataList", form.MetaApiVersion);
                break;
        }

        WriteListMetadata(output, page);
        output.Write(",\"items\":["u8);
        for (var i = 0; i < page.Objects.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            if (form.View == View.Full)
            {
                output.Write(page.Objects[i].Item.Span);
            }
            else
            {
                WriteObject(output, page.Objects[i], form);
            }
        }

        output.Write("]}"u8);
    }

    private static void WriteTable(
        IBufferWriter<byte> output, ListPage page, Representation form, string includeObject)
    {
        WriteTypeMeta(output, "Table", form.MetaApiVersion);
        WriteListMetadata(output, page);
        output.Write(","u8);
        if (form.NoHeaders)
        {
            output.Write("\"columnDefinitions\":null,"u8);
        }
        else
        {
            output.Write(NameColumn);
            output.Write(page.Resource == ApiResources.Images ? ReferenceColumn : AgeColumn);
        }

        output.Write("\"rows\":["u8);
        for (var i = 0; i < page.Objects.Count; i++)
        {
            if (i > 0)
            {
                output.Write(","u8);
            }

            WriteRow(output, page.Objects[i], form, includeObject);
        }

        output.Write("]}"u8);
    }

    private static void WriteRow(
        IBufferWriter<byte> output, StoredObject item, Representation form, string includeObject)
    {
        output.Write("{\"cells\":"u8);
        output.Write(JsonSerializer.SerializeToUtf8Bytes(item.GetTableCells(DateTime.UtcNow)));
        output.Write(",\"object\":"u8);
        switch (includeObject)
        {
            case "None":
                output.Write("null"u8);
                break;
            case "Object":
                WriteObject(output, item, Representation.Json);
                break;
            default:
                WriteObject(output, item, form with { View = View.Metadata });
                break;
        }

        output.Write("}"u8);
    }

    private static void WriteTypeMeta(IBufferWriter<byte> output, string kind, string apiVersion) =>
        Encoding.UTF8.GetBytes($"{{\"kind\":\"{kind}\",\"apiVersion\":\"{apiVersion}\",\"metadata\":", output);

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
