using System.Globalization;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>
/// Reads query parameters as the server converts them: of a parameter that stands twice the first counts.
/// </summary>
internal static class QueryValues
{
    /// <summary>The text of a parameter; null when it is absent or empty.</summary>
    public static string? Text(this IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>
    /// The truth of a parameter: any text but <c>0</c> and <c>false</c> is true, none too; null when it is absent.
    /// </summary>
    public static bool? Truth(this IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values is [var text, ..]
            ? !(text == "0" || string.Equals(text, "false", StringComparison.OrdinalIgnoreCase))
            : null;

    /// <summary>The number of a parameter; null when it is absent.</summary>
    /// <exception cref="StatusError">It is no number of 64 bits.</exception>
    public static long? Number(this IQueryCollection query, string name)
    {
        if (!query.TryGetValue(name, out var values) || values is not [var given, ..])
        {
            return null;
        }

        var text = given ?? "";
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return number;
        }

        var digits = text.TrimStart('+', '-');
        var why = digits.Length > 0 && digits.Length >= text.Length - 1 && digits.All(char.IsAsciiDigit) ? "value out of range" : "invalid syntax";
        throw StatusError.BadRequest($"strconv.ParseInt: parsing {GoFormat.Quote(text)}: {why}");
    }

    /// <summary>Checks the parameter <c>timeout</c>, which every request but a watch may have.</summary>
    /// <exception cref="StatusError">It is no duration.</exception>
    public static void RequireTimeout(this IQueryCollection query)
    {
        if (query.Text("timeout") is { } text && GoDuration.FindProblem(text) is { } problem)
        {
            throw StatusError.BadRequest($"invalid timeout specified in the request URL - {problem}");
        }
    }
}
