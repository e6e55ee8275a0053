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

namespace OpenShiftImage.Sandbox.Api;

/// <summary>
/// Writes answers: objects, lists and errors, in the form that was negotiated, compressed where it is worth it.
/// </summary>
internal static class Answer
{
    /// <summary>As the server: smaller bodies are not worth compressing.</summary>
    private const int CompressAbove = 128 * 1024;


    public static Task ErrorAsync(HttpContext context, StatusError error)
    {
        if (error.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var status = error.ToJson();
        if (Representation.WantsYaml(context.Request.Headers.Accept))
        {
            return WriteAsync(context, error.Code, Encoding.UTF8.GetBytes(YamlWriter.Write(status)), "application/yaml");
        }

        return WriteAsync(context, error.Code, JsonSerializer.SerializeToUtf8Bytes(status, error.Code == 406 || IsPretty(context) ? JsonFormat.Indented : JsonFormat.Compact));
    }

    public static Task TextAsync(HttpContext context, int code, string contentType, string text) =>
        WriteAsync(context, code, Encoding.UTF8.GetBytes(text), contentType);

    public static Task ResultAsync(HttpContext context, WriteResult result, Representation form)
    {
        foreach (var warning in result.Warnings.Distinct())
        {
            var escaped = warning.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            context.Response.Headers.Append("Warning", $"299 - \"{escaped}\"");
        }

        return ObjectAsync(context, result.Created ? 201 : 200, result.Image, form);
    }

    public static Task ObjectAsync(HttpContext context, int code, StoredImage image, Representation form)
    {
        var output = new ArrayBufferWriter<byte>(image.Item.Length + 256);
        AnswerWriter.Object(output, image, form, IncludeObject(context, form));
        return JsonAsync(context, code, output.WrittenMemory, form);
    }

    public static Task ListAsync(HttpContext context, ListPage page, Representation form)
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        AnswerWriter.List(output, page.Images, page.Revision, page.Continue, page.Remaining, form, IncludeObject(context, form));
        return JsonAsync(context, 200, output.WrittenMemory, form);
    }

    public static Task DeletionAsync(HttpContext context, string name, DeleteResult result, Representation form)
    {
        if (result.Lingers)
        {
            return ObjectAsync(context, 200, result.Image, form);
        }

        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = new JsonObject(),
            ["status"] = "Success",
            ["details"] = new JsonObject
            {
                ["name"] = name,
                ["group"] = "image.openshift.io",
                ["kind"] = "images",
                ["uid"] = result.Image.Uid,
            },
        };
        return JsonAsync(context, 200, JsonSerializer.SerializeToUtf8Bytes(status, JsonFormat.Compact), form);
    }

    private static Task JsonAsync(HttpContext context, int code, ReadOnlyMemory<byte> json, Representation form)
    {
        if (form.IsYaml)
        {
            return WriteAsync(context, code, Encoding.UTF8.GetBytes(YamlWriter.Write(JsonNode.Parse(json.Span))), "application/yaml");
        }

        return WriteAsync(context, code, IsPretty(context) ? JsonSerializer.SerializeToUtf8Bytes(JsonNode.Parse(json.Span), JsonFormat.Indented) : json);
    }

    /// <summary>A browser, and curl, get indented JSON unless they ask for something else.</summary>
    private static bool IsPretty(HttpContext context)
    {
        if (context.Request.Query.TryGetValue("pretty", out var asked))
        {
            return asked.ToString() is not ("false" or "0");
        }

        var agent = context.Request.Headers.UserAgent.ToString();
        return agent.StartsWith("curl", StringComparison.Ordinal) || agent.StartsWith("Wget", StringComparison.Ordinal) || agent.StartsWith("Mozilla/5.0", StringComparison.Ordinal);
    }

    /// <summary>Returns what the rows of a table carry; other forms do not look at it.</summary>
    /// <exception cref="StatusError">There is no such choice.</exception>
    private static string IncludeObject(HttpContext context, Representation form)
    {
        var asked = context.Request.Query["includeObject"].ToString() is { Length: > 0 } given ? given : "Metadata";
        return form.View != View.Table || asked is "Metadata" or "Object" or "None" ? asked : throw StatusError.BadRequest(
            $"Unable to convert to Table as requested: includeObject: Invalid value: {GoFormat.Quote(asked)}: must be 'Metadata', 'Object', 'None', or empty");
    }

    private static async Task WriteAsync(HttpContext context, int code, ReadOnlyMemory<byte> body, string contentType = "application/json")
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = contentType;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        if (body.Length > CompressAbove && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.Headers.Vary = "Accept-Encoding";
            await using var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await zip.WriteAsync(body, context.RequestAborted);
            return;
        }

        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body, context.RequestAborted);
    }
}
