using OpenShiftImage.Sandbox.Authentication;
using OpenShiftImage.Sandbox.Negotiation;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Reading;
using OpenShiftImage.Sandbox.Requests;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>Responds to requests about resources that can only be read, and about those that are not there.</summary>
/// <param name="cluster">The objects.</param>
internal sealed class ReadOnlyEndpoint(ClusterObjects cluster)
{
    /// <summary>Responds to a request.</summary>
    public async Task HandleAsync(HttpContext context, SandboxUser user, ResourcePath path)
    {
        // Whoever has no right does not learn what there is.
        user.Require(GetVerb(context.Request, path), path);
        if (!cluster.Serves(path.Group, path.Version))
        {
            await Response.WriteNoPageAsync(context);
            return;
        }

        var objects = Find(path) ?? throw StatusError.NoSuchResource();
        if (!HttpMethods.IsGet(context.Request.Method)
            || path.IsWatch
            || (path.Name is null && ListParameters.AsksForWatch(context.Request.Query)))
        {
            throw StatusError.MethodNotAllowed();
        }

        var lister = new ObjectLister(objects);
        await (path.Name is null ? ListAsync(context, lister, objects) : GetAsync(context, lister, objects, path.Name));
    }

    private static async Task ListAsync(HttpContext context, ObjectLister lister, ReadOnlyObjects objects)
    {
        var parameters = ListParameters.Read(context.Request.Query, objects.Resource);
        var form = Representation.Negotiate(context.Request.Headers.Accept, objects.Resource);
        await Response.WriteListAsync(context, await lister.ListAsync(parameters, context.RequestAborted), form);
    }

    private static async Task GetAsync(
        HttpContext context, ObjectLister lister, ReadOnlyObjects objects, string name)
    {
        var revision = ResourceVersion.Parse(context.Request.Query.GetText("resourceVersion"), StatusError.Internal);
        await lister.RequireRevisionAsync(revision, context.RequestAborted);
        var form = Representation.Negotiate(context.Request.Headers.Accept);
        var found = objects.Find(name) ?? throw StatusError.NotFound(objects.Resource, name);
        await Response.WriteObjectAsync(context, 200, found, form);
    }

    private static string GetVerb(HttpRequest request, ResourcePath path) => request.Method switch
    {
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => path.Name is null ? "deletecollection" : "delete",
        _ when path.IsWatch => "watch",
        _ when path.Name is not null => "get",
        _ => ListParameters.AsksForWatch(request.Query) ? "watch" : "list",
    };

    private ReadOnlyObjects? Find(ResourcePath path)
    {
        if (path.HasSubresource || cluster.Find(path.Group, path.Resource) is not { } objects)
        {
            return null;
        }

        if (objects.Resource == ApiResources.Namespaces)
        {
            return path.Namespace == path.Name ? objects : null;
        }

        return (objects.Resource.IsNamespaced, path) switch
        {
            (true, { Namespace: { } name }) => objects.In(name),
            (true, { Name: null }) => objects,
            (false, { Namespace: null }) => objects,
            _ => null,
        };
    }
}
