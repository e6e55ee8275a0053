using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Serialization;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Requests;

/// <summary>The options of a deletion. Where there is a body, the query does not count.</summary>
internal sealed record DeleteParameters
{
    private const string Kind = "DeleteOptions";

    public bool IsDryRun { get; init; }

    /// <summary>Gets the uid that the object must have; null for any.</summary>
    public string? Uid { get; init; }

    /// <summary>Gets the resource version that the object must have; null for any.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>Returns the options of a request.</summary>
    /// <exception cref="StatusError">An option is wrong.</exception>
    public static DeleteParameters Read(IQueryCollection query, ReadOnlySpan<byte> body, bool isYaml)
    {
        var errors = new List<FieldError>();
        var options = body.IsEmpty ? FromQuery(query) : FromBody(body, isYaml);
        if ((string?)options["propagationPolicy"] is { } policy)
        {
            ValidatePolicy(policy, options["orphanDependents"] is not null, errors);
        }

        var dryRun = options["dryRun"] as JsonArray ?? [];
        var isDryRun = DryRun.Read(dryRun.Select(value => (string?)value), errors);
        if (errors.Count > 0)
        {
            throw StatusError.InvalidOptions(Kind, errors);
        }

        return new DeleteParameters
        {
            IsDryRun = isDryRun,
            Uid = (string?)options["preconditions"]?["uid"],
            ResourceVersion = (string?)options["preconditions"]?["resourceVersion"],
        };
    }

    private static void ValidatePolicy(string policy, bool hasOrphanDependents, List<FieldError> errors)
    {
        var quoted = GoFormat.Quote(policy);
        if (policy is not ("Orphan" or "Background" or "Foreground"))
        {
            errors.Add(FieldError.NotSupported(
                "propagationPolicy", quoted, "Foreground", "Background", "Orphan", "nil"));
        }

        if (hasOrphanDependents)
        {
            errors.Add(FieldError.Invalid(
                "propagationPolicy", quoted, "orphanDependents and deletionPropagation cannot be both set"));
        }
    }

    private static JsonObject FromQuery(IQueryCollection query)
    {
        var options = new JsonObject();
        query.GetInt64("gracePeriodSeconds");
        if (query.TryGetValue("propagationPolicy", out var policy))
        {
            options["propagationPolicy"] = policy[0];
        }

        if (query.GetBoolean("orphanDependents") is { } orphanDependents)
        {
            options["orphanDependents"] = orphanDependents;
        }

        options["dryRun"] = new JsonArray([.. query["dryRun"].Select(value => JsonValue.Create(value))]);
        return options;
    }

    private static JsonObject FromBody(ReadOnlySpan<byte> body, bool isYaml)
    {
        const string JsonError = "couldn't get version/kind; json parse error: ";
        if (!isYaml && JsonSyntax.FindProblem(body) is { } problem)
        {
            throw StatusError.Internal(JsonError + problem);
        }

        var options = (isYaml ? YamlReader.Read(body, [], StatusError.Internal) : GoJsonReader.Read(body, [])) switch
        {
            null => [],
            JsonObject map => map,
            var other => throw StatusError.Internal(
                $"{JsonError}json: cannot unmarshal {GoFormat.JsonKind(other)} "
                + $"into Go value of type {GoFormat.TypeMeta}"),
        };
        RequireTypes(options);
        var kind = (string?)options["kind"] ?? Kind;
        return kind == Kind
            ? options
            : throw StatusError.Internal(GoScheme.NotRegistered(kind, (string?)options["apiVersion"]));
    }

    private static void RequireTypes(JsonObject options)
    {
        Require("dryRun", node => node is JsonArray list && list.All(IsText), "[]string");
        Require("gracePeriodSeconds", IsInt64, "int64");
        Require("orphanDependents", node => node.GetValueKind() is JsonValueKind.True or JsonValueKind.False, "bool");
        Require("propagationPolicy", IsText, "v1.DeletionPropagation");
        Require("kind", IsText, "string");
        Require("preconditions", node => node is JsonObject map && map.All(IsAbsentOrText), "v1.Preconditions");

        void Require(string field, Func<JsonNode, bool> isOfType, string type)
        {
            if (options[field] is { } value && !isOfType(value))
            {
                throw StatusError.Internal(
                    $"json: cannot unmarshal {GoFormat.JsonKind(value)} "
                    + $"into Go struct field {Kind}.{field} of type {type}");
            }
        }
    }

    private static bool IsInt64(JsonNode node) =>
        long.TryParse(node.ToJsonString(), CultureInfo.InvariantCulture, out _);

    private static bool IsText(JsonNode? node) => node?.GetValueKind() == JsonValueKind.String;

    private static bool IsAbsentOrText(KeyValuePair<string, JsonNode?> pair) =>
        pair.Value is null || IsText(pair.Value);
}
