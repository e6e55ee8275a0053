using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Validation;

/// <summary>Validates the signatures of an Image.</summary>
internal static class SignatureValidation
{
    private const string Trusted = "Trusted";
    private const string ForImage = "ForImage";

    public static void Check(JsonObject signature, string path, List<FieldError> errors)
    {
        var metadata = signature["metadata"] as JsonObject ?? [];
        var name = (string?)metadata["name"] ?? "";
        if (name.Length == 0)
        {
            errors.Add(FieldError.Required($"{path}.metadata.name", "name or generateName is required"));
        }

        if (metadata["labels"] is JsonObject { Count: > 0 })
        {
            errors.Add(FieldError.Forbidden($"{path}.metadata.labels", "signature labels cannot be set"));
        }

        if (metadata["annotations"] is JsonObject { Count: > 0 })
        {
            errors.Add(FieldError.Forbidden($"{path}.metadata.annotations", "signature annotations cannot be set"));
        }

        if (name.Split('@') is not [{ Length: > 0 }, { Length: > 0 }])
        {
            errors.Add(FieldError.Invalid(
                $"{path}.metadata.name",
                GoFormat.Quote(name),
                "name must be of format <imageName>@<signatureName>"));
        }

        foreach (var field in (string[])["type", "content"])
        {
            if ((string?)signature[field] is null or "")
            {
                errors.Add(FieldError.Required($"{path}.{field}"));
            }
        }

        CheckConditions(signature, path, errors);
    }

    private static void CheckConditions(JsonObject signature, string path, List<FieldError> errors)
    {
        var conditions = (signature["conditions"] as JsonArray ?? []).OfType<JsonObject>().ToList();
        var trusted = conditions.LastOrDefault(condition => (string?)condition["type"] == Trusted);
        var forImage = conditions.LastOrDefault(condition => (string?)condition["type"] == ForImage);
        if (trusted is null != forImage is null)
        {
            errors.Add(FieldError.Invalid(
                $"{path}.conditions",
                signature["conditions"]!.ToJsonString(),
                $"missing \"{(trusted is null ? Trusted : ForImage)}\" condition type"));
        }

        if (trusted is not null && (string?)trusted["status"] != "Unknown")
        {
            return;
        }

        foreach (var field in (string[])["imageIdentity", "signedClaims", "issuedBy", "issuedTo"])
        {
            if (!SchemaNode.IsEmpty(signature[field]))
            {
                errors.Add(FieldError.Invalid(
                    $"{path}.{field}",
                    signature[field]!.ToJsonString(),
                    "must be unset for unknown signature state"));
            }
        }
    }
}
