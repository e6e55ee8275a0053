using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>Validates a configuration against the schema, in the words of the server's structured merge.</summary>
internal static class SchemaValidation
{
    private const string WithKeys = "associative list with keys";
    private const string WithoutKeys = "associative list without keys";

    /// <summary>Returns what is wrong, each with its path.</summary>
    public static List<string> FindProblems(JsonObject configuration)
    {
        var problems = new List<string>();
        Check(ImageSchema.Image, configuration, "", problems);
        return problems;
    }

    /// <summary>
    /// Returns the message about an item of a list that lacks the field by which items are told apart.
    /// </summary>
    public static string OmitsKey(string key) =>
        $"{WithKeys} has an element that omits key field {GoFormat.Quote(key)} (and doesn't have default value)";

    private static void Check(SchemaNode schema, JsonNode? value, string path, List<string> problems)
    {
        if (value is null)
        {
            return;
        }

        switch (schema)
        {
            case ObjectSchema { Lenient: true } or ScalarSchema { Type: ScalarType.Any }:
                break;
            case ObjectSchema known when value is JsonObject map:
                foreach (var (name, inner) in map)
                {
                    if (known.Field(name) is { } field)
                    {
                        Check(field.Type, inner, $"{path}.{name}", problems);
                    }
                    else
                    {
                        problems.Add($"{path}.{name}: field not declared in schema");
                    }
                }

                break;
            case MapSchema entries when value is JsonObject map:
                foreach (var (name, inner) in map)
                {
                    Check(entries.Item, inner, $"{path}.{name}", problems);
                }

                break;
            case ListSchema items when value is JsonArray list:
                CheckItems(items, list, path, problems);
                break;
            case ScalarSchema scalar when FindScalarProblem(scalar.Type, value) is { } problem:
                problems.Add($"{path}: expected {problem}");
                break;
            case ObjectSchema or MapSchema:
                problems.Add($"{path}: expected map, got &{{{GoFormat.Value(value)}}}");
                break;
            case ListSchema:
                problems.Add($"{path}: expected list, got &{{{GoFormat.Value(value)}}}");
                break;
        }
    }

    private static void CheckItems(ListSchema schema, JsonArray list, string path, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var element = $"[{i}]";
            if (schema.Merges)
            {
                if (FindItemProblem(schema, list[i]) is { } problem)
                {
                    problems.Add($"{path}: element {i}: {problem}");
                    return;
                }

                element = schema.MergeKey is { } key
                    ? $"[{key}={GoFormat.Json(list[i]![key]!)}]"
                    : $"[={GoFormat.Json(list[i]!)}]";
                if (!seen.Add(element))
                {
                    problems.Add($"{path}: duplicate entries for key {element}");
                }
            }

            Check(schema.Item, list[i], path + element, problems);
        }
    }

    /// <summary>Returns why an item has no identity in a list whose items are told apart; null when it has.</summary>
    private static string? FindItemProblem(ListSchema schema, JsonNode? item) => (schema.MergeKey, item) switch
    {
        (null, null) => $"{WithoutKeys} has an element that's an explicit null",
        (null, JsonObject) => $"{WithoutKeys} has an element that's a map type",
        (null, JsonArray) => "not supported: associative list with lists as elements",
        (null, _) => null,
        (_, null) => $"{WithKeys} may not have a null element",
        ({ } key, JsonObject map) => map[key] is null ? OmitsKey(key) : null,
        _ => $"{WithKeys} may not have non-map elements",
    };

    private static string? FindScalarProblem(ScalarType type, JsonNode value)
    {
        var kind = value.GetValueKind();
        return type switch
        {
            ScalarType.Integer when kind != JsonValueKind.Number =>
                $"numeric (int or float), got {GoFormat.Type(value)}",
            ScalarType.Boolean when kind is not (JsonValueKind.True or JsonValueKind.False) =>
                $"boolean, got &{{{GoFormat.Value(value)}}}",
            ScalarType.Text or ScalarType.Time or ScalarType.Bytes when kind != JsonValueKind.String =>
                $"string, got &value.valueUnstructured{{Value:{GoFormat.Syntax(value)}}}",
            _ => null,
        };
    }
}
