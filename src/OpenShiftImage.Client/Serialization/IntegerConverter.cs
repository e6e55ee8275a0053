using System.Text.Json;
using System.Text.Json.Serialization;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Serialization;

/// <summary>
/// Reads an integer however it is written: Kubernetes' tools write large ones as <c>7.6252616e+07</c> when they have
/// passed through YAML or JavaScript, and read a null as 0.
/// </summary>
internal sealed class IntegerConverter : JsonConverter<long>
{
    public override bool HandleNull => true;

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? 0
            : TryRead(ref reader, out var value) ? value
            : throw new InvalidJsonException("a number is no integer of 64 bits.");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);

    /// <summary>Reads the number that the reader stands on; false when it is no integer of 64 bits.</summary>
    public static bool TryRead(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        if (reader.TokenType != JsonTokenType.Number)
        {
            return false;
        }

        if (reader.TryGetInt64(out value))
        {
            return true;
        }

        if (!reader.TryGetDecimal(out var number) || number != decimal.Truncate(number)
            || number is < long.MinValue or > long.MaxValue)
        {
            return false;
        }

        value = (long)number;
        return true;
    }
}
