using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Status;

/// <summary>A response that is a Status of failure.</summary>
#pragma warning disable CA1710 // The API calls it a Status, and Go an error.
internal sealed class StatusError : Exception
#pragma warning restore CA1710
{
    private const string Group = ImageResource.Group;

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

    /// <summary>Gets the token with which a list can go on that has expired.</summary>
    public string? Continue { get; private init; }

    public int? RetryAfterSeconds => (int?)Details?["retryAfterSeconds"];

    public static StatusError NotFound(string name) => NotFound(ApiResources.Images, name);

    public static StatusError NotFound(ApiResource resource, string name) => new(
        404,
        "NotFound",
        $"{resource.QualifiedName} \"{name}\" not found",
        DetailsOf(name, resource.Group, resource.Name));

    public static StatusError NoSuchResource() =>
        new(404, "NotFound", "the server could not find the requested resource", []);

    public static StatusError AlreadyExists(string name, bool isTerminating)
    {
        var prefix = isTerminating ? "object is being deleted: " : "";
        return new(409, "AlreadyExists", $"{prefix}images.{Group} \"{name}\" already exists", DetailsOf(name));
    }

    public static StatusError ModifiedMeanwhile(string name) => Conflict(
        name, "the object has been modified; please apply your changes to the latest version and try again");

    public static StatusError Conflict(string name, string reason) => new(
        409, "Conflict", $"Operation cannot be fulfilled on images.{Group} \"{name}\": {reason}", DetailsOf(name));

    public static StatusError PreconditionFailed(string name, string reason) => new(
        409,
        "Conflict",
        $"Operation cannot be fulfilled on Image.{Group} \"{name}\": {reason}",
        DetailsOf(name, kind: ImageResource.Kind));

    public static StatusError BadRequest(string message) => new(400, "BadRequest", message);

    public static StatusError Internal(string message) => new(500, null, message);

    public static StatusError Unprocessable() =>
        new(422, "Invalid", "the server rejected our request due to an error in our request", []);

    /// <summary>Returns the error about a patch whose result is no Image.</summary>
    /// <param name="shown">The result, or the patch.</param>
    /// <param name="reason">Why it is none.</param>
    public static StatusError InvalidPatch(string shown, string reason)
    {
        var message = $"Invalid value: {GoFormat.Quote(shown)}: {reason}";
        var causes = Causes([new FieldError("patch", "FieldValueInvalid", message)]);
        return new(422, "Invalid", $" \"\" is invalid: patch: {message}", new JsonObject { ["causes"] = causes });
    }

    /// <summary>Returns the error about an apply of fields that others own.</summary>
    /// <param name="conflicts">By manager, as messages call it, the fields in question.</param>
    public static StatusError ApplyConflict(IReadOnlyList<(string Manager, List<string> Paths)> conflicts)
    {
        var count = conflicts.Sum(conflict => conflict.Paths.Count);
        var message = count == 1
            ? $"Apply failed with 1 conflict: conflict with {conflicts[0].Manager}: {conflicts[0].Paths[0]}"
            : $"Apply failed with {count} conflicts: "
                + string.Join('\n', conflicts.Select(conflict => Describe(conflict.Manager, conflict.Paths)));
        var causes = conflicts.SelectMany(conflict => conflict.Paths.Select(
            path => new FieldError(path, "FieldManagerConflict", $"conflict with {conflict.Manager}")));
        return new(409, "Conflict", message, new JsonObject { ["causes"] = Causes(causes) });

        static string Describe(string manager, List<string> paths) =>
            $"conflicts with {manager}:\n{string.Join('\n', paths.Select(path => "- " + path))}";
    }

    public static StatusError MethodNotAllowed() =>
        new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", []);

    public static StatusError NotAcceptable(string message, bool hasDetails) =>
        new(406, "NotAcceptable", message, hasDetails ? [] : null);

    public static StatusError UnsupportedMediaType(string message, bool hasDetails = false) =>
        new(415, "UnsupportedMediaType", message, hasDetails ? [] : null);

    public static StatusError TooLarge(string reason) =>
        new(413, "RequestEntityTooLarge", "Request entity too large: " + reason);

    public static StatusError Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static StatusError Forbidden(string user, string verb, ResourcePath path)
    {
        var subject = path.Name is null ? "" : $" \"{path.Name}\"";
        var scope = path.Namespace is null ? "at the cluster scope" : $"in the namespace \"{path.Namespace}\"";
        return new(
            403,
            "Forbidden",
            $"{path.QualifiedResource}{subject} is forbidden: User \"{user}\" cannot {verb} resource "
                + $"\"{path.Resource}\" in API group \"{path.Group}\" {scope}",
            DetailsOf(path.Name, path.Group, path.Resource));
    }

    public static StatusError ForbiddenPath(string user, string path) =>
        new(403, "Forbidden", $"forbidden: User \"{user}\" cannot get path \"{path}\"", []);

    public static StatusError CannotImpersonate(string user, string other) => new(
        403,
        "Forbidden",
        $"users \"{other}\" is forbidden: User \"{user}\" cannot impersonate resource \"users\" "
            + "in API group \"\" at the cluster scope",
        new JsonObject { ["name"] = other, ["kind"] = "users" });

    public static StatusError Expired(string message, string? token = null) =>
        new(410, "Expired", message) { Continue = token };

    public static StatusError TooLargeResourceVersion(long requested, long current)
    {
        const string Message = "Too large resource version";
        var cause = new JsonObject { ["reason"] = "ResourceVersionTooLarge", ["message"] = Message };
        return new(
            504,
            "Timeout",
            $"Timeout: {Message}: {requested}, current: {current}",
            new JsonObject { ["causes"] = new JsonArray(cause), ["retryAfterSeconds"] = 1 });
    }

    /// <summary>Returns the error about an object that is not valid.</summary>
    public static StatusError Invalid(
        string name, IReadOnlyList<FieldError> errors, string kind = ImageResource.Kind, string group = Group)
    {
        var details = name.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = name };
        details["group"] = group;
        details["kind"] = kind;
        details["causes"] = Causes(errors);
        var texts = errors.Select(error => $"{error.Field}: {error.Message}").Distinct().ToList();
        var message = texts.Count == 1 ? texts[0] : $"[{string.Join(", ", texts)}]";
        return new(422, "Invalid", $"{kind}.{group} \"{name}\" is invalid: {message}", details);
    }

    public static StatusError InvalidOptions(string kind, params IReadOnlyList<FieldError> errors) =>
        Invalid("", errors, kind, "meta.k8s.io");

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

    private static JsonObject DetailsOf(string? name, string group = Group, string kind = "images")
    {
        var details = new JsonObject();
        if (name is not null)
        {
            details["name"] = name;
        }

        if (group.Length > 0)
        {
            details["group"] = group;
        }

        details["kind"] = kind;
        return details;
    }

    private static JsonArray Causes(IEnumerable<FieldError> errors) => new([.. errors.Select(error => error.ToJson())]);
}
