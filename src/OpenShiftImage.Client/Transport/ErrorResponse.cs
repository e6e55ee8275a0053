using System.Text;
using System.Text.Json;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Transport;

/// <summary>Reads an answer that is an error.</summary>
internal static class ErrorResponse
{
    private const int MaxBytes = 1 << 20;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>Returns the error that an answer tells; what is wrong with its body does not matter.</summary>
    /// <param name="response">The answer.</param>
    /// <param name="body">Its body, of which nothing has been read.</param>
    /// <param name="request">What was asked.</param>
    /// <param name="time">Ends the reading, and tells how far away a date is.</param>
    /// <param name="cancellationToken">Ends the reading, too.</param>
    public static async Task<ApiException> ReadAsync(
        HttpResponseMessage response,
        ResponseBody body,
        ApiRequest request,
        TimeProvider time,
        CancellationToken cancellationToken)
    {
        Status? status = null;
        string? text = null;
        using var enough = new TimeLimit(s_longest, time, cancellationToken);
        try
        {
            var bytes = await body.ReadToEndAsync(MaxBytes, enough.Token).ConfigureAwait(false);
            text = Encoding.UTF8.GetString(bytes.Span);
            if (response.Content.Headers.ContentType?.MediaType == ApiRequest.Json)
            {
                status = ImageJson.ParseStatus(bytes.Span);
            }
        }
        catch (Exception e) when (
            e is JsonException or TransportException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            // The status code says enough; a body that cannot be read must not hide it.
        }

        var retryAfter = GetRetryAfter(response, status, time);
        return new ApiException(response.StatusCode, status, text, retryAfter, request.ToString(), request.Target);
    }

    private static TimeSpan? GetRetryAfter(HttpResponseMessage response, Status? status, TimeProvider time) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => status?.Details?.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null,
        };
}
