using System.Text.Json;
using System.Text.Json.Serialization;
using OpenShiftImage.Models;

namespace OpenShiftImage.Serialization;

internal sealed class ApiTimeConverter : JsonConverter<ApiTime>
{
    public override ApiTime? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetString() is { } text ? ApiTime.Parse(text) : null;

    public override void Write(Utf8JsonWriter writer, ApiTime value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
