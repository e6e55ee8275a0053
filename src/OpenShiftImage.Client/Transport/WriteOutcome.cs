namespace OpenShiftImage.Transport;

/// <summary>Says what is known of a request that failed.</summary>
internal static class WriteOutcome
{
    /// <summary>
    /// Returns the failure; of a write whose answer is missing, that nobody knows whether the server has acted. To call
    /// such a write failed would be a guess.
    /// </summary>
    /// <param name="context">The request, and whether one has left that may have reached the server.</param>
    /// <param name="server">The server's address.</param>
    /// <param name="failure">How the last attempt failed.</param>
    public static TransportException Of(RequestContext context, Uri server, TransportException failure)
    {
        var request = context.Request;
        var isAnswerMissing = failure.ErrorId is TransportException.ConnectionFailed
            or TransportException.RequestTimeout or TransportException.IncompleteResponse;
        return request.ChangesNothing || !context.Deadline.MayHaveActed || !isAnswerMissing
            ? failure
            : new TransportException(
                TransportException.WriteOutcomeUnknown,
                $"{request} was sent, and the server may have acted on it, "
                    + $"but there is no answer that says so: {failure.Message}",
                request.Target ?? server.ToString(),
                failure);
    }
}
