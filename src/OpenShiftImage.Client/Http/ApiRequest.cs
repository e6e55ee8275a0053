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

    /// <summary>Whether the answer goes on for as long as the caller listens.</summary>
    public bool IsStream { get; init; }

    /// <summary>Whether nobody has asked for it, so that nobody may be asked for another credential either.</summary>
    public bool IsUnattended { get; init; }

    public bool IsRead => Method == HttpMethod.Get;

    public override string ToString() => $"{Method} {Path}";
}
