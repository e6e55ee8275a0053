using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Validation;

namespace OpenShiftImage.Sandbox.Strategy;

/// <summary>
/// Prepares Images to be stored: defaults, what only the server sets, and what an update may not change.
/// </summary>
internal static class ImageStrategy
{
    private static readonly string[] s_setByServer =
        ["namespace", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds", "managedFields"];

    private static readonly string[] s_immutableContent =
        ["dockerImageMetadata", "dockerImageMetadataVersion", "dockerImageLayers"];

    /// <summary>
    /// Returns the object that a creation stores, without a revision, from one that has its defaults.
    /// </summary>
    /// <exception cref="StatusError">The object is not valid.</exception>
    public static JsonObject PrepareForCreate(JsonObject image)
    {
        var metadata = image["metadata"]!.AsObject();
        if ((string?)metadata["resourceVersion"] is { Length: > 0 })
        {
            throw StatusError.Internal("resourceVersion should not be set on objects to be created");
        }

        foreach (var field in s_setByServer)
        {
            metadata.Remove(field);
        }

        if ((string?)metadata["name"] is null or "" && (string?)metadata["generateName"] is { Length: > 0 } prefix)
        {
            metadata["name"] = prefix + RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5);
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = Timestamp.Now();
        ImageDerivation.Fill(image);
        ThrowIfInvalid(image, ImageValidation.CheckCreate(image));
        return image;
    }

    /// <summary>Returns the object that an update stores, without a revision.</summary>
    /// <param name="image">The object as the client, or its patch, wants it, with its defaults.</param>
    /// <param name="existing">The object as it is.</param>
    /// <exception cref="StatusError">The object is not valid.</exception>
    public static JsonObject PrepareForUpdate(JsonObject image, JsonObject existing)
    {
        var metadata = image["metadata"]!.AsObject();
        var old = existing["metadata"]!.AsObject();
        Copy(old, metadata, "creationTimestamp", "generation");
        metadata.Remove("namespace");
        metadata.Remove("selfLink");
        ThrowIfInvalid(image, ImageValidation.CheckUpdate(image, existing));
        Copy(old, metadata, "uid", "deletionTimestamp", "deletionGracePeriodSeconds");

        // Layers and metadata tell what the image is; an update silently leaves them as they were.
        Copy(existing, image, s_immutableContent);
        if (existing["dockerImageSignatures"] is JsonArray { Count: > 0 })
        {
            Copy(existing, image, "dockerImageSignatures");
        }

        // So it does with a manifest, or config, that is not the one whose digest names the Image.
        CopyUnlessDigest(existing, image, "dockerImageManifest", (string?)metadata["name"]);
        CopyUnlessDigest(existing, image, "dockerImageConfig", (string?)existing["dockerImageMetadata"]?["Id"]);
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
        var kind = (string?)given["kind"] is { Length: > 0 } givenKind ? givenKind : "DockerImage";
        var version = (string?)image["dockerImageMetadataVersion"] is { Length: > 0 } text ? text : "1.0";
        var apiVersion = version == "1.0" && (string?)given["apiVersion"] is { Length: > 0 } versioned and not "1.0"
            ? versioned
            : $"{ImageResource.Group}/{version}";
        if (kind != "DockerImage" || apiVersion != ImageResource.MetadataApiVersion)
        {
            throw new UnknownVersionException(GoScheme.NotRegistered(kind, apiVersion));
        }

        var source = given.DeepClone().AsObject();
        source["kind"] = kind;
        source["apiVersion"] = apiVersion;
        image["dockerImageMetadata"] = ImageSchema.DockerImage.Canonical(source);
        image["dockerImageMetadataVersion"] = version;
    }

    private static void ThrowIfInvalid(JsonObject image, List<FieldError> errors)
    {
        if (errors.Count > 0)
        {
            throw StatusError.Invalid((string?)image["metadata"]!["name"] ?? "", errors);
        }
    }

    private static void CopyUnlessDigest(JsonObject from, JsonObject to, string field, string? digest)
    {
        if ((string?)to[field] is { Length: > 0 } content && ContentDigest.Compute(content) != digest)
        {
            Copy(from, to, field);
        }
    }

    private static void Copy(JsonObject from, JsonObject to, params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
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
}
