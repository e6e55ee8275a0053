using System.Text.Json;

namespace OpenShiftImage;

/// <summary>
/// An Image of a list keeps its JSON and is read from it when it is first looked at: most of what a large list brings is counted,
/// filtered by name or thrown away. That the JSON fits is checked before, so looking never fails.
/// </summary>
public sealed partial class Image
{
    private readonly object _loading = new();
    private volatile byte[]? _json;

    /// <summary>Makes an Image of JSON that <see cref="TypeCheck"/> has found to fit.</summary>
    internal static Image Deferred(ReadOnlySpan<byte> utf8Json) => new() { _json = utf8Json.ToArray() };

    private protected override void Load()
    {
        if (_json is not null)
        {
            LoadNow();
        }
    }

    private T Get<T>(ref T store)
    {
        if (_json is not null)
        {
            LoadNow();
        }

        return store;
    }

    private void LoadNow()
    {
        lock (_loading)
        {
            if (_json is not { } json)
            {
                return;
            }

            var read = RawJsonConverter.Deserialize(json, ImageJson.Image) ?? throw new JsonException("The JSON is null, not an Image.");
            _kind = read._kind;
            _apiVersion = read._apiVersion;
            _metadata = read._metadata;
            _dockerImageReference = read._dockerImageReference;
            _dockerImageMetadata = read._dockerImageMetadata;
            _dockerImageMetadataVersion = read._dockerImageMetadataVersion;
            _dockerImageManifest = read._dockerImageManifest;
            _dockerImageLayers = read._dockerImageLayers;
            _signatures = read._signatures;
            _dockerImageSignatures = read._dockerImageSignatures;
            _dockerImageManifestMediaType = read._dockerImageManifestMediaType;
            _dockerImageConfig = read._dockerImageConfig;
            _dockerImageManifests = read._dockerImageManifests;
            TakePresence(read);
            _json = null;
        }
    }
}
