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

/// <summary>Responds to requests about Images, with all operations of the API.</summary>
internal sealed class ImageEndpoint
{
    private readonly ImageStore _store;
    private readonly ObjectLister _lister;
    private readonly ImageWriter _writer;
    private readonly ImageDeleter _deleter;
    private readonly ImageWatcher _watcher;
    private readonly CancellationToken _stopping;

    /// <param name="store">The objects.</param>
    /// <param name="stopping">Is cancelled when the server stops.</param>
    public ImageEndpoint(ImageStore store, CancellationToken stopping)
    {
        _store = store;
        _lister = new ObjectLister(store);
        _writer = new ImageWriter(store);
        _deleter = new ImageDeleter(store);
        _watcher = new ImageWatcher(store, _lister);
        _stopping = stopping;
    }

    /// <summary>Returns whether a path is one of Images.</summary>
    public static bool Serves(ResourcePath path) => path is
    {
        Group: ImageResource.Group,
        Version: ApiResource.Version,
        Namespace: null,
        Resource: "images",
        HasSubresource: false,
    };

    /// <summary>Returns whether a request about Images asks for a watch.</summary>
    public static bool IsWatch(HttpRequest request, ResourcePath path) =>
        path.IsWatch
        || (HttpMethods.IsGet(request.Method) && path.Name is null && ListParameters.AsksForWatch(request.Query));

    /// <summary>Responds to a request.</summary>
    public async Task HandleAsync(HttpContext context, SandboxUser user, ResourcePath path, byte[] body)
    {
        if (path.IsWatch)
        {
            if (!HttpMethods.IsGet(context.Request.Method))
            {
                throw StatusError.NoSuchResource();
            }

            await WatchAsync(context, user, path, ReadListParameters(context, isWatchPath: true));
        }
        else if (path.Name is null)
        {
            await HandleCollectionAsync(context, user, path, body);
        }
        else
        {
            await HandleObjectAsync(context, user, path, path.Name, body);
        }
    }

    private async Task HandleCollectionAsync(
        HttpContext context, SandboxUser user, ResourcePath path, byte[] body)
    {
        switch (context.Request.Method)
        {
            case "GET":
                await ListOrWatchAsync(context, user, path);
                break;
            case "POST":
                user.Require("create", path);
                await CreateAsync(context, body);
                break;
            case "DELETE":
                user.Require("deletecollection", path);
                await DeleteCollectionAsync(context, body);
                break;
            default:
                throw StatusError.MethodNotAllowed();
        }
    }

    private async Task ListOrWatchAsync(HttpContext context, SandboxUser user, ResourcePath path)
    {
        var isWatch = ListParameters.AsksForWatch(context.Request.Query);
        user.Require(isWatch ? "watch" : "list", path);
        var parameters = ReadListParameters(context);
        if (isWatch)
        {
            await WatchAsync(context, user, path, parameters);
            return;
        }

        var form = NegotiateList(context);
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
        var form = NegotiateList(context);
        var options = DeleteParameters.Read(context.Request.Query, body, HasYamlBody(context.Request, body));
        var parameters = ReadListParameters(context);
        var page = await _lister.ListAsync(parameters, context.RequestAborted);
        foreach (var image in page.Objects)
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

    private async Task HandleObjectAsync(
        HttpContext context, SandboxUser user, ResourcePath path, string name, byte[] body)
    {
        switch (context.Request.Method)
        {
            case "GET":
                user.Require("get", path);
                await GetAsync(context, name);
                break;
            case "PUT":
                user.Require("update", path);
                await ReplaceAsync(context, name, body);
                break;
            case "PATCH":
                user.Require("patch", path);
                await PatchAsync(context, name, body);
                break;
            case "DELETE":
                user.Require("delete", path);
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

    private Task WatchAsync(
        HttpContext context, SandboxUser user, ResourcePath path, ListParameters parameters)
    {
        user.Require("watch", path);
        if (path.Name is not null)
        {
            parameters = parameters with
            {
                Selection = parameters.Selection with { Fields = FieldSelector.ForName(path.Name) },
            };
        }

        var form = Representation.NegotiateWatch(context.Request.Headers.Accept);
        return _watcher.ServeAsync(context, parameters, form, _stopping);
    }

    private static Representation Negotiate(HttpContext context) =>
        Representation.Negotiate(context.Request.Headers.Accept);

    private static Representation NegotiateList(HttpContext context) =>
        Representation.Negotiate(context.Request.Headers.Accept, ApiResources.Images);

    private static ListParameters ReadListParameters(HttpContext context, bool isWatchPath = false) =>
        ListParameters.Read(context.Request.Query, ApiResources.Images, isWatchPath);

    private static WriteParameters ReadWriteParameters(HttpContext context, string kind) =>
        WriteParameters.Read(context.Request.Query, kind, context.Request.Headers.UserAgent.ToString());

    private static bool HasYamlBody(HttpRequest request, byte[] body) =>
        body.Length > 0 && ContentTypes.IsYaml(request);
}
