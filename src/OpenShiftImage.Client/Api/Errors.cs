using System.Globalization;
using System.Net;
using System.Text;

namespace OpenShiftImage;

/// <summary>A failure that a user can cause and act on.</summary>
public abstract class OpenShiftImageException : Exception
{
    private protected OpenShiftImageException(string errorId, string message, string? target, Exception? inner)
        : base(Printable.Escape(message), inner)
    {
        ErrorId = errorId;
        Target = target;
    }

    /// <summary>Stable id of the failure, for scripts to branch on: for an answer of the server, the API's reason.</summary>
    public string ErrorId { get; }

    /// <summary>What the failure is about: the name of an Image, a context, a file, a server; null when it is the request.</summary>
    public string? Target { get; }
}

/// <summary>The server answered with an error.</summary>
public sealed class ApiException : OpenShiftImageException
{
    internal ApiException(HttpStatusCode code, Status? status, string? text, TimeSpan? retryAfter, string request, string? target)
        : base(IdOf(code, status), MessageOf(code, status, text, request), target, null)
    {
        StatusCode = (int)code;
        Status = status;
        RetryAfter = retryAfter;
        Request = request;
    }

    /// <summary>HTTP status code.</summary>
    public int StatusCode { get; }

    /// <summary>The server's Status; null when it sent none.</summary>
    public Status? Status { get; }

    /// <summary>How long the server asks to wait before the request is tried again.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Method and path of the request.</summary>
    public string Request { get; }

    /// <summary>The server's reason, where it is a word as the API's reasons are: an id is a part of what a terminal shows.</summary>
    private static string IdOf(HttpStatusCode code, Status? status) =>
        status?.Reason is { Length: > 0 and <= 64 } reason && reason.All(char.IsAsciiLetterOrDigit) ? reason : code switch
        {
            HttpStatusCode.BadRequest => "BadRequest",
            HttpStatusCode.Unauthorized => "Unauthorized",
            HttpStatusCode.Forbidden => "Forbidden",
            HttpStatusCode.NotFound => "NotFound",
            HttpStatusCode.MethodNotAllowed => "MethodNotAllowed",
            HttpStatusCode.NotAcceptable => "NotAcceptable",
            HttpStatusCode.Conflict => "Conflict",
            HttpStatusCode.Gone => "Expired",
            HttpStatusCode.RequestEntityTooLarge => "RequestEntityTooLarge",
            HttpStatusCode.UnsupportedMediaType => "UnsupportedMediaType",
            HttpStatusCode.UnprocessableEntity => "Invalid",
            HttpStatusCode.TooManyRequests => "TooManyRequests",
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable => "ServiceUnavailable",
            HttpStatusCode.GatewayTimeout => "Timeout",
            >= HttpStatusCode.InternalServerError => "InternalError",
            _ => "Http" + ((int)code).ToString(CultureInfo.InvariantCulture),
        };

    private static string MessageOf(HttpStatusCode code, Status? status, string? text, string request)
    {
        if (!string.IsNullOrEmpty(status?.Message) && status.Message != status.Reason)
        {
            return status.Message;
        }

        var message = new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"The server answered {(int)code} ({IdOf(code, status)}) to {request}");
        if (status is null && !string.IsNullOrWhiteSpace(text))
        {
            var line = text.Trim();
            message.Append(": ").Append(line.Length > 200 ? line[..200] + "…" : line);
        }

        return message.Append('.').ToString();
    }
}

/// <summary>A text that cannot be the name of an Image.</summary>
public sealed class InvalidNameException : OpenShiftImageException
{
    internal InvalidNameException(string name)
        : base("InvalidName", $"'{name}' cannot be the name of an Image: it may not be empty, '.' or '..', nor contain '/', '%' or a NUL.", name, null)
    {
    }
}

/// <summary>There was no answer, or one that is not the API's.</summary>
public sealed class TransportException : OpenShiftImageException
{
    /// <summary>Nothing listens there, or the network does not lead there.</summary>
    public const string ConnectionFailed = nameof(ConnectionFailed);

    /// <summary>The host name is not known.</summary>
    public const string HostNotFound = nameof(HostNotFound);

    /// <summary>The server's certificate is not trusted, or is for another host.</summary>
    public const string CertificateNotTrusted = nameof(CertificateNotTrusted);

    /// <summary>Client and server came to no terms about encryption, or the server wants a client certificate.</summary>
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

/// <summary>The cluster to talk to, or the credentials for it, cannot be worked out.</summary>
public sealed class ConfigurationException : OpenShiftImageException
{
    /// <summary>There is no kubeconfig, and this is no pod.</summary>
    public const string NoConfiguration = nameof(NoConfiguration);

    /// <summary>A file that was named is not there or cannot be read.</summary>
    public const string FileNotReadable = nameof(FileNotReadable);

    /// <summary>A kubeconfig is not YAML, or lacks what it must have.</summary>
    public const string InvalidKubeconfig = nameof(InvalidKubeconfig);

    /// <summary>The last attempt to connect failed, so there is no cluster to talk to.</summary>
    public const string NotConnected = nameof(NotConnected);

    /// <summary>The kubeconfig has no such context.</summary>
    public const string ContextNotFound = nameof(ContextNotFound);

    /// <summary>A certificate or key cannot be read.</summary>
    public const string InvalidCertificate = nameof(InvalidCertificate);

    /// <summary>The address of a server cannot be used, such as one with a user and password in it.</summary>
    public const string InvalidServer = nameof(InvalidServer);

    /// <summary>The address of a proxy cannot be used.</summary>
    public const string InvalidProxy = nameof(InvalidProxy);

    /// <summary>A user, group, uid or extra field to act as cannot be sent in a header.</summary>
    public const string InvalidImpersonation = nameof(InvalidImpersonation);

    /// <summary>The kuberc does not allow a credential plugin to run.</summary>
    public const string CredentialPluginNotAllowed = nameof(CredentialPluginNotAllowed);

    /// <summary>A credential plugin or provider gave no credential.</summary>
    public const string CredentialFailed = nameof(CredentialFailed);

    /// <summary>Describes a failure to configure.</summary>
    /// <param name="errorId">One of the constants of this class.</param>
    /// <param name="message">What is wrong and what to do, without secrets.</param>
    /// <param name="target">The file, context or plugin that it is about.</param>
    /// <param name="inner">The cause.</param>
    public ConfigurationException(string errorId, string message, string? target, Exception? inner = null)
        : base(errorId, message, target, inner)
    {
    }
}
