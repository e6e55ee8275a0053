using System.Globalization;
using System.Text.Json;

namespace OpenShiftImage.Primitives;

/// <summary>
/// What is wrong with JSON, by the kind of exception that its reader threw; what those say is meant for programmers,
/// and in the words of one version of .NET.
/// </summary>
internal static class JsonFault
{
    private const string OtherType =
        "a value has another type than the API's field: text that looks like a number or a boolean needs quotes, and a "
            + "number or a boolean must have none.";

    private const string Syntax =
        "what stands here is no JSON: a quote, comma, colon, brace or bracket is missing, or too many.";

    private const string Unicode = "a text is no valid Unicode.";

    /// <summary>Returns what is wrong, with the path of the field where that is known.</summary>
    /// <param name="exception">What a reader of JSON threw.</param>
    /// <param name="withPlace">Whether the line and column are said too, which nobody else says.</param>
    public static string Describe(Exception exception, bool withPlace = false)
    {
        if (exception is not JsonException e)
        {
            // The reader throws InvalidOperationException for half of a surrogate pair.
            return Unicode;
        }

        // The serializer puts the exception of its reader into its own, which has the path.
        var isSyntax = e.InnerException is JsonException || e.Path is null;
        var text = e is InvalidJsonException ? e.Message : isSyntax ? Syntax : OtherType;
        var path = e.Path is { Length: > 1 } known ? $" ({known})" : "";
        var place = withPlace && e is { LineNumber: { } line, BytePositionInLine: { } column }
            ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, column {column + 1}: ")
            : "";
        return place + text + path;
    }
}
