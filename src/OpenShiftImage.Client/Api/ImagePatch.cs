using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Api;

/// <summary>A change of an Image, as the API takes it.</summary>
internal sealed class ImagePatch
{
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JsonDefaults.Encoder };

    private readonly ReadOnlyMemory<byte> _utf8Json;

    /// <summary>Takes the JSON of a patch.</summary>
    /// <param name="type">How the server reads it.</param>
    /// <param name="json">The patch, in UTF-8: an array for <see cref="PatchType.Json"/>, else an object.</param>
    /// <exception cref="JsonException">It is not JSON, or not of the form that the type asks for.</exception>
    public ImagePatch(PatchType type, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json, JsonDefaults.Document);
        var expected = type == PatchType.Json ? JsonValueKind.Array : JsonValueKind.Object;
        if (document.RootElement.ValueKind != expected)
        {
            throw new InvalidJsonException(
                $"A patch of the type {type} is a JSON {expected}, not a JSON {document.RootElement.ValueKind}.");
        }

        Type = type;
        _utf8Json = json;
        Root = document.RootElement.Clone();
        ChangesNothing = type switch
        {
            PatchType.Json => document.RootElement.GetArrayLength() == 0,
            // An apply without a field gives up those that the manager had.
            PatchType.Apply => false,
            _ => HasNoValue(document.RootElement),
        };
    }

    /// <summary>How the server reads it.</summary>
    public PatchType Type { get; }

    /// <summary>Gets the patch, which is read once.</summary>
    public JsonElement Root { get; }

    /// <summary>
    /// Gets whether the patch asks for nothing, whatever the Image is like: no operation, or no field of the metadata.
    /// </summary>
    internal bool ChangesNothing { get; }

    internal string ContentType => Type switch
    {
        PatchType.Merge => "application/merge-patch+json",
        PatchType.Json => "application/json-patch+json",
        PatchType.StrategicMerge => "application/strategic-merge-patch+json",
        // JSON is YAML; older servers know no JSON type for an apply.
        PatchType.Apply => "application/apply-patch+yaml",
        _ => throw new InvalidOperationException(),
    };

    /// <summary>
    /// Returns what is sent for an Image. An apply names its object: what the caller left out is filled in.
    /// </summary>
    /// <param name="name">The name of the Image.</param>
    internal ReadOnlyMemory<byte> ToBody(string name)
    {
        if (Type != PatchType.Apply)
        {
            return _utf8Json;
        }

        var configuration = JsonObject.Create(Root)!;
        configuration["apiVersion"] ??= "image.openshift.io/v1";
        configuration["kind"] ??= "Image";
        if (configuration["metadata"] is null or JsonObject)
        {
            configuration["metadata"] ??= new JsonObject();
            configuration["metadata"]!["name"] ??= name;
        }

        return JsonSerializer.SerializeToUtf8Bytes(configuration, s_json);
    }

    /// <summary>Elsewhere than in the metadata an empty object can be a value of its own.</summary>
    private static bool HasNoValue(JsonElement patch) => patch.EnumerateObject().All(
        field => field.Name == "metadata" && field.Value.ValueKind == JsonValueKind.Object
            && field.Value.EnumerateObject().All(
            map => map.Name is "labels" or "annotations" && map.Value.ValueKind == JsonValueKind.Object
                && !map.Value.EnumerateObject().Any()));
}
