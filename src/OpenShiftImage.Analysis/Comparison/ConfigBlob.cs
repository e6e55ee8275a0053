using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Comparison;

/// <summary>The config of an image as the registry has it, which the server stores and does not check.</summary>
internal static class ConfigBlob
{
    /// <summary>Returns the config as JSON; undefined where there is none that can be read.</summary>
    public static JsonElement Parse(string? json)
    {
        if (string.IsNullOrEmpty(json))
        {
            return default;
        }

        try
        {
            using var document = JsonDocument.Parse(json, JsonDefaults.Document);
            RequireText(document.RootElement);
            return document.RootElement.Clone();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return default;
        }
    }

    /// <summary>
    /// Requires that every text is one: half of a surrogate pair, as in <c>"\ud800"</c>, is valid JSON and becomes an
    /// exception only when the text is read.
    /// </summary>
    /// <exception cref="InvalidOperationException">A name or a text is none.</exception>
    private static void RequireText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    RequireText(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var field in element.EnumerateObject())
                {
                    _ = field.Name;
                    RequireText(field.Value);
                }

                break;
        }
    }
}
