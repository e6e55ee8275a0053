using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Validation;

/// <summary>Validates Images in canonical form.</summary>
internal static partial class ImageValidation
{
    private const string Digest = "[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}";

    // The grammar of distribution's references: host, path, tag, digest.
    private const string HostLabel = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private const string Host = $@"{HostLabel}(?:\.{HostLabel})*(?::[0-9]+)?";
    private const string PathSegment = @"[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*";
    private const string Path = $"{PathSegment}(?:/{PathSegment})*";
    private const string Tag = @"[\w][\w.-]{0,127}";

    /// <summary>Returns what is wrong with a new Image.</summary>
    public static List<FieldError> CheckCreate(JsonObject image)
    {
        var errors = new List<FieldError>();
        MetadataValidation.Check(image["metadata"]!.AsObject(), errors);
        CheckContent(image, errors);
        return errors;
    }

    /// <summary>
    /// Returns what is wrong with an Image that replaces another, each as often as the server finds it.
    /// </summary>
    public static List<FieldError> CheckUpdate(JsonObject image, JsonObject existing)
    {
        var errors = new List<FieldError>();
        var metadata = image["metadata"]!.AsObject();
        for (var pass = 0; pass < 2; pass++)
        {
            MetadataValidation.Check(metadata, errors);
            MetadataValidation.CheckTransition(metadata, existing["metadata"]!.AsObject(), errors);
            MetadataValidation.Check(metadata, errors);
        }

        CheckContent(image, errors);
        return errors;
    }

    private static void CheckContent(JsonObject image, List<FieldError> errors)
    {
        CheckReference((string?)image["dockerImageReference"] ?? "", errors);
        var manifests = image["dockerImageManifests"] as JsonArray ?? [];
        for (var i = 0; i < manifests.Count; i++)
        {
            CheckManifest(manifests[i]!.AsObject(), $"dockerImageManifests[{i}]", errors);
        }

        if (manifests.Count > 0 && image["dockerImageLayers"] is JsonArray { Count: > 0 } layers)
        {
            errors.Add(FieldError.Invalid(
                "dockerImageLayers",
                $"[{string.Join(',', layers.Select(layer => Describe(layer!)))}]",
                "dockerImageLayers should not be set when dockerImageManifests is set"));
        }

        var signatures = image["signatures"] as JsonArray ?? [];
        for (var i = 0; i < signatures.Count; i++)
        {
            SignatureValidation.Check(signatures[i]!.AsObject(), $"signatures[{i}]", errors);
        }
    }

    private static string Describe(JsonNode layer)
    {
        var name = GoFormat.Quote((string)layer["name"]!);
        var mediaType = GoFormat.Quote((string)layer["mediaType"]!);
        return $"{{\"Name\":{name},\"LayerSize\":{layer["size"]},\"MediaType\":{mediaType}}}";
    }

    private static void CheckManifest(JsonObject manifest, string path, List<FieldError> errors)
    {
        string GetText(string field) => (string?)manifest[field] ?? "";
        if (!DigestPattern().IsMatch(GetText("digest")))
        {
            errors.Add(FieldError.Invalid(
                path + ".digest",
                GoFormat.Quote(GetText("digest")),
                "digest does not conform with OCI image specification"));
        }

        if (!MediaTypePattern().IsMatch(GetText("mediaType")))
        {
            errors.Add(FieldError.Invalid(
                path + ".mediaType", GoFormat.Quote(GetText("mediaType")), "media type does not conform to RFC6838"));
        }

        foreach (var field in (string[])["architecture", "os"])
        {
            if (GetText(field).Length == 0)
            {
                errors.Add(FieldError.Required($"{path}.{field}"));
            }
        }

        if ((long?)manifest["manifestSize"] is < 0 and var size)
        {
            errors.Add(FieldError.Invalid(
                path + ".size", size.ToString(CultureInfo.InvariantCulture), "manifest size cannot be negative"));
        }
    }

    private static void CheckReference(string reference, List<FieldError> errors)
    {
        if (reference.Length == 0)
        {
            errors.Add(FieldError.Required("dockerImageReference"));
        }
        else if (!ReferencePattern().IsMatch(reference))
        {
            var reason = ReferencePattern().IsMatch(reference.ToLowerInvariant())
                ? "repository name must be lowercase"
                : "invalid reference format";
            errors.Add(FieldError.Invalid("dockerImageReference", GoFormat.Quote(reference), reason));
        }
    }

    [GeneratedRegex(Digest)]
    private static partial Regex DigestPattern();

    [GeneratedRegex(@"^ *([A-Za-z0-9][A-Za-z0-9!#$&^_-]{0,126})/([A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}) *\z")]
    private static partial Regex MediaTypePattern();

    [GeneratedRegex($@"^(?:{Host}/)?{Path}(?::{Tag})?(?:@{Digest})?\z", RegexOptions.ECMAScript)]
    private static partial Regex ReferencePattern();
}
