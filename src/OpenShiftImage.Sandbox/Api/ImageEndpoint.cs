using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using OpenShiftImage.Sandbox.Hosting;
using OpenShiftImage.Sandbox.Negotiation;
using OpenShiftImage.Sandbox.Storage;
using OpenShiftImage.Sandbox.Watching;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>Takes a request to whoever answers it, and writes the answer.</summary>
public sealed class ImageEndpoint(ImageStore store, IReadOnlyDictionary<string, string> tokens, CancellationToken stopping)
{
    private const string Root = "/apis/image.openshift.io/v1";
    private const string Accepted = "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf";

    /// <summary>As the server: smaller bodies are not worth compressing.</summary>
    private const int CompressAbove = 128 * 1024;

    private static readonly JsonSerializerOptions s_json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Authenticator _authenticator = new(tokens);
    private readonly Lister _lister = new(store);
    private readonly ImageWriter _writer = new(store);
    private readonly Watcher _watcher = new(store);

    /// <summary>The request's target as it came over the wire.</summary>
    public static string Target(HttpContext context) => context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    public async Task HandleAsync(HttpContext context, byte[] body)
    {
        try
        {
            await RouteAsync(context, body);
        }
        catch (StatusError e)
        {
            await WriteErrorAsync(context, e);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
    }

    private static async Task WriteErrorAsync(HttpContext context, StatusError error)
    {
        context.Response.StatusCode = error.Code;
        context.Response.ContentType = "application/json";
        if (error.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var json = error.ToJson().ToJsonString(error.Code == 406 ? new JsonSerializerOptions(s_json) { WriteIndented = true } : s_json);
        await context.Response.WriteAsync(json + "\n", context.RequestAborted);
    }

    private async Task RouteAsync(HttpContext context, byte[] body)
    {
        var user = _authenticator.Authenticate(context.Request);
        var target = Target(context);
        var path = target.Split('?')[0];
        var segments = path.StartsWith(Root + "/", StringComparison.Ordinal)
            ? path[(Root.Length + 1)..].TrimEnd('/').Split('/').Select(Uri.UnescapeDataString).ToArray()
            : [];
        switch (segments)
        {
            case ["images"]:
                await CollectionAsync(context, user, body);
                break;
            case ["images", var name]:
                await ObjectAsync(context, user, name, body);
                break;
            case ["watch", "images"] when HttpMethods.IsGet(context.Request.Method):
                await WatchAsync(context, user, null, ListParameters.Read(context.Request.Query, watchPath: true));
                break;
            case ["watch", "images", var name] when HttpMethods.IsGet(context.Request.Method):
                await WatchAsync(context, user, name, ListParameters.Read(context.Request.Query, watchPath: true));
                break;
            case [{ Length: > 0 }, ..]:
                throw StatusError.NoSuchResource();
            default:
                await DiscoverAsync(context, user, path);
                break;
        }
    }

    private static async Task DiscoverAsync(HttpContext context, SandboxUser user, string path)
    {
        var found = HttpMethods.IsGet(context.Request.Method) ? Discovery.Find(path, context.Request.Headers.Accept.ToString()) : null;
        user.RequirePath(path);
        if (found is not { } answer)
        {
            context.Response.StatusCode = 404;
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context.Response.WriteAsync("404 page not found\n", context.RequestAborted);
            return;
        }

        context.Response.ContentType = answer.ContentType;
        await context.Response.WriteAsync(answer.Body, context.RequestAborted);
    }

    private async Task CollectionAsync(HttpContext context, SandboxUser user, byte[] body)
    {
        var request = context.Request;
        switch (request.Method)
        {
            case "GET":
                var watching = request.Query.TryGetValue("watch", out var watch) && watch.ToString() is not ("" or "false" or "0");
                user.Require(watching ? "watch" : "list", null);
                var parameters = ListParameters.Read(request.Query, watchPath: false);
                if (watching)
                {
                    await WatchAsync(context, user, null, parameters);
                    return;
                }

                var form = Representation.Negotiate(request.Headers.Accept, list: true);
                await WriteListAsync(context, await _lister.ListAsync(parameters, context.RequestAborted), form);
                return;
            case "POST":
                user.Require("create", null);
                var shown = Representation.Negotiate(request.Headers.Accept, list: false);
                var write = WriteParameters.Read(request.Query, "CreateOptions", request.Headers.UserAgent.ToString());
                RequireJson(request);
                await WriteResultAsync(context, 201, _writer.Create(body, write), shown);
                return;
            case "DELETE":
                user.Require("deletecollection", null);
                await DeleteCollectionAsync(context, body);
                return;
            default:
                throw StatusError.MethodNotAllowed();
        }
    }

    private async Task DeleteCollectionAsync(HttpContext context, byte[] body)
    {
        var form = Representation.Negotiate(context.Request.Headers.Accept, list: true);
        var options = DeleteParameters.Read(context.Request.Query, body);
        var page = await _lister.ListAsync(ListParameters.Read(context.Request.Query, watchPath: false), context.RequestAborted);
        foreach (var image in page.Images)
        {
            try
            {
                _writer.Delete(image.Name, options);
            }
            catch (StatusError e) when (e.Code == 404)
            {
                // Someone else was quicker.
            }
        }

        await WriteListAsync(context, page, form);
    }

    private async Task ObjectAsync(HttpContext context, SandboxUser user, string name, byte[] body)
    {
        var request = context.Request;
        var agent = request.Headers.UserAgent.ToString();
        switch (request.Method)
        {
            case "GET":
                user.Require("get", name);
                if (request.Query.TryGetValue("watch", out var watch) && watch.ToString() is not ("" or "false" or "0"))
                {
                    await WatchAsync(context, user, name, ListParameters.Read(request.Query, watchPath: true));
                    return;
                }

                await _lister.RequireRevisionAsync(
                    ListParameters.Read(request.Query, watchPath: false).Revision(StatusError.Internal), context.RequestAborted);
                var form = Representation.Negotiate(request.Headers.Accept, list: false);
                await WriteObjectAsync(context, 200, store.Current.Find(name) ?? throw StatusError.NotFound(name), form);
                return;
            case "PUT":
                user.Require("update", name);
                var put = WriteParameters.Read(request.Query, "UpdateOptions", agent);
                RequireJson(request);
                await WriteResultAsync(context, 200, _writer.Replace(name, body, put), Representation.Negotiate(request.Headers.Accept, list: false));
                return;
            case "PATCH":
                user.Require("patch", name);
                var type = MediaType(request);
                if (type is not (Patching.Patch.Json or Patching.Patch.Merge or Patching.Patch.StrategicMerge))
                {
                    throw StatusError.UnsupportedMediaType(type.StartsWith("application/", StringComparison.Ordinal) && type.Contains("yaml", StringComparison.Ordinal)
                        ? "415: Unsupported Media Type"
                        : "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json");
                }

                var patch = WriteParameters.Read(request.Query, "PatchOptions", agent);
                await WriteResultAsync(context, 200, _writer.Patch(name, type, body, patch), Representation.Negotiate(request.Headers.Accept, list: false));
                return;
            case "DELETE":
                user.Require("delete", name);
                if (body.Length > 0)
                {
                    RequireJson(request);
                }

                await WriteDeletionAsync(context, name, _writer.Delete(name, DeleteParameters.Read(request.Query, body)));
                return;
            default:
                throw StatusError.MethodNotAllowed();
        }
    }

    private Task WatchAsync(HttpContext context, SandboxUser user, string? name, ListParameters parameters)
    {
        user.Require("watch", name);
        if (name is not null)
        {
            parameters = parameters with
            {
                Selection = parameters.Selection with { Fields = Selection.FieldSelector.Parse("metadata.name=" + name) },
            };
        }

        return _watcher.ServeAsync(context, parameters, Representation.NegotiateWatch(context.Request.Headers.Accept), stopping);
    }

    private static string MediaType(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim();

    private static void RequireJson(HttpRequest request)
    {
        if (MediaType(request) is not ("" or "application/json"))
        {
            throw StatusError.UnsupportedMediaType(Accepted);
        }
    }

    private static async Task WriteResultAsync(HttpContext context, int code, WriteResult result, Representation form)
    {
        foreach (var warning in result.Warnings)
        {
            var escaped = warning.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            context.Response.Headers.Append("Warning", $"299 - \"{escaped}\"");
        }

        await WriteObjectAsync(context, code, result.Image, form);
    }

    private static Task WriteObjectAsync(HttpContext context, int code, StoredImage image, Representation form)
    {
        var output = new ArrayBufferWriter<byte>(image.Item.Length + 256);
        AnswerWriter.Object(output, image, form, IncludeObject(context));
        return WriteAsync(context, code, output.WrittenMemory);
    }

    private static Task WriteListAsync(HttpContext context, ListPage page, Representation form)
    {
        var output = new ArrayBufferWriter<byte>(64 * 1024);
        AnswerWriter.List(output, page.Images, page.Revision, page.Continue, page.Remaining, form, IncludeObject(context));
        return WriteAsync(context, 200, output.WrittenMemory);
    }

    private static Task WriteDeletionAsync(HttpContext context, string name, DeleteResult result)
    {
        if (result.Lingers)
        {
            return WriteObjectAsync(context, 200, result.Image, Representation.Json);
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
        return WriteAsync(context, 200, JsonSerializer.SerializeToUtf8Bytes(status, s_json));
    }

    private static string IncludeObject(HttpContext context) =>
        context.Request.Query["includeObject"].ToString() is { Length: > 0 } asked ? asked : "Metadata";

    private static async Task WriteAsync(HttpContext context, int code, ReadOnlyMemory<byte> json)
    {
        context.Response.StatusCode = code;
        context.Response.ContentType = "application/json";
        if (json.Length > CompressAbove && context.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.Ordinal))
        {
            context.Response.Headers.ContentEncoding = "gzip";
            context.Response.Headers.Vary = "Accept-Encoding";
            await using var zip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await zip.WriteAsync(json, context.RequestAborted);
            return;
        }

        context.Response.ContentLength = json.Length;
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted);
    }
}
