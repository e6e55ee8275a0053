using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>An answer that is a Status of failure.</summary>
#pragma warning disable CA1710 // The API calls it a Status, and Go an error.
public sealed class StatusError : Exception
{
    private const string Group = "image.openshift.io";

    private StatusError(int code, string? reason, string message, JsonObject? details = null)
        : base(message)
    {
        Code = code;
        Reason = reason;
        Details = details;
    }

    public int Code { get; }

    public string? Reason { get; }

    public JsonObject? Details { get; }

    /// <summary>Token to go on with, which a 410 carries.</summary>
    public string? Continue { get; private init; }

    public int? RetryAfterSeconds => (int?)Details?["retryAfterSeconds"];

    public static StatusError NotFound(string name) => new(
        404, "NotFound", $"images.{Group} \"{name}\" not found", About(name));

    public static StatusError NoSuchResource() => new(404, "NotFound", "the server could not find the requested resource", []);

    public static StatusError AlreadyExists(string name, bool terminating) => new(
        409, "AlreadyExists", $"{(terminating ? "object is being deleted: " : "")}images.{Group} \"{name}\" already exists", About(name));

    public static StatusError Conflict(string name, string why = "the object has been modified; please apply your changes to the latest version and try again") => new(
        409, "Conflict", $"Operation cannot be fulfilled on images.{Group} \"{name}\": {why}", About(name));

    public static StatusError PreconditionFailed(string name, string why) => new(
        409, "Conflict", $"Operation cannot be fulfilled on Image.{Group} \"{name}\": {why}", About(name, "Image"));

    public static StatusError BadRequest(string message) => new(400, "BadRequest", message);

    public static StatusError Internal(string message) => new(500, null, message);

    public static StatusError Unprocessable() => new(
        422, "Invalid", "the server rejected our request due to an error in our request", []);

    /// <summary>A patch whose result is no Image; <paramref name="shown"/> is the result, or the patch.</summary>
    public static StatusError InvalidPatch(string shown, string why)
    {
        var message = $"Invalid value: {FieldError.Quote(shown)}: {why}";
        return new(422, "Invalid", $" \"\" is invalid: patch: {message}", new JsonObject
        {
            ["causes"] = new JsonArray(new FieldError("patch", "FieldValueInvalid", message).ToJson()),
        });
    }

    /// <summary>An apply that others stand against.</summary>
    /// <param name="conflicts">By manager, as messages call it, the fields in question.</param>
    public static StatusError ApplyConflict(IReadOnlyList<(string Manager, List<string> Paths)> conflicts)
    {
        var count = conflicts.Sum(conflict => conflict.Paths.Count);
        var message = count == 1
            ? $"Apply failed with 1 conflict: conflict with {conflicts[0].Manager}: {conflicts[0].Paths[0]}"
            : $"Apply failed with {count} conflicts: "
                + string.Join('\n', conflicts.Select(conflict => $"conflicts with {conflict.Manager}:\n{string.Join('\n', conflict.Paths.Select(path => "- " + path))}"));
        return new(409, "Conflict", message, new JsonObject
        {
            ["causes"] = new JsonArray([.. conflicts.SelectMany(conflict => conflict.Paths.Select(
                path => (JsonNode)new FieldError(path, "FieldManagerConflict", $"conflict with {conflict.Manager}").ToJson()))]),
        });
    }

