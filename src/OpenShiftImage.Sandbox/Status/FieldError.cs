using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Status;

/// <summary>What is wrong with a field.</summary>
internal sealed record FieldError(string Field, string Reason, string Message)
{
    public static FieldError Required(string field, string detail = "") =>
        new(field, "FieldValueRequired", detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    public static FieldError Invalid(string field, string value, string detail) =>
        new(field, "FieldValueInvalid", $"Invalid value: {value}: {detail}");

    public static FieldError Forbidden(string field, string detail) =>
        new(field, "FieldValueForbidden", $"Forbidden: {detail}");

    public static FieldError NotSupported(string field, string value, params string[] supported) => new(
        field,
        "FieldValueNotSupported",
        $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(GoFormat.Quote))}");

    public static FieldError TooLong(string field, string detail) =>
        new(field, "FieldValueTooLong", $"Too long: {detail}");

    public JsonObject ToJson() => new() { ["reason"] = Reason, ["message"] = Message, ["field"] = Field };
}
