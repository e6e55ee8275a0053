using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>
/// A time of the API (RFC 3339) with the text it came in: zone and digits beyond .NET's 100 ns come back as they were.
/// </summary>
[JsonConverter(typeof(ApiTimeConverter))]
internal sealed class ApiTime
{
    private readonly string? _text;

    private ApiTime(DateTimeOffset value, string? text)
    {
        Value = value;
        _text = text;
    }

    public DateTimeOffset Value { get; }

    public static ApiTime? From(DateTimeOffset? value) => value is { } time ? new ApiTime(time, null) : null;

    public static ApiTime Parse(string text)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value))
        {
            throw new JsonException($"'{text}' is not a time in the form of RFC 3339.");
        }

        var canonical = Format(value);
        return new ApiTime(value, canonical == text ? null : text);
    }

    public override string ToString() => _text ?? Format(Value);

    internal static string Format(DateTimeOffset value) => value.ToString(
        value.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        CultureInfo.InvariantCulture);
}

internal sealed class ApiTimeConverter : JsonConverter<ApiTime>
{
    public override ApiTime? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text ? ApiTime.Parse(text) : null;

    public override void Write(Utf8JsonWriter writer, ApiTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
