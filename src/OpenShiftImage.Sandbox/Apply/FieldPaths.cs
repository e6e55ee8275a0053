using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>Sets and removes single fields of an object by their paths.</summary>
internal static class FieldPaths
{
    public static void Set(JsonObject root, string path, JsonNode? value)
    {
        var elements = FieldSet.Elements(path);
        JsonNode node = root;
        for (var i = 0; i < elements.Length - 1; i++)
        {
            var name = elements[i][2..];
            var map = node.AsObject();
            if (map[name] is null)
            {
                map[name] = elements[i + 1][0] == 'f' ? new JsonObject() : new JsonArray();
            }

            node = map[name]!;
        }

        var last = elements[^1];
        if (node is JsonArray list)
        {
            var at = IndexOf(list, last);
            if (at < 0)
            {
                list.Add(value?.DeepClone());
            }
            else if (last[0] == 'k')
            {
                list[at] = value?.DeepClone();
            }
        }
        else
        {
            node.AsObject()[last[2..]] = value?.DeepClone();
        }
    }

    public static bool Exists(JsonObject root, string path)
    {
        JsonNode? node = root;
        foreach (var element in FieldSet.Elements(path))
        {
            node = element[0] == 'f' && node is JsonObject map ? map[element[2..]] : null;
        }

        return node is not null;
    }

    public static void Remove(JsonObject root, string path)
    {
        var elements = FieldSet.Elements(path);
        JsonNode? node = root;
        foreach (var element in elements.SkipLast(1))
        {
            node = node?[element[2..]];
        }

        switch (node)
        {
            case JsonArray list when IndexOf(list, elements[^1]) is >= 0 and var at:
                list.RemoveAt(at);
                break;
            case JsonObject map when map[elements[^1][2..]] is not JsonObject { Count: > 0 } || elements.Length != 2 || elements[0] != "f:metadata":
                map.Remove(elements[^1][2..]);
                break;
        }
    }

    private static int IndexOf(JsonArray list, string element)
    {
        for (var i = 0; i < list.Count; i++)
        {
            var item = list[i];
            var found = element[0] == 'v'
                ? item!.ToJsonString() == element[2..]
                : JsonNode.Parse(element[2..])!.AsObject().All(pair => JsonNode.DeepEquals(item?[pair.Key], pair.Value));
            if (found)
            {
                return i;
            }
        }

        return -1;
    }
}
