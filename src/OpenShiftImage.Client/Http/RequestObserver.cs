using System.Globalization;

namespace OpenShiftImage;

/// <summary>How much of each request an observer wants to be told.</summary>
public enum RequestDetail
{
    /// <summary>Nothing but warnings.</summary>
    None,

    /// <summary>What came of it.</summary>
    Summary,

    /// <summary>Also the headers of request and answer, without secrets.</summary>
    Headers,
}

/// <summary>What came of one request; carries no secret.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="StatusCode">HTTP status code; 0 when there was no answer.</param>
/// <param name="Elapsed">Time to the end of the answer; of a stream, or without an answer, until that was known.</param>
/// <param name="Bytes">Size of the answer's body as it was read; null for a stream, which has only begun, or without an answer.</param>
public sealed record RequestSummary(string Method, string Path, int StatusCode, TimeSpan Elapsed, long? Bytes)
{
    /// <summary>Method, path, status, milliseconds and bytes, on one line.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Method} {Path} {(StatusCode == 0 ? "failed" : StatusCode)} {Elapsed.TotalMilliseconds:0} ms{(Bytes is { } bytes ? $" {bytes} bytes" : "")}");
}

/// <summary>Is told what happens in the requests of one caller.</summary>
public interface IRequestObserver
{
    /// <summary>How much the observer wants to be told; what it does not want is not worked out.</summary>
    RequestDetail Detail { get; }

    /// <summary>The server warned, or the client has something to say that does not fail the request.</summary>
    ValueTask WarnAsync(string message, CancellationToken cancellationToken);

    /// <summary>A request has come to its end, or a stream to its beginning.</summary>
    ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken);

    /// <summary>The headers of a request that goes out, or of an answer that has come, a line each; secrets are replaced.</summary>
    ValueTask HeadersAsync(string text, CancellationToken cancellationToken);

    /// <summary>A watch goes on after an interruption, or a request is tried again.</summary>
    ValueTask ReconnectingAsync(string message, CancellationToken cancellationToken);
}
