using System.Text.Json;

namespace OpenShiftImage.Api;

/// <summary>A change of an Image, as the API takes it.</summary>
internal sealed class ImagePatch
{
    /// <summary>Takes the JSON of a patch.</summary>
    /// <param name="type">How the server reads it.</param>
    /// <param name="json">The patch, in UTF-8: an array for <see cref="PatchType.Json"/>, else an object.</param>
    /// <exception cref="JsonException">It is not JSON, or not of the form that the type asks for.</exception>
    public ImagePatch(PatchType type, ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var expected = type == PatchType.Json ? JsonValueKind.Array : JsonValueKind.Object;
        if (document.RootElement.ValueKind != expected)
        {
            throw new JsonException($"A patch of the type {type} is a JSON {expected}, not a JSON {document.RootElement.ValueKind}.");
        }

        Type = type;
        Json = json;
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

    /// <summary>The patch, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Json { get; }

    /// <summary>Gets whether the patch asks for nothing, whatever the Image is like: no operation, or no field of the metadata.</summary>
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

    /// <summary>Elsewhere than in the metadata an empty object can be a value of its own.</summary>
    private static bool HasNoValue(JsonElement patch) => patch.EnumerateObject().All(
        field => field.Name == "metadata" && field.Value.ValueKind == JsonValueKind.Object && field.Value.EnumerateObject().All(
            map => map.Name is "labels" or "annotations" && map.Value.ValueKind == JsonValueKind.Object && !map.Value.EnumerateObject().Any()));
}
