using System.Text.Json.Nodes;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>Paths of fields, and the single fields of an object to which they lead.</summary>
internal static class FieldPaths
{
    private const char Separator = '\u0001';

    /// <summary>Returns the path of an element within another path.</summary>
    public static string Join(string path, string element) =>
        path.Length == 0 ? element : path + Separator + element;

    /// <summary>Returns the elements of a path.</summary>
    public static string[] Split(string path) => path.Split(Separator);

    /// <summary>Returns a path as the server's messages show it: <c>.metadata.labels.x</c>.</summary>
    public static string Display(string path) => string.Concat(Split(path).Select(element => element[0] switch
    {
        'f' => "." + element[2..],
        'k' => $"[{string.Join(',', ParseKey(element).Select(pair => $"{pair.Key}={pair.Value!.ToJsonString()}"))}]",
        _ => $"[={element[2..]}]",
    }));

    /// <summary>Sets a field, and makes the maps and lists on the way to it.</summary>
    public static void Set(JsonObject root, string path, JsonNode? value)
    {
        var elements = Split(path);
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
            var index = IndexOf(list, last);
            if (index < 0)
            {
                list.Add(value?.DeepClone());
            }
            else if (last[0] == 'k')
            {
                list[index] = value?.DeepClone();
            }
        }
        else
        {
            node.AsObject()[last[2..]] = value?.DeepClone();
        }
    }

    /// <summary>Whether an object has a field; items of lists are not looked for.</summary>
    public static bool Exists(JsonObject root, string path)
    {
        JsonNode? node = root;
        foreach (var element in Split(path))
        {
            node = element[0] == 'f' && node is JsonObject map ? map[element[2..]] : null;
        }

        return node is not null;
    }

    /// <summary>Removes a field; maps of the metadata only when they are empty.</summary>
    public static void Remove(JsonObject root, string path)
    {
        var elements = Split(path);
        JsonNode? node = root;
        foreach (var element in elements.SkipLast(1))
        {
            node = node?[element[2..]];
        }

        switch (node)
        {
            case JsonArray list when IndexOf(list, elements[^1]) is >= 0 and var index:
                list.RemoveAt(index);
                break;
            case JsonObject map when map[elements[^1][2..]] is not JsonObject { Count: > 0 }
                || elements.Length != 2
                || elements[0] != "f:metadata":
                map.Remove(elements[^1][2..]);
                break;
        }
    }

    private static JsonObject ParseKey(string element) => JsonNode.Parse(element[2..])!.AsObject();

    private static int IndexOf(JsonArray list, string element)
    {
        for (var i = 0; i < list.Count; i++)
        {
            var item = list[i];
            var isItem = element[0] == 'v'
                ? item!.ToJsonString() == element[2..]
                : ParseKey(element).All(pair => JsonNode.DeepEquals(item?[pair.Key], pair.Value));
            if (isItem)
            {
                return i;
            }
        }

        return -1;
    }
}
