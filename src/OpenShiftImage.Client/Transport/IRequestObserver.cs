using System.Globalization;

namespace OpenShiftImage.Transport;

/// <summary>Is told what happens in the requests of one caller.</summary>
internal interface IRequestObserver
{
    /// <summary>How much the observer wants to be told; what it does not want is not worked out.</summary>
    RequestDetail Detail { get; }

    /// <summary>The server warned, or the client has something to say that does not fail the request.</summary>
    ValueTask WarnAsync(string message, CancellationToken cancellationToken);

    /// <summary>A request has come to its end, or a stream to its beginning.</summary>
    ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken);

    /// <summary>
    /// The headers of a request that goes out, or of an answer that has come, a line each; secrets are replaced.
    /// </summary>
    ValueTask HeadersAsync(string text, CancellationToken cancellationToken);

    /// <summary>A watch goes on after an interruption, or a request is tried again.</summary>
    ValueTask RetryingAsync(string message, CancellationToken cancellationToken);

    /// <summary>A part of what is read is faulty; the rest goes on.</summary>
    ValueTask FailedAsync(OpenShiftImageException failure, CancellationToken cancellationToken);

    /// <summary>Something happened that only those want to know who look for details.</summary>
    ValueTask InformAsync(string message, CancellationToken cancellationToken);
}
