using System.Management.Automation;
using System.Text.Json;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Formatting;

/// <summary>
/// Objects on their way through PowerShell's serializer (jobs, remoting, Export-Clixml): it would keep the properties
/// that it likes, to the depth that it likes. They travel as their JSON, which is all of them.
/// </summary>
internal static class SerializedObject
{
    private const string Prefix = "Deserialized.";

    /// <summary>Gets the JSON of an object; null for one that has none.</summary>
    public static byte[]? ToUtf8Json(object? value) => value switch
    {
        Image image => ImageJson.ToUtf8Bytes(image),
        ApiObject part => ImageJson.ToUtf8Bytes(part),
        DockerImageMetadata metadata => metadata.Raw.Utf8.ToArray(),
        ImageEvent { Image: var image } happened => JsonSerializer.SerializeToUtf8Bytes(
            new object[] { (int)happened.Type, happened.HasVersion, ToElement(image), happened.Changes }),
        DeletionResult deleted => JsonSerializer.SerializeToUtf8Bytes(
            new object?[] { deleted.Name, deleted.Uid, deleted.Image is { } image ? ToElement(image) : null }),
        _ => null,
    };

    /// <summary>Returns whether a value is what the serializer has made of an object of the type.</summary>
    public static bool IsOf(object? value, Type type) =>
        value is PSObject bag && bag.TypeNames.Contains(Prefix + type.FullName, StringComparer.Ordinal);

    /// <summary>Makes the object again of what the serializer has left of it.</summary>
    /// <exception cref="PSInvalidCastException">Its JSON is missing or damaged.</exception>
    public static object Restore(object value, Type type)
    {
        try
        {
            if (IsOf(value, type) && Bytes(((PSObject)value).Properties[nameof(View.Utf8Json)]?.Value) is { } json)
            {
                return type == typeof(ImageEvent) ? Event(json)
                    : type == typeof(DeletionResult) ? Deletion(json)
                    : type == typeof(DockerImageMetadata) ? new DockerImageMetadata(new RawJson(json))
                    : ImageJson.Parse(json, type);
            }
        }
        catch (Exception e)
            when (e is JsonException or InvalidOperationException or IndexOutOfRangeException or FormatException)
        {
            throw new PSInvalidCastException($"The JSON that the {type.Name} was kept as is damaged: {e.Message}", e);
        }

        throw new PSInvalidCastException($"The {type.Name} was kept without its JSON, and so not as a whole.");
    }

    private static byte[]? Bytes(object? value) => (value as PSObject)?.BaseObject as byte[] ?? value as byte[];

    private static JsonElement ToElement(Image image)
    {
        using var document = JsonDocument.Parse(ImageJson.ToUtf8Bytes(image), JsonDefaults.Envelope);
        return document.RootElement.Clone();
    }

    private static ImageEvent Event(byte[] json)
    {
        using var document = JsonDocument.Parse(json, JsonDefaults.Envelope);
        var parts = document.RootElement;
        return new ImageEvent((ImageEventType)parts[0].GetInt32(), ToImage(parts[2]), parts[1].GetBoolean())
        {
            Changes = [.. parts[3].EnumerateArray().Select(change => change.GetString()!)],
        };
    }

    private static DeletionResult Deletion(byte[] json)
    {
        using var document = JsonDocument.Parse(json, JsonDefaults.Envelope);
        var parts = document.RootElement;
        var image = parts[2].ValueKind == JsonValueKind.Null ? null : ToImage(parts[2]);
        return new DeletionResult(parts[0].GetString() ?? "", parts[1].GetString(), image, cluster: null);
    }

    private static Image ToImage(JsonElement element) => ImageJson.ParseImage(element.GetRawText());
}
