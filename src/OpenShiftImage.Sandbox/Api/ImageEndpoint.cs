using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using OpenShiftImage.Sandbox.Authentication;
using OpenShiftImage.Sandbox.Negotiation;
using OpenShiftImage.Sandbox.Patching;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Reading;
using OpenShiftImage.Sandbox.Requests;
using OpenShiftImage.Sandbox.Selection;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;
using OpenShiftImage.Sandbox.Watching;
using OpenShiftImage.Sandbox.Writing;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>Routes requests to the operations of the API.</summary>
internal sealed class ImageEndpoint
{
    private const string Root = "/apis/" + ImageResource.ApiVersion;
    private const int MaxBodyLength = 3 << 20;

    private readonly ImageStore _store;
    private readonly Authenticator _authenticator;
    private readonly ImageLister _lister;
    private readonly ImageWriter _writer;
    private readonly ImageDeleter _deleter;
    private readonly ImageWatcher _watcher;
    private readonly bool _hasControl;
    private readonly CancellationToken _stopping;

    /// <param name="store">The objects.</param>
    /// <param name="tokens">The names of users by their tokens.</param>
    /// <param name="hasControl">Whether <c>POST /control/compact</c> discards the history.</param>
    /// <param name="stopping">Is cancelled when the server stops.</param>
    public ImageEndpoint(
        ImageStore store, IReadOnlyDictionary<string, string> tokens, bool hasControl, CancellationToken stopping)
    {
        _store = store;
        _authenticator = new Authenticator(tokens);
        _lister = new ImageLister(store);
        _writer = new ImageWriter(store);
        _deleter = new ImageDeleter(store);
        _watcher = new ImageWatcher(store, _lister);
        _hasControl = hasControl;
        _stopping = stopping;
    }

    /// <summary>Returns the request's target as it came over the wire.</summary>
    public static string GetTarget(HttpContext context) =>
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    /// <summary>Responds to a request.</summary>
    public async Task HandleAsync(HttpContext context, byte[] body)
    {
        try
        {
            await RouteAsync(context, body);
        }
        catch (StatusError e)
        {
            await Response.WriteErrorAsync(context, e);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to respond to.
        }
        catch (Exception e) when (!context.Response.HasStarted
            && e is InvalidOperationException or FormatException or ArgumentException or JsonException)
        {
            // JSON of other types than the API's, where no message of the server's is known.
            var error = StatusError.BadRequest("the object provided is unrecognized: " + e.Message);
            await Response.WriteErrorAsync(context, error);
        }
    }

    private async Task RouteAsync(HttpContext context, byte[] body)
    {
        var request = context.Request;
        var path = GetTarget(context).Split('?')[0];
        if (!IsWatch(request, path))
        {
            request.Query.RequireTimeout();
        }

        var user = _authenticator.Authenticate(request);
        if (body.Length > MaxBodyLength)
        {
            throw StatusError.TooLarge($"limit is {MaxBodyLength}");
        }

        var segments = path.StartsWith(Root + "/", StringComparison.Ordinal)
            ? path[(Root.Length + 1)..].TrimEnd('/').Split('/').Select(Uri.UnescapeDataString).ToArray()
            : [];
        switch (segments)
        {
            case ["images"]:
                await HandleCollectionAsync(context, user, body);
                break;
            case ["images", { Length: > 0 } name]:
                await HandleObjectAsync(context, user, name, body);
                break;
            case ["watch", "images"] when HttpMethods.IsGet(request.Method):
                await WatchAsync(context, user, null, ListParameters.Read(request.Query, isWatchPath: true));
                break;
            case ["watch", "images", var name] when HttpMethods.IsGet(request.Method):
                await WatchAsync(context, user, name, ListParameters.Read(request.Query, isWatchPath: true));
                break;
            case ["", _, ..] or [{ Length: > 0 }, ..]:
                throw StatusError.NoSuchResource();
            case [] when IsCompact(request, path) && user.IsAdministrator:
                _store.Compact();
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                break;
            default:
                await DiscoverAsync(context, user, path);
                break;
        }
    }

    private static bool IsWatch(HttpRequest request, string path) =>
        path.StartsWith(Root + "/watch/", StringComparison.Ordinal)
        || (HttpMethods.IsGet(request.Method)
            && path.TrimEnd('/') == Root + "/images"
            && ListParameters.AsksForWatch(request.Query));

    private bool IsCompact(HttpRequest request, string path) =>
        _hasControl && path == "/control/compact" && HttpMethods.IsPost(request.Method);

    private static Task DiscoverAsync(HttpContext context, SandboxUser user, string path)
    {
        user.RequirePath(path);
        return HttpMethods.IsGet(context.Request.Method)
            && DiscoveryDocuments.Find(path, context.Request.Headers.Accept.ToString()) is { } found
                ? Response.WriteTextAsync(context, 200, found.ContentType, found.Body)
                : Response.WriteTextAsync(context, 404, "text/plain; charset=utf-8", "404 page not found\n");
    }

