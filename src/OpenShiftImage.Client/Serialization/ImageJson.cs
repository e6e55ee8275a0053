using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Serialization;

/// <summary>Images and Statuses to and from JSON, losing nothing.</summary>
internal static class ImageJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        TypeInfoResolver = ImageJsonContext.Default.WithAddedModifier(FieldPresence.Track),
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JsonDefaults.Encoder,
        MaxDepth = JsonDefaults.MaxDepth,
        Converters =
        {
            new IntegerConverter(), new ApiTimeConverter(), new RawJsonConverter(), new DockerImageMetadataConverter(),
        },
    };

    internal static JsonTypeInfo<Image> Image { get; } = TypeInfo<Image>();

    internal static JsonTypeInfo<PartialObjectMetadata> PartialObjectMetadata { get; } =
        TypeInfo<PartialObjectMetadata>();

    internal static JsonTypeInfo<ObjectMeta> ObjectMeta { get; } = TypeInfo<ObjectMeta>();

    internal static JsonTypeInfo<Status> Status { get; } = TypeInfo<Status>();

    internal static JsonTypeInfo<ListMeta> ListMeta { get; } = TypeInfo<ListMeta>();

    /// <summary>Gets the check that JSON has the types of an Image.</summary>
    internal static JsonShapeValidator ImageShape { get; } = JsonShapeValidator.For(typeof(Image), s_options);

    /// <summary>Gets the check that JSON has the types of metadata.</summary>
    internal static JsonShapeValidator PartialObjectMetadataShape { get; } = JsonShapeValidator.For(
        typeof(PartialObjectMetadata), s_options);

    /// <summary>Takes the JSON text of one Image.</summary>
    /// <exception cref="JsonException">The text is not JSON, or a field is of another type than the API's.</exception>
    public static Image ParseImage(string json) => ParseImage(Encoding.UTF8.GetBytes(json));

    /// <summary>Takes the JSON of one Image, in UTF-8.</summary>
    /// <exception cref="JsonException">The text is not JSON, or a field is of another type than the API's.</exception>
    public static Image ParseImage(ReadOnlySpan<byte> utf8Json) =>
        JsonSerializer.Deserialize(utf8Json, Image)
            ?? throw new InvalidJsonException("The JSON is null, not an Image.");

    /// <summary>Takes the JSON of one Status, in UTF-8.</summary>
    /// <exception cref="JsonException">The text is not JSON, or a field is of another type than the API's.</exception>
    public static Status ParseStatus(ReadOnlySpan<byte> utf8Json) =>
        JsonSerializer.Deserialize(utf8Json, Status)
            ?? throw new InvalidJsonException("The JSON is null, not a Status.");

    /// <summary>Returns the JSON of an Image, in UTF-8 and without white space.</summary>
    public static byte[] ToUtf8Bytes(Image image) => JsonSerializer.SerializeToUtf8Bytes(image, Image);

    /// <summary>Returns the JSON of any part of an Image, in UTF-8 and without white space.</summary>
    public static byte[] ToUtf8Bytes(ApiObject part) =>
        JsonSerializer.SerializeToUtf8Bytes(part, s_options.GetTypeInfo(part.GetType()));

    /// <summary>Takes the JSON of any part of an Image.</summary>
    /// <exception cref="JsonException">The text is not JSON, or a field is of another type than the API's.</exception>
    internal static object Parse(ReadOnlySpan<byte> utf8Json, Type type) =>
        JsonSerializer.Deserialize(utf8Json, s_options.GetTypeInfo(type))
            ?? throw new InvalidJsonException($"The JSON is null, not a {type.Name}.");

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)s_options.GetTypeInfo(typeof(T));
}
