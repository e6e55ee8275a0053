using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;

namespace OpenShiftImage.Sandbox.Strategy;

/// <summary>
/// Derives metadata, layers and their order from the manifest and config of an Image that is created.
/// </summary>
internal static class ImageDerivation
{
    private const string ImageIndexType = "application/vnd.oci.image.index.v1+json";
    private const string SignedManifestType = "application/vnd.docker.distribution.manifest.v1+json";
    private const string LayersOrder = "image.openshift.io/dockerLayersOrder";
    private const string BlobStored = "image.openshift.io/manifestBlobStored";

    /// <summary>Fills an Image; a manifest or config that cannot be read fills nothing.</summary>
    public static void Fill(JsonObject image)
    {
        try
        {
            if (ParseObject((string?)image["dockerImageManifest"]) is { } manifest
                && (int?)manifest["schemaVersion"] is 1 or 2)
            {
                FillFromManifest(image, manifest);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            // A manifest whose fields are of other types fills nothing, and is accepted.
        }

        var annotations = image["metadata"]!["annotations"] as JsonObject;
        if (image["dockerImageLayers"] is JsonArray { Count: > 0 }
            && annotations?[LayersOrder] is null
            && image["dockerImageManifest"] is not null)
        {
            image["metadata"]!["annotations"] = annotations ?? [];
            image["metadata"]!["annotations"]![LayersOrder] = "ascending";
        }

        if ((string?)annotations?[BlobStored] == "true")
        {
            image.Remove("dockerImageManifest");
            image.Remove("dockerImageConfig");
        }
    }

    private static void FillFromManifest(JsonObject image, JsonObject manifest)
    {
        var mediaType = (string?)manifest["mediaType"];
        if (mediaType is ImageResource.ManifestListType or ImageIndexType)
        {
            var metadata = image["dockerImageMetadata"] as JsonObject ?? [];
            image["dockerImageMetadata"] = metadata;
            metadata["Id"] = image["metadata"]!["name"]?.DeepClone();
            metadata["Created"] = Timestamp.Now();
            return;
        }

        if ((int?)manifest["schemaVersion"] == 1)
        {
            image["dockerImageManifestMediaType"] = SignedManifestType;
            return;
        }

        var layers = manifest["layers"] as JsonArray ?? [];
        if (image["dockerImageLayers"] is not JsonArray { Count: > 0 } && layers.Count > 0)
        {
            image["dockerImageLayers"] = new JsonArray([.. layers.OfType<JsonObject>().Select(ToImageLayer)]);
        }

        if (!string.IsNullOrEmpty(mediaType))
        {
            image["dockerImageManifestMediaType"] = mediaType;
        }
        else if ((string?)image["dockerImageManifestMediaType"] is null or "")
        {
            image["dockerImageManifestMediaType"] = ImageResource.ManifestType;
        }

        if (ParseObject((string?)image["dockerImageConfig"]) is { } config)
        {
            FillFromConfig(image, manifest, layers, config);
        }
    }

    private static JsonObject ToImageLayer(JsonObject layer) => new()
    {
        ["name"] = layer["digest"]?.DeepClone(),
        ["size"] = layer["size"]?.DeepClone(),
        ["mediaType"] = layer["mediaType"]?.DeepClone(),
    };

    private static void FillFromConfig(JsonObject image, JsonObject manifest, JsonArray layers, JsonObject config)
    {
        var size = layers.Sum(layer => (long?)layer?["size"] ?? 0);
        var metadata = new JsonObject
        {
            ["kind"] = "DockerImage",
            ["apiVersion"] = ImageResource.MetadataApiVersion,
            ["Id"] = manifest["config"]?["digest"]?.DeepClone(),
            ["Parent"] = config["parent"]?.DeepClone(),
            ["Comment"] = config["comment"]?.DeepClone(),
            ["Created"] = config["created"]?.DeepClone(),
            ["Container"] = config["container"]?.DeepClone(),
            ["ContainerConfig"] = config["container_config"]?.DeepClone(),
            ["DockerVersion"] = config["docker_version"]?.DeepClone(),
            ["Author"] = config["author"]?.DeepClone(),
            ["Config"] = config["config"]?.DeepClone(),
            ["Architecture"] = config["architecture"]?.DeepClone(),
            ["Size"] = size + Encoding.UTF8.GetByteCount((string)image["dockerImageConfig"]!),
        };
        try
        {
            image["dockerImageMetadata"] = ImageSchema.DockerImage.Canonical(metadata);
            image["dockerImageMetadataVersion"] = "1.0";
        }
        catch (SchemaMismatchException)
        {
            // A config whose fields are of other types fills nothing.
        }
    }

    private static JsonObject? ParseObject(string? json)
    {
        try
        {
            return string.IsNullOrEmpty(json) ? null : JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
