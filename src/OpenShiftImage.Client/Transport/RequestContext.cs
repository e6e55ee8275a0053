namespace OpenShiftImage.Transport;

/// <summary>
/// What the handlers know of the request that a message carries. It travels in the message's options.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="observer">Is told what happens; null for nobody.</param>
/// <param name="deadline">When the whole exchange must be over.</param>
internal sealed class RequestContext(ApiRequest request, IRequestObserver? observer, RequestDeadline deadline)
{
    private static readonly HttpRequestOptionsKey<RequestContext> s_key = new(typeof(RequestContext).FullName!);

    public ApiRequest Request { get; } = request;

    public IRequestObserver? Observer { get; } = observer;

    public RequestDeadline Deadline { get; } = deadline;

    /// <summary>When the message was last sent, as a time stamp of the connection's clock.</summary>
    public long SentAt { get; set; }

    /// <summary>Returns the context of a message.</summary>
    /// <exception cref="InvalidOperationException">The message was made by somebody else.</exception>
    public static RequestContext Of(HttpRequestMessage message) => message.Options.TryGetValue(s_key, out var context)
        ? context
        : throw new InvalidOperationException("The message has no request of ours.");

    /// <summary>Puts the context into a message.</summary>
    public void AttachTo(HttpRequestMessage message) => message.Options.Set(s_key, this);
}
