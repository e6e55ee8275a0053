using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Validation;

/// <summary>Validates owner references.</summary>
internal static class OwnerReferenceValidation
{
    private const string Field = "metadata.ownerReferences";

    public static void Check(JsonArray owners, List<FieldError> errors)
    {
        string? controller = null;
        foreach (var owner in owners.OfType<JsonObject>())
        {
            var apiVersion = (string?)owner["apiVersion"] ?? "";
            if (apiVersion.Split('/') is not ([{ Length: > 0 }] or [_, { Length: > 0 }]))
            {
                errors.Add(FieldError.Invalid(
                    $"{Field}.apiVersion", GoFormat.Quote(apiVersion), "version must not be empty"));
            }

            foreach (var required in (ReadOnlySpan<string>)["kind", "name", "uid"])
            {
                if ((string?)owner[required] is null or "")
                {
                    errors.Add(FieldError.Invalid($"{Field}.{required}", "\"\"", "must not be empty"));
                }
            }

            if (apiVersion == "v1" && (string?)owner["kind"] == "Event")
            {
                errors.Add(FieldError.Invalid(
                    Field, GoFormat.Json(owner), "/v1, Kind=Event is disallowed from being an owner"));
            }

            if ((bool?)owner["controller"] != true)
            {
                continue;
            }

            var name = $"{(string?)owner["kind"]}/{(string?)owner["name"]}";
            if (controller is not null)
            {
                errors.Add(FieldError.Invalid(
                    Field,
                    GoFormat.Json(owners),
                    "Only one reference can have Controller set to true. "
                        + $"Found \"true\" in references for {controller} and {name}"));
            }
            else
            {
                controller = name;
            }
        }
    }
}
