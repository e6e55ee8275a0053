using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Strategy;

/// <summary>What a valid Image is: names, labels, annotations and the reference.</summary>
internal static partial class Validation
{
    private const string NamePart = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
        + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string LabelValue = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must "
        + "start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is "
        + "'(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string Subdomain = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
        + "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>Gives what is wrong with a new Image in canonical form.</summary>
    public static List<FieldError> Image(JsonObject image)
    {
        var errors = new List<FieldError>();
        Metadata(image["metadata"]!.AsObject(), errors);
        Content(image, errors);
        return errors;
    }

    /// <summary>
    /// Gives what is wrong with an Image that replaces another, each as often as the server finds it.
    /// </summary>
    public static List<FieldError> Update(JsonObject image, JsonObject existing)
    {
        var errors = new List<FieldError>();
        var metadata = image["metadata"]!.AsObject();
        for (var pass = 0; pass < 2; pass++)
        {
            Metadata(metadata, errors);
            Transition(metadata, existing["metadata"]!.AsObject(), errors);
            Metadata(metadata, errors);
        }

        Content(image, errors);
        return errors;
    }

    private static void Transition(JsonObject metadata, JsonObject old, List<FieldError> errors)
    {
        if ((string?)metadata["uid"] is { Length: > 0 } uid && uid != (string?)old["uid"])
        {
            errors.Add(FieldError.Invalid("metadata.uid", GoFormat.Quote(uid), "field is immutable"));
        }

        if ((string?)metadata["deletionTimestamp"] is { } asked && old["deletionTimestamp"] is null)
        {
            errors.Add(FieldError.Invalid("metadata.deletionTimestamp", GoFormat.Quote(asked), "field is immutable"));
        }

        var added = (metadata["finalizers"] as JsonArray ?? []).Select(item => (string)item!)
            .Except((old["finalizers"] as JsonArray ?? []).Select(item => (string)item!)).ToList();
        if (old["deletionTimestamp"] is not null && added.Count > 0)
        {
            errors.Add(FieldError.Forbidden(
                "metadata.finalizers",
                $"no new finalizers can be added if the object is being deleted, found new finalizers []string{{{string.Join(", ", added.Select(GoFormat.Quote))}}}"));
        }
    }

