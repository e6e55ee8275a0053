using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenShiftImage.Serialization;

internal sealed class DockerImageMetadataConverter : JsonConverter<DockerImageMetadata>
{
    public override DockerImageMetadata Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(new RawJson(RawJsonConverter.Copy(ref reader)));

    public override void Write(Utf8JsonWriter writer, DockerImageMetadata value, JsonSerializerOptions options) =>
        writer.WriteRawValue(value.Raw.Utf8.Span, skipInputValidation: true);
}
