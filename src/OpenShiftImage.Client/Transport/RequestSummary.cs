using System.Globalization;

namespace OpenShiftImage.Transport;

/// <summary>What came of one request; carries no secret.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Path and query.</param>
/// <param name="StatusCode">HTTP status code; 0 when there was no answer.</param>
/// <param name="Elapsed">
/// Time to the end of the answer; of a stream, or without an answer, until that was known.
/// </param>
/// <param name="Bytes">
/// Size of the answer's body as it was read; null for a stream, which has only begun, or without an answer.
/// </param>
internal sealed record RequestSummary(string Method, string Path, int StatusCode, TimeSpan Elapsed, long? Bytes)
{
    /// <summary>Method, path, status, milliseconds and bytes, on one line.</summary>
    public override string ToString()
    {
        var size = Bytes is { } bytes ? string.Create(CultureInfo.InvariantCulture, $" {bytes} bytes") : "";
        var outcome = StatusCode == 0 ? "failed" : StatusCode.ToString(CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture, $"{Method} {Path} {outcome} {Elapsed.TotalMilliseconds:0} ms{size}");
    }
}
