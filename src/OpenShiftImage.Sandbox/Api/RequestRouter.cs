using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using OpenShiftImage.Sandbox.Authentication;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Requests;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>Routes requests: to the Images, to the resources that can only be read, and to the documents.</summary>
/// <param name="authenticator">Finds the users.</param>
/// <param name="images">Responds about Images.</param>
/// <param name="others">Responds about all other resources.</param>
/// <param name="documents">What the server says of itself.</param>
/// <param name="compact">Discards the history on <c>POST /control/compact</c>; null when nobody may ask for it.</param>
internal sealed class RequestRouter(
    Authenticator authenticator,
    ImageEndpoint images,
    ReadOnlyEndpoint others,
    DiscoveryDocuments documents,
    Action? compact)
{
    private const int MaxBodyLength = 3 << 20;

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
        var target = GetTarget(context).Split('?')[0];
        var path = ResourcePath.Parse(target);
        var isOfImages = path is not null && ImageEndpoint.Serves(path);
        if (!isOfImages || !ImageEndpoint.IsWatch(request, path!))
        {
            request.Query.RequireTimeout();
        }

        var user = authenticator.Authenticate(request);
        if (body.Length > MaxBodyLength)
        {
            throw StatusError.TooLarge($"limit is {MaxBodyLength}");
        }

        if (isOfImages)
        {
            await images.HandleAsync(context, user, path!, body);
        }
        else if (path is not null)
        {
            await others.HandleAsync(context, user, path);
        }
        else if (compact is not null
            && target == "/control/compact" && HttpMethods.IsPost(request.Method) && user.IsAdministrator)
        {
            compact();
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await DiscoverAsync(context, user, target);
        }
    }

    private Task DiscoverAsync(HttpContext context, SandboxUser user, string path)
    {
        user.RequirePath(path);
        return HttpMethods.IsGet(context.Request.Method)
            && documents.Find(path, context.Request.Headers.Accept.ToString()) is { } found
                ? Response.WriteTextAsync(context, 200, found.ContentType, found.Body)
                : Response.WriteNoPageAsync(context);
    }
}
