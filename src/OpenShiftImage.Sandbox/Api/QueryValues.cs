using System.Globalization;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>Reads query parameters as the server converts them: of a parameter that stands twice the first counts.</summary>
internal static class QueryValues
{
    /// <summary>The text of a parameter; null when it is absent or empty.</summary>
    public static string? Text(this IQueryCollection query, string name) =>
        query.TryGetValue(name, out var values) && values is [{ Length: > 0 } text, ..] ? text : null;

    /// <summary>The truth of a parameter: any text but <c>0</c> and <c>false</c> is true, none too; null when it is absent.</summary>
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
        throw StatusError.BadRequest($"strconv.ParseInt: parsing {FieldError.Quote(text)}: {why}");
    }
}
