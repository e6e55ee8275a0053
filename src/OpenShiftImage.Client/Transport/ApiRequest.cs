namespace OpenShiftImage.Transport;

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

    /// <summary>
    /// How long the whole exchange may take: every attempt, the pauses between them and the last byte of the answer.
    /// kube-apiserver gives up on a request after 60 seconds (<c>--request-timeout</c>), so five minutes leave a slow
    /// network four for the body. A stream has no such end.
    /// </summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// The most bytes of an answer that is held in memory as a whole; an object is at most 3 MiB in etcd, by its
    /// default.
    /// </summary>
    public int MaxBytes { get; init; } = 64 << 20;

    /// <summary>Whether the server is asked to change nothing (<c>dryRun=All</c>).</summary>
    public bool IsDryRun { get; init; }

    /// <summary>How long the server may take to begin its answer.</summary>
    public TimeSpan HeadersTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the server may pause in the middle of its answer; null for what is usual.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>
    /// How long, from the first attempt on, a failure that passes is met by another one; null for as long as the
    /// connection says.
    /// </summary>
    public TimeSpan? RetryTimeout { get; init; }

    /// <summary>Whether the answer goes on for as long as the caller listens.</summary>
    public bool IsStream { get; init; }

    /// <summary>Whether nobody has asked for it, so that nobody may be asked for another credential either.</summary>
    public bool IsUnattended { get; init; }

    public bool IsRead => Method == HttpMethod.Get;

    /// <summary>Whether the server may act on this more than once without anyone noticing a difference.</summary>
    public bool ChangesNothing => IsRead || IsDryRun;

    public override string ToString() => $"{Method} {Path}";
}
