using System.Text;
using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>
/// A JSON value kept as the text it came in (UTF-8, white space between tokens removed), parsed only when asked.
/// </summary>
public sealed class RawJson
{
    private readonly byte[] _utf8;

    internal RawJson(byte[] utf8) => _utf8 = utf8;

    /// <summary>The text, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8 => _utf8;

    /// <summary>Takes JSON text.</summary>
    /// <param name="json">One JSON value.</param>
    /// <exception cref="JsonException">The text is not one JSON value.</exception>
    public static RawJson Parse(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json), JsonDefaults.Reader);
        reader.Read();
        var value = new RawJson(JsonText.Copy(ref reader));
        if (reader.Read())
        {
            throw new InvalidJsonException("There is text after the JSON value.");
        }

        return value;
    }

    /// <summary>The value, parsed.</summary>
    public JsonElement ToElement()
    {
        using var document = JsonDocument.Parse(_utf8, JsonDefaults.Document);
        return document.RootElement.Clone();
    }

    /// <summary>The JSON text.</summary>
    public override string ToString() => Encoding.UTF8.GetString(_utf8);
}