    private static void Metadata(JsonObject metadata, List<FieldError> errors)
    {
        var name = (string?)metadata["name"] ?? "";
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required("metadata.name", "name or generateName is required"));
        }
        else if (NameProblem(name) is { } problem)
        {
            errors.Add(FieldError.Invalid("metadata.name", GoFormat.Quote(name), problem));
        }

        if ((long?)metadata["generation"] is < 0 and var generation)
        {
            errors.Add(FieldError.Invalid("metadata.generation", generation.ToString(System.Globalization.CultureInfo.InvariantCulture), "must be greater than or equal to 0"));
        }

        foreach (var (key, value) in metadata["labels"] as JsonObject ?? [])
        {
            errors.AddRange(KeyProblems(key).Select(why => FieldError.Invalid("metadata.labels", GoFormat.Quote(key), why)));
            errors.AddRange(LabelValueProblems((string?)value ?? "").Select(why => FieldError.Invalid("metadata.labels", GoFormat.Quote((string?)value ?? ""), why)));
        }

        foreach (var (key, _) in metadata["annotations"] as JsonObject ?? [])
        {
            errors.AddRange(KeyProblems(key.ToLowerInvariant()).Select(why => FieldError.Invalid("metadata.annotations", GoFormat.Quote(key), why)));
        }

        OwnerValidation.Check(metadata["ownerReferences"] as JsonArray ?? [], errors);
        var finalizers = (metadata["finalizers"] as JsonArray ?? []).Select(item => (string?)item ?? "").ToList();
        foreach (var finalizer in finalizers)
        {
            errors.AddRange(KeyProblems(finalizer).Select(why => FieldError.Invalid("metadata.finalizers", GoFormat.Quote(finalizer), why)));
        }

        for (var i = 0; i < finalizers.Count; i++)
        {
            if (!finalizers[i].Contains('/') && finalizers[i] is not ("kubernetes" or "orphan" or "foregroundDeletion"))
            {
                errors.Add(FieldError.Invalid(
                    $"metadata.finalizers[{i}]", GoFormat.Quote(finalizers[i]), "name is neither a standard finalizer name nor is it fully qualified"));
            }
        }

        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
        {
            errors.Add(FieldError.Invalid(
                "metadata.finalizers", $"[{string.Join(',', finalizers.Select(GoFormat.Quote))}]", "finalizer orphan and foregroundDeletion cannot be both set"));
        }
    }

    private static void Content(JsonObject image, List<FieldError> errors)
    {
        Reference((string?)image["dockerImageReference"] ?? "", errors);
        var manifests = image["dockerImageManifests"] as JsonArray ?? [];
        for (var i = 0; i < manifests.Count; i++)
        {
            Manifest(manifests[i]!.AsObject(), $"dockerImageManifests[{i}]", errors);
        }

        if (manifests.Count > 0 && image["dockerImageLayers"] is JsonArray { Count: > 0 } layers)
        {
            var shown = string.Join(',', layers.Select(layer =>
                $"{{\"Name\":{GoFormat.Quote((string)layer!["name"]!)},\"LayerSize\":{layer["size"]},\"MediaType\":{GoFormat.Quote((string)layer["mediaType"]!)}}}"));
            errors.Add(FieldError.Invalid("dockerImageLayers", $"[{shown}]", "dockerImageLayers should not be set when dockerImageManifests is set"));
        }

        var signatures = image["signatures"] as JsonArray ?? [];
        for (var i = 0; i < signatures.Count; i++)
        {
            SignatureValidation.Check(signatures[i]!.AsObject(), $"signatures[{i}]", errors);
        }
    }

    private static void Manifest(JsonObject manifest, string path, List<FieldError> errors)
    {
        string Text(string field) => (string?)manifest[field] ?? "";
        if (!DigestPattern().IsMatch(Text("digest")))
        {
            errors.Add(FieldError.Invalid(path + ".digest", GoFormat.Quote(Text("digest")), "digest does not conform with OCI image specification"));
        }

        if (!MediaTypePattern().IsMatch(Text("mediaType")))
        {
            errors.Add(FieldError.Invalid(path + ".mediaType", GoFormat.Quote(Text("mediaType")), "media type does not conform to RFC6838"));
        }

        foreach (var field in (string[])["architecture", "os"])
        {
            if (Text(field).Length == 0)
            {
                errors.Add(FieldError.Required($"{path}.{field}"));
            }
        }

        if ((long?)manifest["manifestSize"] is < 0 and var size)
        {
            errors.Add(FieldError.Invalid(path + ".size", size.ToString(System.Globalization.CultureInfo.InvariantCulture), "manifest size cannot be negative"));
        }
    }

    /// <summary>Gives why a text cannot be a path segment; null when it can.</summary>
    public static string? NameProblem(string name) => name switch
    {
        "." => "may not be '.'",
        ".." => "may not be '..'",
        _ when name.Contains('/') => "may not contain '/'",
        _ when name.Contains('%') => "may not contain '%'",
        _ => null,
    };

    /// <summary>Gives what is wrong with the key of a label or annotation.</summary>
    public static IEnumerable<string> KeyProblems(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            yield return "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
                + "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') "
                + "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
            yield break;
        }

        if (parts.Length == 2)
        {
            if (parts[0].Length == 0)
            {
                yield return "prefix part must be non-empty";
            }
            else if (!SubdomainPattern().IsMatch(parts[0]))
            {
                yield return "prefix part " + Subdomain;
            }
        }

        var name = parts[^1];
        if (name.Length == 0)
        {
            yield return "name part must be non-empty";
        }
        else if (name.Length > 63)
        {
            yield return "name part must be no more than 63 bytes";
        }

        if (!NamePattern().IsMatch(name))
        {
            yield return NamePart;
        }
    }

    /// <summary>Gives what is wrong with the value of a label.</summary>
    public static IEnumerable<string> LabelValueProblems(string value)
    {
        if (value.Length > 63)
        {
            yield return "must be no more than 63 bytes";
        }

        if (value.Length > 0 && !NamePattern().IsMatch(value))
        {
            yield return LabelValue;
        }
    }

    private static void Reference(string reference, List<FieldError> errors)
    {
        if (reference.Length == 0)
        {
            errors.Add(FieldError.Required("dockerImageReference"));
        }
        else if (!ReferencePattern().IsMatch(reference))
        {
            var why = ReferencePattern().IsMatch(reference.ToLowerInvariant()) ? "repository name must be lowercase" : "invalid reference format";
            errors.Add(FieldError.Invalid("dockerImageReference", GoFormat.Quote(reference), why));
        }
    }

    [GeneratedRegex(@"[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*[:][0-9a-fA-F]{32,}")]
    private static partial Regex DigestPattern();

    [GeneratedRegex(@"^ *([A-Za-z0-9][A-Za-z0-9!#$&^_-]{0,126})/([A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}) *\z")]
    private static partial Regex MediaTypePattern();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z")]
    private static partial Regex NamePattern();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex SubdomainPattern();

    // The grammar of distribution's references: host, path, tag, digest.
    [GeneratedRegex(@"^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(?::[0-9]+)?/)?[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*(?::[\w][\w.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?\z", RegexOptions.ECMAScript)]
    private static partial Regex ReferencePattern();
}
