using System.Globalization;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Requests;

/// <summary>Resource versions in requests.</summary>
internal static class ResourceVersion
{
    /// <summary>Returns the revision that a text names; 0 when it names none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="toError">Makes the error to throw from the message when the text is no resource version.</param>
    public static long Parse(string? text, Func<string, StatusError> toError)
    {
        if (string.IsNullOrEmpty(text))
        {
            return 0;
        }

        if (ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var revision))
        {
            return (long)Math.Min(revision, long.MaxValue);
        }

        var quoted = GoFormat.Quote(text);
        var reason = text.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax";
        throw toError($"resourceVersion: Invalid value: {quoted}: strconv.ParseUint: parsing {quoted}: {reason}");
    }
}
