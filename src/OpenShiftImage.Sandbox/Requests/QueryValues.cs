using System.Globalization;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Requests;

/// <summary>Reads query parameters as the server converts them: the first of repeated parameters counts.</summary>
internal static class QueryValues
{
    /// <summary>Returns the text of a parameter; null when it is absent or empty.</summary>
    public static string? GetText(this IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>
    /// Returns the truth of a parameter: any text but <c>0</c> and <c>false</c> is true, also the empty one; null when
    /// it is absent.
    /// </summary>
    public static bool? GetBoolean(this IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values is [var text, ..]
            ? text != "0" && !string.Equals(text, "false", StringComparison.OrdinalIgnoreCase)
            : null;

    /// <summary>Returns the number of a parameter; null when it is absent.</summary>
    /// <exception cref="StatusError">It is no number of 64 bits.</exception>
    public static long? GetInt64(this IQueryCollection query, string name)
    {
        if (!query.TryGetValue(name, out var values) || values is not [var value, ..])
        {
            return null;
        }

        var text = value ?? "";
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var digits = text.TrimStart('+', '-');
        var isNumber = digits.Length > 0 && digits.Length >= text.Length - 1 && digits.All(char.IsAsciiDigit);
        var reason = isNumber ? "value out of range" : "invalid syntax";
        throw StatusError.BadRequest($"strconv.ParseInt: parsing {GoFormat.Quote(text)}: {reason}");
    }

    /// <summary>Checks the parameter <c>timeout</c>, which every request but a watch may have.</summary>
    /// <exception cref="StatusError">It is no duration.</exception>
    public static void RequireTimeout(this IQueryCollection query)
    {
        if (query.GetText("timeout") is { } text && GoDuration.FindProblem(text) is { } problem)
        {
            throw StatusError.BadRequest($"invalid timeout specified in the request URL - {problem}");
        }
    }
}
