namespace OpenShiftImage;

/// <summary>One request, as the operations describe it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query, from the root of the server.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path)
{
    public const string Json = "application/json";

    /// <summary>Media types that will do as an answer.</summary>
    public string Accept { get; init; } = Json;

    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = Json;

    /// <summary>What an error is about: the name of an Image; null for the collection.</summary>
    public string? Target { get; init; }

    /// <summary>How long the server may take to begin its answer.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the server may pause in the middle of its answer; null for what is usual.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How long, from the first attempt on, a failure that passes is met by another one; null for as long as the connection says.</summary>
    public TimeSpan? RetryTimeout { get; init; }

    public bool IsRead => Method == HttpMethod.Get;

    public override string ToString() => $"{Method} {Path}";
}

/// <summary>What came of one request; carries no secret.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="StatusCode">HTTP status code; 0 when there was no answer.</param>
/// <param name="Elapsed">Time to the headers of the answer.</param>
public sealed record RequestSummary(string Method, string Path, int StatusCode, TimeSpan Elapsed);

/// <summary>Is told what happens in the requests of one caller.</summary>
public interface IRequestObserver
{
    /// <summary>The server warned, or the client has something to say that does not fail the request.</summary>
    ValueTask WarnAsync(string message, CancellationToken cancellationToken);

    /// <summary>A request was answered, or failed.</summary>
    ValueTask CompletedAsync(RequestSummary summary, CancellationToken cancellationToken);

    /// <summary>A watch goes on after an interruption, or a request is tried again.</summary>
    ValueTask ReconnectingAsync(string message, CancellationToken cancellationToken);
}
