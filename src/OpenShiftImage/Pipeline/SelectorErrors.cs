using OpenShiftImage.Primitives;

namespace OpenShiftImage.Pipeline;

/// <summary>Names the selector that the server could not read: its message says what is wrong, and not where.</summary>
internal static class SelectorErrors
{
    /// <summary>What to do about it.</summary>
    public const string NextStep =
        "-LabelSelector is written as app=web,tier!=db or 'app in (web,db)', or is a hashtable; "
            + "-FieldSelector knows metadata.name=NAME.";

    /// <summary>Returns the server's message and the selector that it is about; null where it is about none.</summary>
    public static string? Describe(ApiException failure)
    {
        if (failure.StatusCode != 400)
        {
            return null;
        }

        var labels = Value(failure.Request, "labelSelector=");
        var fields = Value(failure.Request, "fieldSelector=");
        // The server words the two kinds differently; a message with neither is about the only selector that was sent.
        var isField = failure.Message.Contains("field selector", StringComparison.Ordinal)
            || failure.Message.Contains("invalid selector", StringComparison.Ordinal);
        var isLabel = failure.Message.Contains("parse requirement", StringComparison.Ordinal)
            || failure.Message.Contains("label", StringComparison.Ordinal)
            || failure.Message.Contains("values[", StringComparison.Ordinal)
            || failure.Message.Contains("key:", StringComparison.Ordinal);
        return isField && fields is not null ? $"{failure.Message} (-FieldSelector '{fields}')"
            : isLabel && labels is not null ? $"{failure.Message} (-LabelSelector '{labels}')"
            : null;
    }

    private static string? Value(string request, string parameter)
    {
        var at = request.IndexOf(parameter, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var value = request[(at + parameter.Length)..];
        return ControlCharacters.Escape(Uri.UnescapeDataString(value.Split('&')[0]));
    }
}
