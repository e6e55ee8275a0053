using System.Globalization;
using System.Net;
using System.Text;

namespace OpenShiftImage;

/// <summary>The server answered with an error.</summary>
public sealed class ApiException : OpenShiftImageException
{
    internal ApiException(
        HttpStatusCode code, Status? status, string? text, TimeSpan? retryAfter, string request, string? target)
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

    /// <summary>
    /// The server's reason, where it is a word as the API's reasons are: an id is a part of what a terminal shows.
    /// </summary>
    private static string IdOf(HttpStatusCode code, Status? status) =>
        status?.Reason is { Length: > 0 and <= 64 } reason && reason.All(char.IsAsciiLetterOrDigit)
        ? reason
        : code switch
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

        var message = new StringBuilder().Append(
            CultureInfo.InvariantCulture, $"The server answered {(int)code} ({IdOf(code, status)}) to {request}");
        if (status is null && !string.IsNullOrWhiteSpace(text))
        {
            var line = text.Trim();
            message.Append(": ").Append(line.Length > 200 ? line[..200] + "…" : line);
        }

        return message.Append('.').ToString();
    }
}
