using System.Buffers;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Negotiation;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Serialization;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;
using OpenShiftImage.Sandbox.Writing;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>Writes responses: objects, lists and errors, in the form that was negotiated.</summary>
internal static class Response
{
    /// <summary>The server compresses no smaller bodies.</summary>
    private const int CompressAbove = 128 * 1024;

    private const string JsonType = "application/json";
    private const string YamlType = "application/yaml";

    private static readonly string[] s_prettyAgents = ["curl", "Wget", "Mozilla/5.0"];

    /// <summary>Writes an error.</summary>
    public static Task WriteErrorAsync(HttpContext context, StatusError error)
    {
        if (error.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var status = error.ToJson();
        if (Representation.WantsYaml(context.Request.Headers.Accept))
        {
            return WriteTextAsync(context, error.Code, YamlType, YamlWriter.Write(status));
        }

        var format = error.Code == 406 || IsPretty(context) ? JsonFormat.Indented : JsonFormat.Compact;
        return WriteAsync(context, error.Code, JsonType, JsonSerializer.SerializeToUtf8Bytes(status, format));
    }

    /// <summary>Writes a text as it is.</summary>
    public static Task WriteTextAsync(HttpContext context, int code, string contentType, string text) =>
        WriteAsync(context, code, contentType, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes what the server responds to a path that it does not know.</summary>
    public static Task WriteNoPageAsync(HttpContext context) =>
        WriteTextAsync(context, 404, "text/plain; charset=utf-8", "404 page not found\n");

    /// <summary>Writes the result of a write, with its warnings.</summary>
    public static Task WriteResultAsync(HttpContext context, WriteResult result, Representation form)
    {
        foreach (var warning in result.Warnings.Distinct())
        {
            var escaped = warning
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal);
            context.Response.Headers.Append("Warning", $"299 - \"{escaped}\"");
        }

        return WriteObjectAsync(context, result.IsCreated ? 201 : 200, result.Image, form);
    }

    /// <summary>Writes an object.</summary>
    public static Task WriteObjectAsync(HttpContext context, int code, StoredObject item, Representation form)
    {
        var output = new ArrayBufferWriter<byte>(item.Item.Length + 256);
        RepresentationWriter.WriteObject(output, item, form, IncludeObject(context, form));
        return WriteJsonAsync(context, code, output.WrittenMemory, form);
    }

    /// <summary>Writes a page of a list.</summary>
    public static Task WriteListAsync(HttpContext context, ListPage page, Representation form)
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        RepresentationWriter.WriteList(output, page, form, IncludeObject(context, form));
        return WriteJsonAsync(context, 200, output.WrittenMemory, form);
    }

    /// <summary>
    /// Writes the result of a deletion: the object while it waits for finalizers, otherwise a Status.
    /// </summary>
    public static Task WriteDeletionAsync(HttpContext context, DeleteResult result, Representation form)
    {
        if (result.IsTerminating)
        {
            return WriteObjectAsync(context, 200, result.Image, form);
        }

        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = new JsonObject
            {
                ["name"] = result.Image.Name,
                ["group"] = ImageResource.Group,
                ["kind"] = "images",
                ["uid"] = result.Image.Uid,
            },
        };
        return WriteJsonAsync(context, 200, JsonSerializer.SerializeToUtf8Bytes(status, JsonFormat.Compact), form);
    }

    private static Task WriteJsonAsync(HttpContext context, int code, ReadOnlyMemory<byte> json, Representation form)
    {
        if (form.IsYaml)
        {
            return WriteTextAsync(context, code, YamlType, YamlWriter.Write(JsonNode.Parse(json.Span)));
        }

        var body = IsPretty(context)
            ? JsonSerializer.SerializeToUtf8Bytes(JsonNode.Parse(json.Span), JsonFormat.Indented)
            : json;
        return WriteAsync(context, code, JsonType, body);
    }

    /// <summary>Whether JSON is indented: browsers, and curl, get it so unless they ask for something else.</summary>
    private static bool IsPretty(HttpContext context)
    {
        if (context.Request.Query.TryGetValue("pretty", out var pretty))
        {
            return pretty.ToString() is not ("false" or "0");
        }

        var agent = context.Request.Headers.UserAgent.ToString();
        return s_prettyAgents.Any(prefix => agent.StartsWith(prefix, StringComparison.Ordinal));
    }

    /// <summary>Returns what of an object the rows of a table have; other forms ignore it.</summary>
    /// <exception cref="StatusError">There is no such choice.</exception>
    private static string IncludeObject(HttpContext context, Representation form)
    {
        var value = context.Request.Query["includeObject"].ToString() is { Length: > 0 } given ? given : "Metadata";
        return form.View != View.Table || value is "Metadata" or "Object" or "None"
            ? value
            : throw StatusError.BadRequest(
                $"Unable to convert to Table as requested: includeObject: Invalid value: {GoFormat.Quote(value)}: "
                + "must be 'Metadata', 'Object', 'None', or empty");
    }

    private static async Task WriteAsync(
        HttpContext context, int code, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = code;
        response.ContentType = contentType;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        var encodings = context.Request.Headers.AcceptEncoding.ToString();
        if (body.Length > CompressAbove && encodings.Contains("gzip", StringComparison.Ordinal))
        {
            response.Headers.ContentEncoding = "gzip";
            response.Headers.Vary = "Accept-Encoding";
            await using var zip = new GZipStream(response.Body, CompressionLevel.Fastest);
            await zip.WriteAsync(body, context.RequestAborted);
            return;
        }

        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
