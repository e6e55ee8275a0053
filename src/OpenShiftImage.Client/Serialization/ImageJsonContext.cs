using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpenShiftImage.Serialization;

/// <summary>Source-generated readers and writers of the API's objects.</summary>
[JsonSerializable(typeof(Image))]
[JsonSerializable(typeof(PartialObjectMetadata))]
[JsonSerializable(typeof(Status))]
[JsonSerializable(typeof(ListMeta))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ImageJsonContext : JsonSerializerContext;
