using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Strategy;

/// <summary>
/// What the server makes of an Image that it is given: defaults on creation, what an update may not change.
/// </summary>
internal static class ImageStrategy
{
    private const string MetadataVersion = "image.openshift.io/1.0";

    private static readonly string[] s_serverOnly =
        ["namespace", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields"];

    /// <summary>Makes the object that a creation stores, without a revision, from one that has its defaults.</summary>
    public static JsonObject ForCreate(JsonObject image)
    {
        var metadata = image["metadata"]!.AsObject();
        if ((string?)metadata["resourceVersion"] is { Length: > 0 })
        {
            throw StatusError.Internal("resourceVersion should not be set on objects to be created");
        }

        foreach (var server in s_serverOnly)
        {
            metadata.Remove(server);
        }

        if ((string?)metadata["name"] is null or "" && (string?)metadata["generateName"] is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Timestamp.Now();
        ImageDerivation.Fill(image);
        Require(image, Validation.Image(image));
        return image;
    }

    /// <summary>Makes the object that an update stores, without a revision.</summary>
    /// <param name="image">The object as the client, or its patch, wants it, with its defaults.</param>
    /// <param name="existing">The object as it is.</param>
    public static JsonObject ForUpdate(JsonObject image, JsonObject existing)
    {
        var metadata = image["metadata"]!.AsObject();
        var old = existing["metadata"]!.AsObject();
        foreach (var kept in (string[])["creationTimestamp", "generation"])
        {
            Copy(old, metadata, kept);
        }

        metadata.Remove("namespace");
        metadata.Remove("selfLink");
        Require(image, Validation.Update(image, existing));
        Copy(old, metadata, "uid");
        foreach (var kept in (string[])["deletionTimestamp", "deletionGracePeriodSeconds"])
        {
            Copy(old, metadata, kept);
        }

        // Layers and metadata tell what the image is; an update silently leaves them as they were.
        foreach (var kept in (string[])["dockerImageMetadata", "dockerImageMetadataVersion", "dockerImageLayers"])
        {
            Copy(existing, image, kept);
        }

        if (existing["dockerImageSignatures"] is JsonArray { Count: > 0 })
        {
            Copy(existing, image, "dockerImageSignatures");
        }

        // So it does with a manifest, or config, that is not the one whose digest names the Image.
        if ((string?)image["dockerImageManifest"] is { Length: > 0 } manifest && ContentDigest.Compute(manifest) != (string?)metadata["name"])
        {
            Copy(existing, image, "dockerImageManifest");
        }

        if ((string?)image["dockerImageConfig"] is { Length: > 0 } config && ContentDigest.Compute(config) != (string?)existing["dockerImageMetadata"]?["Id"])
        {
            Copy(existing, image, "dockerImageConfig");
        }

        return image;
    }

    /// <summary>
    /// Fills what a decoded object always has: <c>dockerImageMetadata</c>, of the keys that the server knows, and its
    /// version.
    /// </summary>
    /// <exception cref="UnknownVersionException">The metadata is of another kind or version.</exception>
    public static void SetDefaults(JsonObject image)
    {
        var given = image["dockerImageMetadata"] as JsonObject ?? [];
        var kind = (string?)given["kind"] is { Length: > 0 } named ? named : "DockerImage";
        var version = (string?)image["dockerImageMetadataVersion"] is { Length: > 0 } told ? told : "1.0";
        var apiVersion = (string?)given["apiVersion"] is { Length: > 0 } versioned && versioned is not "1.0" && version == "1.0"
            ? versioned : "image.openshift.io/" + version;
        if (kind != "DockerImage" || apiVersion != MetadataVersion)
        {
            throw new UnknownVersionException($"no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"pkg/runtime/scheme.go:110\"");
        }

        var source = given.DeepClone().AsObject();
        source["kind"] = kind;
        source["apiVersion"] = apiVersion;
        image["dockerImageMetadata"] = ImageSchema.DockerImage.Canonical(source);
        image["dockerImageMetadataVersion"] = version;
    }

    private static void Require(JsonObject image, List<FieldError> errors)
    {
        if (errors.Count > 0)
        {
            throw StatusError.Invalid((string?)image["metadata"]!["name"] ?? "", errors);
        }
    }

    private static void Copy(JsonObject from, JsonObject to, string field)
    {
        if (from[field] is { } value)
        {
            to[field] = value.DeepClone();
        }
        else
        {
            to.Remove(field);
        }
    }
}

/// <summary>A kind or version that the server does not know.</summary>
internal sealed class UnknownVersionException(string message) : Exception(message);
