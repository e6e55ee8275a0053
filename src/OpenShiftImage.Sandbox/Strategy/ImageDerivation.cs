using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;

namespace OpenShiftImage.Sandbox.Strategy;

/// <summary>
/// What the server reads from the manifest and config of an Image that is created: metadata, layers, their order.
/// </summary>
internal static class ImageDerivation
{
    private const string ManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";
    private const string ImageIndex = "application/vnd.oci.image.index.v1+json";
    private const string Manifest = "application/vnd.docker.distribution.manifest.v2+json";
    private const string SignedManifest = "application/vnd.docker.distribution.manifest.v1+json";
    private const string LayersOrder = "image.openshift.io/dockerLayersOrder";
    private const string BlobStored = "image.openshift.io/manifestBlobStored";

    /// <summary>Fills an Image; a manifest or config that cannot be read fills nothing.</summary>
    public static void Fill(JsonObject image)
    {
        try
        {
            if (Parse((string?)image["dockerImageManifest"]) is { } manifest && (int?)manifest["schemaVersion"] is 1 or 2)
            {
                FillFrom(image, manifest);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            // A manifest of other types than a manifest's fills nothing, and is accepted.
        }

        var annotations = image["metadata"]!["annotations"] as JsonObject;
        if (image["dockerImageLayers"] is JsonArray { Count: > 0 } && annotations?[LayersOrder] is null && image["dockerImageManifest"] is not null)
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

    private static void FillFrom(JsonObject image, JsonObject manifest)
    {
        if ((string?)manifest["mediaType"] is ManifestList or ImageIndex)
        {
            var basics = image["dockerImageMetadata"] as JsonObject ?? [];
            image["dockerImageMetadata"] = basics;
            basics["Id"] = image["metadata"]!["name"]?.DeepClone();
            basics["Created"] = Timestamp.Now();
            return;
        }

        var isFirstSchema = (int?)manifest["schemaVersion"] == 1;
        var layers = manifest["layers"] as JsonArray ?? [];
        if (!isFirstSchema && image["dockerImageLayers"] is not JsonArray { Count: > 0 } && layers.Count > 0)
        {
            image["dockerImageLayers"] = new JsonArray([.. layers.OfType<JsonObject>().Select(layer => new JsonObject
            {
                ["name"] = layer["digest"]?.DeepClone(),
                ["size"] = layer["size"]?.DeepClone(),
                ["mediaType"] = layer["mediaType"]?.DeepClone(),
            })]);
        }

        if (isFirstSchema)
        {
            image["dockerImageManifestMediaType"] = SignedManifest;
        }
        else if ((string?)manifest["mediaType"] is { Length: > 0 } own)
        {
            image["dockerImageManifestMediaType"] = own;
        }
        else if ((string?)image["dockerImageManifestMediaType"] is null or "")
        {
            image["dockerImageManifestMediaType"] = Manifest;
        }

        if (isFirstSchema || Parse((string?)image["dockerImageConfig"]) is not { } config)
        {
            return;
        }

        var size = layers.Sum(layer => (long?)layer?["size"] ?? 0);
        var metadata = new JsonObject
        {
            ["kind"] = "DockerImage",
            ["apiVersion"] = "image.openshift.io/1.0",
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
            ["Size"] = size + System.Text.Encoding.UTF8.GetByteCount((string)image["dockerImageConfig"]!),
        };
        try
        {
            image["dockerImageMetadata"] = ImageSchema.DockerImage.Canonical(metadata);
            image["dockerImageMetadataVersion"] = "1.0";
        }
        catch (SchemaMismatchException)
        {
            // A config of other types fills nothing.
        }
    }

    private static JsonObject? Parse(string? json)
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