    private async Task HandleCollectionAsync(HttpContext context, SandboxUser user, byte[] body)
    {
        switch (context.Request.Method)
        {
            case "GET":
                await ListOrWatchAsync(context, user);
                break;
            case "POST":
                user.Require("create", null);
                await CreateAsync(context, body);
                break;
            case "DELETE":
                user.Require("deletecollection", null);
                await DeleteCollectionAsync(context, body);
                break;
            default:
                throw StatusError.MethodNotAllowed();
        }
    }

    private async Task ListOrWatchAsync(HttpContext context, SandboxUser user)
    {
        var isWatch = ListParameters.AsksForWatch(context.Request.Query);
        user.Require(isWatch ? "watch" : "list", null);
        var parameters = ListParameters.Read(context.Request.Query, isWatchPath: false);
        if (isWatch)
        {
            await WatchAsync(context, user, null, parameters);
            return;
        }

        var form = Negotiate(context, isList: true);
        await Response.WriteListAsync(context, await _lister.ListAsync(parameters, context.RequestAborted), form);
    }

    private async Task CreateAsync(HttpContext context, byte[] body)
    {
        var form = Negotiate(context);
        var parameters = ReadWriteParameters(context, "CreateOptions");
        var result = _writer.Create(body, ContentTypes.IsYaml(context.Request), parameters);
        await Response.WriteResultAsync(context, result, form);
    }

    private async Task DeleteCollectionAsync(HttpContext context, byte[] body)
    {
        var form = Negotiate(context, isList: true);
        var options = DeleteParameters.Read(context.Request.Query, body, HasYamlBody(context.Request, body));
        var parameters = ListParameters.Read(context.Request.Query, isWatchPath: false);
        var page = await _lister.ListAsync(parameters, context.RequestAborted);
        foreach (var image in page.Images)
        {
            try
            {
                _deleter.Delete(image.Name, options);
            }
            catch (StatusError e) when (e.Code == 404)
            {
                // Another client has deleted it since.
            }
        }

        await Response.WriteListAsync(context, page, form);
    }

    private async Task HandleObjectAsync(HttpContext context, SandboxUser user, string name, byte[] body)
    {
        switch (context.Request.Method)
        {
            case "GET":
                user.Require("get", name);
                await GetAsync(context, name);
                break;
            case "PUT":
                user.Require("update", name);
                await ReplaceAsync(context, name, body);
                break;
            case "PATCH":
                user.Require("patch", name);
                await PatchAsync(context, name, body);
                break;
            case "DELETE":
                user.Require("delete", name);
                await DeleteAsync(context, name, body);
                break;
            default:
                throw StatusError.MethodNotAllowed();
        }
    }

    private async Task GetAsync(HttpContext context, string name)
    {
        var revision = ResourceVersion.Parse(context.Request.Query.GetText("resourceVersion"), StatusError.Internal);
        await _lister.RequireRevisionAsync(revision, context.RequestAborted);
        var form = Negotiate(context);
        var image = _store.Current.Find(name) ?? throw StatusError.NotFound(name);
        await Response.WriteObjectAsync(context, 200, image, form);
    }

    private async Task ReplaceAsync(HttpContext context, string name, byte[] body)
    {
        var parameters = ReadWriteParameters(context, "UpdateOptions");
        var form = Negotiate(context);
        var result = _writer.Replace(name, body, ContentTypes.IsYaml(context.Request), parameters);
        await Response.WriteResultAsync(context, result, form);
    }

    private async Task PatchAsync(HttpContext context, string name, byte[] body)
    {
        var type = ContentTypes.GetPatchType(context.Request);
        var parameters = ReadWriteParameters(context, "PatchOptions");
        var result = type == PatchTypes.Apply
            ? _writer.Apply(name, body, parameters)
            : _writer.Patch(name, type, body, parameters);
        await Response.WriteResultAsync(context, result, Negotiate(context));
    }

    private async Task DeleteAsync(HttpContext context, string name, byte[] body)
    {
        var isYaml = HasYamlBody(context.Request, body);
        var form = Negotiate(context);
        var result = _deleter.Delete(name, DeleteParameters.Read(context.Request.Query, body, isYaml));
        await Response.WriteDeletionAsync(context, result, form);
    }

    private Task WatchAsync(HttpContext context, SandboxUser user, string? name, ListParameters parameters)
    {
        user.Require("watch", name);
        if (name is not null)
        {
            parameters = parameters with
            {
                Selection = parameters.Selection with { Fields = FieldSelector.ForName(name) },
            };
        }

        var form = Representation.NegotiateWatch(context.Request.Headers.Accept);
        return _watcher.ServeAsync(context, parameters, form, _stopping);
    }

    private static Representation Negotiate(HttpContext context, bool isList = false) =>
        Representation.Negotiate(context.Request.Headers.Accept, isList);

    private static WriteParameters ReadWriteParameters(HttpContext context, string kind) =>
        WriteParameters.Read(context.Request.Query, kind, context.Request.Headers.UserAgent.ToString());

    private static bool HasYamlBody(HttpRequest request, byte[] body) =>
        body.Length > 0 && ContentTypes.IsYaml(request);
}
