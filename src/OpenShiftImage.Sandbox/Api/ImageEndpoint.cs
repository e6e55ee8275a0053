using Microsoft.AspNetCore.Http.Features;
using OpenShiftImage.Sandbox.Hosting;
using OpenShiftImage.Sandbox.Negotiation;
using OpenShiftImage.Sandbox.Selection;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;
using OpenShiftImage.Sandbox.Watching;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>Takes a request to whoever answers it.</summary>
internal sealed class ImageEndpoint(ImageStore store, IReadOnlyDictionary<string, string> tokens, bool control, CancellationToken stopping)
{
    private const string Root = "/apis/image.openshift.io/v1";
    private const int MaxBody = 3 << 20;
    private const string ApplyType = "application/apply-patch+yaml";

    private readonly Authenticator _authenticator = new(tokens);
    private readonly Lister _lister = new(store);
    private readonly ImageWriter _writer = new(store);
    private readonly ImageDeleter _deleter = new(store);
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
            await Answer.ErrorAsync(context, e);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to answer.
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException or System.Text.Json.JsonException && !context.Response.HasStarted)
        {
            // JSON of other types than the API's, in a place where no message of the server's is known.
            await Answer.ErrorAsync(context, StatusError.BadRequest("the object provided is unrecognized: " + e.Message));
        }
    }

    private async Task RouteAsync(HttpContext context, byte[] body)
    {
        if (!IsWatch(context.Request, Target(context)))
        {
            context.Request.Query.RequireTimeout();
        }

        var user = _authenticator.Authenticate(context.Request);
        if (body.Length > MaxBody)
        {
            throw StatusError.TooLarge($"limit is {MaxBody}");
        }

        var path = Target(context).Split('?')[0];
        var segments = path.StartsWith(Root + "/", StringComparison.Ordinal)
            ? path[(Root.Length + 1)..].TrimEnd('/').Split('/').Select(Uri.UnescapeDataString).ToArray()
            : [];
        switch (segments)
        {
            case ["images"]:
                await CollectionAsync(context, user, body);
                break;
            case ["images", { Length: > 0 } name]:
                await ObjectAsync(context, user, name, body);
                break;
            case ["watch", "images"] when HttpMethods.IsGet(context.Request.Method):
                await WatchAsync(context, user, null, ListParameters.Read(context.Request.Query, watchPath: true));
                break;
            case ["watch", "images", var name] when HttpMethods.IsGet(context.Request.Method):
                await WatchAsync(context, user, name, ListParameters.Read(context.Request.Query, watchPath: true));
                break;
            case ["", ..] when segments.Length > 1:
            case [{ Length: > 0 }, ..]:
                throw StatusError.NoSuchResource();
            case [] when control && path == "/control/compact" && HttpMethods.IsPost(context.Request.Method) && user.IsAdministrator:
                store.Compact();
                context.Response.StatusCode = 204;
                break;
            default:
                await DiscoverAsync(context, user, path);
                break;
        }
    }

    private static bool IsWatch(HttpRequest request, string target) =>
        target.StartsWith(Root + "/watch/", StringComparison.Ordinal)
        || (HttpMethods.IsGet(request.Method) && target.Split('?')[0].TrimEnd('/') == Root + "/images" && ListParameters.IsWatch(request.Query));

    private static Task DiscoverAsync(HttpContext context, SandboxUser user, string path)
    {
        user.RequirePath(path);
        return HttpMethods.IsGet(context.Request.Method) && Discovery.Find(path, context.Request.Headers.Accept.ToString()) is { } found
            ? Answer.TextAsync(context, 200, found.ContentType, found.Body)
            : Answer.TextAsync(context, 404, "text/plain; charset=utf-8", "404 page not found\n");
    }

    private async Task CollectionAsync(HttpContext context, SandboxUser user, byte[] body)
    {
        var request = context.Request;
        switch (request.Method)
        {
            case "GET":
                var watching = ListParameters.IsWatch(request.Query);
                user.Require(watching ? "watch" : "list", null);
                var parameters = ListParameters.Read(request.Query, watchPath: false);
                if (watching)
                {
                    await WatchAsync(context, user, null, parameters);
                    return;
                }

                var form = Representation.Negotiate(request.Headers.Accept, list: true);
                await Answer.ListAsync(context, await _lister.ListAsync(parameters, context.RequestAborted), form);
                return;
            case "POST":
                user.Require("create", null);
                var shown = Representation.Negotiate(request.Headers.Accept, list: false);
                var write = WriteParameters.Read(request.Query, "CreateOptions", request.Headers.UserAgent.ToString());
                await Answer.ResultAsync(context, _writer.Create(body, MediaTypes.IsYamlBody(request), write), shown);
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
        var options = DeleteParameters.Read(context.Request.Query, body, body.Length > 0 && MediaTypes.IsYamlBody(context.Request));
        var page = await _lister.ListAsync(ListParameters.Read(context.Request.Query, watchPath: false), context.RequestAborted);
        foreach (var image in page.Images)
        {
            try
            {
                _deleter.Delete(image.Name, options);
            }
            catch (StatusError e) when (e.Code == 404)
            {
                // Someone else was quicker.
            }
        }

        await Answer.ListAsync(context, page, form);
    }

    private async Task ObjectAsync(HttpContext context, SandboxUser user, string name, byte[] body)
    {
        var request = context.Request;
        var agent = request.Headers.UserAgent.ToString();
        switch (request.Method)
        {
            case "GET":
                user.Require("get", name);
                await _lister.RequireRevisionAsync(ListParameters.RevisionOf(request.Query.Text("resourceVersion"), StatusError.Internal), context.RequestAborted);
                var form = Representation.Negotiate(request.Headers.Accept, list: false);
                await Answer.ObjectAsync(context, 200, store.Current.Find(name) ?? throw StatusError.NotFound(name), form);
                return;
            case "PUT":
                user.Require("update", name);
                var put = WriteParameters.Read(request.Query, "UpdateOptions", agent);
                var shown = Representation.Negotiate(request.Headers.Accept, list: false);
                await Answer.ResultAsync(context, _writer.Replace(name, body, MediaTypes.IsYamlBody(request), put), shown);
                return;
            case "PATCH":
                user.Require("patch", name);
                var type = MediaTypes.OfPatch(request);
                var patch = WriteParameters.Read(request.Query, "PatchOptions", agent);
                var result = type == ApplyType ? _writer.Apply(name, body, patch) : _writer.Patch(name, type, body, patch);
                await Answer.ResultAsync(context, result, Representation.Negotiate(request.Headers.Accept, list: false));
                return;
            case "DELETE":
                user.Require("delete", name);
                var isYaml = body.Length > 0 && MediaTypes.IsYamlBody(request);
                var answer = Representation.Negotiate(request.Headers.Accept, list: false);
                await Answer.DeletionAsync(context, name, _deleter.Delete(name, DeleteParameters.Read(request.Query, body, isYaml)), answer);
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
            parameters = parameters with { Selection = parameters.Selection with { Fields = FieldSelector.ForName(name) } };
        }

        return _watcher.ServeAsync(context, parameters, Representation.NegotiateWatch(context.Request.Headers.Accept), stopping);
    }
}
