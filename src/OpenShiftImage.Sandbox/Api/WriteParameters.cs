using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Apply;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Serialization;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>The query parameters of writes, read and checked as the server does.</summary>
internal sealed record WriteParameters(bool DryRun, string FieldManager, string? ExplicitManager, string FieldValidation, bool Force)
{
    /// <param name="query">The query.</param>
    /// <param name="kind">Name of the options, for messages: CreateOptions, UpdateOptions, PatchOptions.</param>
    /// <param name="userAgent">Whose first part is the manager when the query names none.</param>
    /// <exception cref="StatusError">A parameter is wrong.</exception>
    public static WriteParameters Read(IQueryCollection query, string kind, string userAgent)
    {
        var errors = new List<FieldError>();
        var manager = query.Text("fieldManager") ?? "";
        if (System.Text.Encoding.UTF8.GetByteCount(manager) > 128)
        {
            errors.Add(FieldError.TooLong("fieldManager", "may not be more than 128 bytes"));
        }

        for (var i = 0; i < manager.Length; i++)
        {
            if (char.IsControl(manager[i]))
            {
                errors.Add(FieldError.Invalid(
                    "fieldManager", GoFormat.Quote(manager), string.Create(CultureInfo.InvariantCulture, $"invalid character U+{(int)manager[i]:X4} (at position {i})")));
                break;
            }
        }

        var dryRun = DryRunOf(query["dryRun"].Select(value => value ?? ""), errors);
        var validation = query.Text("fieldValidation") ?? "Warn";
        if (validation is not ("Ignore" or "Warn" or "Strict"))
        {
            errors.Add(FieldError.NotSupported("fieldValidation", GoFormat.Quote(validation), "", "Ignore", "Strict", "Warn"));
        }

        if (errors.Count > 0)
        {
            throw StatusError.InvalidOptions(kind, [.. errors]);
        }

        return new WriteParameters(
            dryRun, manager.Length > 0 ? manager : userAgent.Split('/')[0], manager.Length > 0 ? manager : null, validation, query.Truth("force") == true);
    }

    internal static bool DryRunOf(IEnumerable<string> values, List<FieldError> errors)
    {
        var given = values.Where(value => value.Length > 0).ToList();
        if (given.Exists(value => value != "All"))
        {
            errors.Add(FieldError.NotSupported("dryRun", $"[{string.Join(",", given.Select(GoFormat.Quote))}]", "All"));
        }

        return given.Count > 0;
    }
}

/// <summary>
/// The options of a deletion. A body, where there is one, is all that counts: the query is not looked at.
/// </summary>
internal sealed record DeleteParameters(bool DryRun, string? Uid, string? ResourceVersion)
{
    /// <exception cref="StatusError">An option is wrong.</exception>
    public static DeleteParameters Read(IQueryCollection query, ReadOnlySpan<byte> body, bool isYaml)
    {
        var errors = new List<FieldError>();
        var options = body.IsEmpty ? FromQuery(query) : FromBody(body, isYaml);
        var policy = (string?)options["propagationPolicy"];
        if (policy is not null and not ("Orphan" or "Background" or "Foreground"))
        {
            errors.Add(FieldError.NotSupported("propagationPolicy", GoFormat.Quote(policy), "Foreground", "Background", "Orphan", "nil"));
        }

        if (policy is not null && options["orphanDependents"] is not null)
        {
            errors.Add(FieldError.Invalid("propagationPolicy", GoFormat.Quote(policy), "orphanDependents and deletionPropagation cannot be both set"));
        }

        var dryRun = WriteParameters.DryRunOf((options["dryRun"] as JsonArray ?? []).Select(value => (string?)value ?? ""), errors);
        if (errors.Count > 0)
        {
            throw StatusError.InvalidOptions("DeleteOptions", [.. errors]);
        }

        return new DeleteParameters(dryRun, (string?)options["preconditions"]?["uid"], (string?)options["preconditions"]?["resourceVersion"]);
    }

    private static JsonObject FromQuery(IQueryCollection query)
    {
        var options = new JsonObject();
        query.Number("gracePeriodSeconds");
        if (query.TryGetValue("propagationPolicy", out var policy))
        {
            options["propagationPolicy"] = policy[0];
        }

        if (query.Truth("orphanDependents") is { } orphan)
        {
            options["orphanDependents"] = orphan;
        }

        options["dryRun"] = new JsonArray([.. query["dryRun"].Select(value => JsonValue.Create(value))]);
        return options;
    }

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static void RequireType(JsonObject options, string field, Func<JsonNode, bool> holds, string type)
    {
        if (options[field] is { } value && !holds(value))
        {
            throw StatusError.Internal($"json: cannot unmarshal {GoFormat.JsonKind(value)} into Go struct field DeleteOptions.{field} of type {type}");
        }
    }

    private static JsonNode? ReadJson(ReadOnlySpan<byte> body) => JsonSyntax.FindProblem(body) is { } problem
        ? throw StatusError.Internal("couldn't get version/kind; json parse error: " + problem)
        : GoJsonReader.Read(body, []);

    private static JsonObject FromBody(ReadOnlySpan<byte> body, bool isYaml)
    {
        var options = (isYaml ? YamlReader.Read(body, [], StatusError.Internal) : ReadJson(body)) switch
        {
            null => [],
            JsonObject map => map,
            var other => throw StatusError.Internal(
                $"couldn't get version/kind; json parse error: json: cannot unmarshal {GoFormat.JsonKind(other)} into Go value of type {GoFormat.TypeMeta}"),
        };
        RequireType(options, "dryRun", node => node is JsonArray list && list.All(IsText), "[]string");
        RequireType(options, "gracePeriodSeconds", node => long.TryParse(node.ToJsonString(), CultureInfo.InvariantCulture, out _), "int64");
        RequireType(options, "orphanDependents", node => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False, "bool");
        RequireType(options, "propagationPolicy", IsText, "v1.DeletionPropagation");
        RequireType(options, "kind", IsText, "string");
        RequireType(options, "preconditions", node => node is JsonObject map && map.All(pair => pair.Value is null || IsText(pair.Value)), "v1.Preconditions");
        var kind = (string?)options["kind"] ?? "DeleteOptions";
        return kind == "DeleteOptions"
            ? options
            : throw StatusError.Internal($"no kind \"{kind}\" is registered for version \"{(string?)options["apiVersion"]}\" in scheme \"pkg/runtime/scheme.go:110\"");
    }
}
