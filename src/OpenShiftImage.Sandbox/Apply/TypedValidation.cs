using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>Holds a configuration to the schema, in the words of the server's structured merge.</summary>
internal static class TypedValidation
{
    /// <summary>Gives what is wrong, each with its path.</summary>
    public static IReadOnlyList<string> Problems(JsonObject configuration)
    {
        var problems = new List<string>();
        Walk(ImageSchema.Image, configuration, "", problems);
        return problems;
    }

    private static void Walk(SchemaNode schema, JsonNode? value, string path, List<string> problems)
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
                        Walk(field.Type, inner, $"{path}.{name}", problems);
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
                    Walk(entries.Item, inner, $"{path}.{name}", problems);
                }

                break;
            case ListSchema items when value is JsonArray list:
                Items(items, list, path, problems);
                break;
            case ScalarSchema scalar when Expected(scalar.Type, value) is { } what:
                problems.Add($"{path}: expected {what}");
                break;
            case ObjectSchema or MapSchema:
                problems.Add($"{path}: expected map, got &{{{GoFormat.Value(value)}}}");
                break;
            case ListSchema:
                problems.Add($"{path}: expected list, got &{{{GoFormat.Value(value)}}}");
                break;
        }
    }

    private static void Items(ListSchema schema, JsonArray list, string path, List<string> problems)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < list.Count; i++)
        {
            var element = $"[{i}]";
            if (schema.Merges)
            {
                if (NoElement(schema, list[i]) is { } why)
                {
                    problems.Add($"{path}: element {i}: {why}");
                    return;
                }

                element = schema.MergeKey is { } key ? $"[{key}={GoFormat.Json(list[i]![key]!)}]" : $"[={GoFormat.Json(list[i]!)}]";
                if (!seen.Add(element))
                {
                    problems.Add($"{path}: duplicate entries for key {element}");
                }
            }

            Walk(schema.Item, list[i], path + element, problems);
        }
    }

    /// <summary>Why an item has no place of its own in a list whose items are told apart; null when it has.</summary>
    private static string? NoElement(ListSchema schema, JsonNode? item) => (schema.MergeKey, item) switch
    {
        (null, null) => "associative list without keys has an element that's an explicit null",
        (null, JsonObject) => "associative list without keys has an element that's a map type",
        (null, JsonArray) => "not supported: associative list with lists as elements",
        (null, _) => null,
        (_, null) => "associative list with keys may not have a null element",
        ({ } key, JsonObject map) => map[key] is null ? $"associative list with keys has an element that omits key field {GoFormat.Quote(key)} (and doesn't have default value)" : null,
        _ => "associative list with keys may not have non-map elements",
    };

    private static string? Expected(ScalarType type, JsonNode value)
    {
        var kind = value.GetValueKind();
        return type switch
        {
            ScalarType.Integer when kind != JsonValueKind.Number => $"numeric (int or float), got {GoFormat.Type(value)}",
            ScalarType.Boolean when kind is not (JsonValueKind.True or JsonValueKind.False) => $"boolean, got &{{{GoFormat.Value(value)}}}",
            ScalarType.Text or ScalarType.Time or ScalarType.Bytes when kind != JsonValueKind.String => $"string, got &value.valueUnstructured{{Value:{GoFormat.Syntax(value)}}}",
            _ => null,
        };
    }
}