    public static StatusError MethodNotAllowed() => new(
        405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static StatusError NotAcceptable(string message, bool details) => new(406, "NotAcceptable", message, details ? [] : null);

    public static StatusError UnsupportedMediaType(string message, bool details = false) => new(415, "UnsupportedMediaType", message, details ? [] : null);

    public static StatusError TooLarge(string why) => new(413, "RequestEntityTooLarge", "Request entity too large: " + why);

    public static StatusError Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static StatusError Forbidden(string user, string verb, string? name)
    {
        var details = name is null ? new JsonObject() : new JsonObject { ["name"] = name };
        details["group"] = Group;
        details["kind"] = "images";
        var subject = name is null ? "" : $" \"{name}\"";
        return new(
            403,
            "Forbidden",
            $"images.{Group}{subject} is forbidden: User \"{user}\" cannot {verb} resource \"images\" in API group \"{Group}\" at the cluster scope",
            details);
    }

    public static StatusError ForbiddenPath(string user, string path) => new(
        403, "Forbidden", $"forbidden: User \"{user}\" cannot get path \"{path}\"", []);

    public static StatusError CannotImpersonate(string user, string other) => new(
        403,
        "Forbidden",
        $"users \"{other}\" is forbidden: User \"{user}\" cannot impersonate resource \"users\" in API group \"\" at the cluster scope",
        new JsonObject { ["name"] = other, ["kind"] = "users" });

    public static StatusError Expired(string message, string? token = null) => new(410, "Expired", message) { Continue = token };

    public static StatusError TooLargeResourceVersion(long asked, long current) => new(
        504,
        "Timeout",
        $"Timeout: Too large resource version: {asked}, current: {current}",
        new JsonObject
        {
            ["causes"] = new JsonArray(new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = "Too large resource version" }),
            ["retryAfterSeconds"] = 1,
        });

    /// <summary>An object that is not valid.</summary>
    public static StatusError Invalid(string name, IReadOnlyList<FieldError> errors, string kind = "Image", string group = Group)
    {
        var details = name.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = name };
        details["group"] = group;
        details["kind"] = kind;
        details["causes"] = new JsonArray([.. errors.Select(error => error.ToJson())]);
        var texts = errors.Select(error => $"{error.Field}: {error.Message}").Distinct().ToList();
        var message = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new(422, "Invalid", $"{kind}.{group} \"{name}\" is invalid: {message}", details);
    }

    public static StatusError InvalidOptions(string kind, params FieldError[] errors) => Invalid("", errors, kind, "meta.k8s.io");

    public JsonObject ToJson()
    {
        var status = new JsonObject
        {
            ["kind"] = "Status",
            ["apiVersion"] = "v1",
            ["metadata"] = Continue is null ? new JsonObject() : new JsonObject { ["continue"] = Continue },
            ["status"] = "Failure",
            ["message"] = Message,
        };
        if (Reason is not null)
        {
            status["reason"] = Reason;
        }

        if (Details is not null)
        {
            status["details"] = Details.DeepClone();
        }

        status["code"] = Code;
        return status;
    }

    private static JsonObject About(string name, string kind = "images") =>
        new() { ["name"] = name, ["group"] = Group, ["kind"] = kind };
}

/// <summary>What is wrong with a field.</summary>
public sealed record FieldError(string Field, string Reason, string Message)
{
    public static FieldError Required(string field, string detail = "") =>
        new(field, "FieldValueRequired", detail.Length == 0 ? "Required value" : $"Required value: {detail}");

    public static FieldError Invalid(string field, string value, string detail) =>
        new(field, "FieldValueInvalid", $"Invalid value: {value}: {detail}");

    public static FieldError Forbidden(string field, string detail) => new(field, "FieldValueForbidden", $"Forbidden: {detail}");

    public static FieldError NotSupported(string field, string value, params string[] supported) => new(
        field,
        "FieldValueNotSupported",
        $"Unsupported value: {value}: supported values: {string.Join(", ", supported.Select(Quote))}");

    public static FieldError TooLong(string field, string detail) => new(field, "FieldValueTooLong", $"Too long: {detail}");

    /// <summary>Shows a value as the server's messages do.</summary>
    public static string Json(System.Text.Json.Nodes.JsonNode value) => value.ToJsonString(s_json);

    /// <summary>Quotes text as the server's messages do.</summary>
    public static string Quote(string text) =>
        System.Text.Json.JsonSerializer.Serialize(text, s_json);

    internal JsonObject ToJson() => new() { ["reason"] = Reason, ["message"] = Message, ["field"] = Field };

    private static readonly System.Text.Json.JsonSerializerOptions s_json =
        new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
