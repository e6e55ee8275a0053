using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>Requests for tests of the parts that a request goes through.</summary>
internal static class RequestContexts
{
    public static readonly Uri Server = new("https://api.example.com:6443");

    /// <summary>Returns what the parts know of a request: of a read, where none is given.</summary>
    public static RequestContext Create(
        ApiRequest? request = null,
        IRequestObserver? observer = null,
        TimeProvider? time = null,
        CancellationToken caller = default)
    {
        request ??= new ApiRequest(HttpMethod.Get, "/x");
        return new RequestContext(
            request, observer, new RequestDeadline(request, Server, time ?? new SteppedTime(), caller));
    }

    public static HttpRequestMessage CreateMessage(this RequestContext context)
    {
        var message = new HttpRequestMessage(context.Request.Method, new Uri(Server, context.Request.Path));
        context.AttachTo(message);
        return message;
    }
}
