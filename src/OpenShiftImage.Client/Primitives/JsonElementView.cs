using System.Text.Json;

namespace OpenShiftImage.Primitives;

/// <summary>Lenient look-ups: a field that is missing or of another type is a field that does not say.</summary>
internal static class JsonElementView
{
    public static JsonElement? Property(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty(name, out var exact))
        {
            return exact;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return property.Value;
            }
        }

        return null;
    }

    public static string? String(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    public static long? Int64(this JsonElement element, string name) =>
        element.Property(name) is not { ValueKind: JsonValueKind.Number } value ? null
        : value.TryGetInt64(out var number) ? number
        : value.TryGetDecimal(out var other) && other == decimal.Truncate(other)
            && other is >= long.MinValue and <= long.MaxValue
            ? (long)other
        : null;

    public static DateTime? Time(this JsonElement element, string name) =>
        element.String(name) is { } text && DateTimeOffset.TryParse(
            text,
            System.Globalization.CultureInfo.InvariantCulture,
            System.Globalization.DateTimeStyles.AssumeUniversal,
            out var time)
        && time.Year > 1 ? time.LocalDateTime : null;

    // Arrays: PowerShell cannot index what the compiler makes for an interface.
    public static IReadOnlyList<string> Strings(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Array } array
            ? array.EnumerateArray()
                .Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).ToArray()
            : [];

    public static IReadOnlyList<string> Keys(this JsonElement element, string name) =>
        element.Property(name) is { ValueKind: JsonValueKind.Object } map
            ? map.EnumerateObject().Select(item => item.Name).ToArray()
            : [];

    public static IReadOnlyDictionary<string, string> StringMap(this JsonElement element, string name)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (element.Property(name) is { ValueKind: JsonValueKind.Object } source)
        {
            foreach (var item in source.EnumerateObject())
            {
                map[item.Name] =
                    item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString()! : item.Value.GetRawText();
            }
        }

        return map;
    }
}
