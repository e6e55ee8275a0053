using System.Globalization;
using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Models;

/// <summary>
/// A time of the API (RFC 3339) with the text it came in: zone and digits beyond .NET's 100 ns come back as they were.
/// </summary>
internal sealed class ApiTime
{
    private readonly string? _text;

    private ApiTime(DateTimeOffset value, string? text)
    {
        Value = value;
        _text = text;
    }

    public DateTimeOffset Value { get; }

    /// <summary>
    /// The time as PowerShell has times: in the zone of the machine, to be compared with what Get-Date gives.
    /// </summary>
    public DateTime Local => Value.LocalDateTime;

    /// <summary>How long ago it was; nothing where the clock of the server is ahead.</summary>
    public TimeSpan Age => DateTimeOffset.UtcNow is var now && now > Value ? now - Value : TimeSpan.Zero;

    /// <summary>Takes a time, which is local unless it says otherwise. It is written in UTC.</summary>
    public static ApiTime? From(DateTime? value) =>
        value is { } time ? new ApiTime(time.ToUniversalTime(), null) : null;

    public static ApiTime Parse(string text)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value))
        {
            throw new InvalidJsonException($"'{text}' is not a time in the form of RFC 3339.");
        }

        var canonical = Format(value);
        return new ApiTime(value, canonical == text ? null : text);
    }

    public override string ToString() => _text ?? Format(Value);

    internal static string Format(DateTimeOffset value) => value.ToString(
        value.Offset == TimeSpan.Zero ? "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'" : "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
        CultureInfo.InvariantCulture);
}
