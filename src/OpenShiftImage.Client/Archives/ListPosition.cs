using System.Net;
using System.Text;
using System.Text.Json;

namespace OpenShiftImage.Archives;

/// <summary>Where a page of a collected list ends, as a token to go on with.</summary>
internal static class ListPosition
{
    private const string Version = "collected/v1";

    /// <summary>Returns the token for a number of objects that have come.</summary>
    public static string ToToken(long count) => Convert.ToBase64String(
        Encoding.UTF8.GetBytes($$"""{"v":"{{Version}}","after":{{count}}}""")).TrimEnd('=');

    /// <summary>Returns the number of objects that a token goes on after; 0 for no token.</summary>
    /// <exception cref="ApiException">The token is not one of these: a BadRequest, as a server answers.</exception>
    public static long Parse(string? token)
    {
        if (token is null)
        {
            return 0;
        }

        try
        {
            var padded = token.PadRight((token.Length + 3) / 4 * 4, '=');
            using var json = JsonDocument.Parse(Convert.FromBase64String(padded));
            if (json.RootElement.GetProperty("v").ValueEquals(Version)
                && json.RootElement.GetProperty("after").TryGetInt64(out var count) && count >= 0)
            {
                return count;
            }
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException
            or InvalidOperationException)
        {
            // What is no token is told below.
        }

        throw new ApiException(
            HttpStatusCode.BadRequest,
            new Status
            {
                Code = 400,
                Reason = "BadRequest",
                Message = "continue key is not valid: it is none that a list of a collected cluster has given.",
            },
            null,
            null,
            "GET images",
            null);
    }
}
