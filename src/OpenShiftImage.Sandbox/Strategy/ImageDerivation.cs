using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Strategy;

/// <summary>What the server reads from the manifest and config of an Image that is created: metadata, layers, their order.</summary>
public static class ImageDerivation
{
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
        if (manifest["manifests"] is JsonArray members)
        {
            image["dockerImageManifests"] ??= new JsonArray([.. members.OfType<JsonObject>().Select(member => new JsonObject
            {
                ["digest"] = member["digest"]?.DeepClone(),
                ["mediaType"] = member["mediaType"]?.DeepClone(),
                ["manifestSize"] = member["size"]?.DeepClone(),
                ["architecture"] = member["platform"]?["architecture"]?.DeepClone(),
                ["os"] = member["platform"]?["os"]?.DeepClone(),
                ["variant"] = member["platform"]?["variant"]?.DeepClone(),
            })]);
            return;
        }

        if (manifest["layers"] is not JsonArray layers || Parse((string?)image["dockerImageConfig"]) is not { } config)
        {
            return;
        }

        image["dockerImageLayers"] = new JsonArray([.. layers.OfType<JsonObject>().Select(layer => new JsonObject
        {
            ["name"] = layer["digest"]?.DeepClone(),
            ["size"] = layer["size"]?.DeepClone(),
            ["mediaType"] = layer["mediaType"]?.DeepClone(),
        })]);
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
