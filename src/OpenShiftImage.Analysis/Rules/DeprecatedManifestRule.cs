using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>
/// The manifest of an image is not of schema 1, which registries and container engines no longer take.
/// </summary>
internal sealed class DeprecatedManifestRule : ImageRule
{
    private const string Schema1 = "application/vnd.docker.distribution.manifest.v1+";

    /// <inheritdoc/>
    public override RuleFinding Test(Image image, ImageTestContext context)
    {
        const string Expected = "schema 2 or OCI";
        var type = image.DockerImageManifestMediaType;
        return IsSchema1(image, type) is not { } isSchema1
            ? new RuleFinding(false, null, Expected, "The Image does not say of which schema the manifest is.")
            : isSchema1
            ? new RuleFinding(
                false,
                string.IsNullOrEmpty(type) ? "schema 1" : type,
                Expected,
                "The manifest is of schema 1, which newer registries and container engines do not take: build the "
                    + "image anew.")
            : new RuleFinding(
                true, string.IsNullOrEmpty(type) ? null : type, Expected, "The manifest is not of schema 1.");
    }

    /// <summary>
    /// Returns whether it is schema 1; null where nothing tells. The media type, the config blob and lists came with
    /// schema 2: an Image without a media type is judged by what else it has.
    /// </summary>
    private static bool? IsSchema1(Image image, string? type) => !string.IsNullOrEmpty(type)
            ? type.StartsWith(Schema1, StringComparison.OrdinalIgnoreCase)
        : image.DockerImageSignatures is { Count: > 0 } ? true
        : SaysSchema1(image.DockerImageManifest)
            ?? (image.IsManifestList || !string.IsNullOrEmpty(image.DockerImageConfig) ? false : null);

    private static bool? SaysSchema1(string? manifest)
    {
        if (string.IsNullOrEmpty(manifest))
        {
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(manifest, JsonDefaults.Document);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root
                && root.TryGetProperty("schemaVersion", out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number)
                    ? number == 1
                    : null;
        }
        catch (JsonException)
        {
            // The server stores what it cannot parse.
            return null;
        }
    }
}
