using System.Globalization;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Validation;

/// <summary>Validates the metadata of an object: name, labels, annotations, owners and finalizers.</summary>
internal static class MetadataValidation
{
    public static void Check(JsonObject metadata, List<FieldError> errors)
    {
        var name = (string?)metadata["name"] ?? "";
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required("metadata.name", "name or generateName is required"));
        }
        else if (FindNameProblem(name) is { } problem)
        {
            errors.Add(FieldError.Invalid("metadata.name", GoFormat.Quote(name), problem));
        }

        if ((long?)metadata["generation"] is < 0 and var generation)
        {
            errors.Add(FieldError.Invalid(
                "metadata.generation",
                generation.ToString(CultureInfo.InvariantCulture),
                "must be greater than or equal to 0"));
        }

        foreach (var (key, value) in metadata["labels"] as JsonObject ?? [])
        {
            var text = (string?)value ?? "";
            AddInvalid(errors, "metadata.labels", key, LabelSyntax.FindKeyProblems(key));
            AddInvalid(errors, "metadata.labels", text, LabelSyntax.FindValueProblems(text));
        }

        foreach (var (key, _) in metadata["annotations"] as JsonObject ?? [])
        {
            AddInvalid(errors, "metadata.annotations", key, LabelSyntax.FindKeyProblems(key.ToLowerInvariant()));
        }

        OwnerReferenceValidation.Check(metadata["ownerReferences"] as JsonArray ?? [], errors);
        CheckFinalizers([.. Finalizers(metadata)], errors);
    }

    /// <summary>Validates what an update changes of the metadata.</summary>
    public static void CheckTransition(JsonObject metadata, JsonObject existing, List<FieldError> errors)
    {
        if ((string?)metadata["uid"] is { Length: > 0 } uid && uid != (string?)existing["uid"])
        {
            errors.Add(FieldError.Invalid("metadata.uid", GoFormat.Quote(uid), "field is immutable"));
        }

        if ((string?)metadata["deletionTimestamp"] is { } deleted && existing["deletionTimestamp"] is null)
        {
            errors.Add(FieldError.Invalid(
                "metadata.deletionTimestamp", GoFormat.Quote(deleted), "field is immutable"));
        }

        var added = Finalizers(metadata).Except(Finalizers(existing)).ToList();
        if (existing["deletionTimestamp"] is not null && added.Count > 0)
        {
            errors.Add(FieldError.Forbidden(
                "metadata.finalizers",
                "no new finalizers can be added if the object is being deleted, found new finalizers "
                    + $"[]string{{{string.Join(", ", added.Select(GoFormat.Quote))}}}"));
        }
    }

    /// <summary>Returns why a text cannot be a path segment; null when it can.</summary>
    private static string? FindNameProblem(string name) => name switch
    {
        "." => "may not be '.'",
        ".." => "may not be '..'",
        _ when name.Contains('/') => "may not contain '/'",
        _ when name.Contains('%') => "may not contain '%'",
        _ => null,
    };

    private static void CheckFinalizers(List<string> finalizers, List<FieldError> errors)
    {
        foreach (var finalizer in finalizers)
        {
            AddInvalid(errors, "metadata.finalizers", finalizer, LabelSyntax.FindKeyProblems(finalizer));
        }

        for (var i = 0; i < finalizers.Count; i++)
        {
            if (!finalizers[i].Contains('/') && finalizers[i] is not ("kubernetes" or "orphan" or "foregroundDeletion"))
            {
                errors.Add(FieldError.Invalid(
                    $"metadata.finalizers[{i}]",
                    GoFormat.Quote(finalizers[i]),
                    "name is neither a standard finalizer name nor is it fully qualified"));
            }
        }

        if (finalizers.Contains("orphan") && finalizers.Contains("foregroundDeletion"))
        {
            errors.Add(FieldError.Invalid(
                "metadata.finalizers",
                $"[{string.Join(',', finalizers.Select(GoFormat.Quote))}]",
                "finalizer orphan and foregroundDeletion cannot be both set"));
        }
    }

    private static IEnumerable<string> Finalizers(JsonObject metadata) =>
        (metadata["finalizers"] as JsonArray ?? []).Select(item => (string?)item ?? "");

    private static void AddInvalid(List<FieldError> errors, string field, string value, IEnumerable<string> problems) =>
        errors.AddRange(problems.Select(problem => FieldError.Invalid(field, GoFormat.Quote(value), problem)));
}
