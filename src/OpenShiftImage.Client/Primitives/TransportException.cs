namespace OpenShiftImage;

/// <summary>There was no answer, or one that is not the API's.</summary>
public sealed class TransportException : OpenShiftImageException
{
    /// <summary>Nothing listens there, or the network does not lead there.</summary>
    public const string ConnectionFailed = nameof(ConnectionFailed);

    /// <summary>The host name is not known.</summary>
    public const string HostNotFound = nameof(HostNotFound);

    /// <summary>The server's certificate is not trusted, or is for another host.</summary>
    public const string CertificateNotTrusted = nameof(CertificateNotTrusted);

    /// <summary>
    /// Client and server came to no terms about encryption, or the server wants a client certificate.
    /// </summary>
    public const string TlsFailed = nameof(TlsFailed);

    /// <summary>The server did not answer in time.</summary>
    public const string RequestTimeout = nameof(RequestTimeout);

    /// <summary>The connection ended in the middle of an answer.</summary>
    public const string IncompleteResponse = nameof(IncompleteResponse);

    /// <summary>The answer is not what the API sends.</summary>
    public const string InvalidResponse = nameof(InvalidResponse);

    /// <summary>A change was sent and may have been made, but no answer says so.</summary>
    public const string WriteOutcomeUnknown = nameof(WriteOutcomeUnknown);

    internal TransportException(string errorId, string message, string? target, Exception? inner = null)
        : base(errorId, message, target, inner)
    {
    }

    /// <summary>Whether the request has certainly not reached the server.</summary>
    internal bool IsUnsent { get; init; }

    /// <summary>Whether a part of the answer has been handed on, so that the request must not be sent again.</summary>
    internal bool IsPartlyRead { get; init; }
}
