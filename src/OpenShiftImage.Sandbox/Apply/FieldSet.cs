using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Schemas;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>
/// A set of fields of an object, each a path of elements as FieldsV1 writes them: <c>f:name</c> for a field or key,
/// <c>k:{…}</c> for an item by key, <c>v:…</c> for an item by value.
/// </summary>
internal sealed class FieldSet
{
    private const char Separator = '\u0001';

    private readonly HashSet<string> _paths;

    private FieldSet(IEnumerable<string> paths) => _paths = new HashSet<string>(paths, StringComparer.Ordinal);

    public static FieldSet Empty { get; } = new([]);

    public bool IsEmpty => _paths.Count == 0;

    public IEnumerable<string> Paths => _paths;

    public FieldSet Union(FieldSet other) => new(_paths.Concat(other._paths));

    public FieldSet Except(FieldSet other) => new(_paths.Where(path => !other._paths.Contains(path)));

    public FieldSet Intersect(FieldSet other) => new(_paths.Where(other._paths.Contains));

    public FieldSet Where(Func<string, bool> holds) => new(_paths.Where(holds));

    public bool Contains(string path) => _paths.Contains(path);

    public bool SetEquals(FieldSet other) => _paths.SetEquals(other._paths);

    public static string[] Elements(string path) => path.Split(Separator);

    public static string Parent(string path) => path.LastIndexOf(Separator) is > 0 and var at ? path[..at] : "";

    /// <summary>Whether a path is, or lies within, another.</summary>
    public static bool IsWithin(string path, string outer) => path == outer || path.StartsWith(outer + Separator, StringComparison.Ordinal);

    /// <summary>Shows a path as the server's messages do: <c>.metadata.labels.x</c>.</summary>
    public static string Show(string path) => string.Concat(Elements(path).Select(element => element[0] switch
    {
        'f' => "." + element[2..],
        'k' => $"[{string.Join(',', JsonNode.Parse(element[2..])!.AsObject().Select(pair => $"{pair.Key}={pair.Value!.ToJsonString()}"))}]",
        _ => $"[={element[2..]}]",
    }));

    /// <summary>The fields of an object with their values, leaving out those that only the server sets.</summary>
    /// <param name="image">The object, in canonical form or as a patch has it.</param>
    /// <param name="withContainers">
    /// Whether maps and lists that merge count as fields of their own, as they do for an update.
    /// </param>
    public static Dictionary<string, JsonNode?> Values(JsonObject image, bool withContainers)
    {
        var values = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var field in ImageSchema.Image.Fields.Where(field => field.Name is not ("kind" or "apiVersion" or "metadata")))
        {
            Collect(values, field, image[field.Name], "f:" + field.Name, withContainers);
        }

        if (image["metadata"] is JsonObject metadata)
        {
            foreach (var field in ImageSchema.ObjectMeta.Fields.Where(field => field.Name is "generateName" or "labels" or "annotations" or "ownerReferences" or "finalizers"))
            {
                Collect(values, field, metadata[field.Name], $"f:metadata{Separator}f:{field.Name}", withContainers);
            }
        }

        return values;
    }

    public static FieldSet Of(IEnumerable<string> paths) => new(paths);

    /// <summary>Reads FieldsV1.</summary>
    public static FieldSet FromFieldsV1(JsonObject fields)
    {
        var paths = new List<string>();
        Read(fields, "", paths);
        return new FieldSet(paths);
    }

    /// <summary>Writes FieldsV1, in the order in which the server writes it.</summary>
    public JsonObject ToFieldsV1()
    {
        var root = new JsonObject();
        foreach (var path in _paths.Order(StringComparer.Ordinal))
        {
            var node = root;
            foreach (var element in Elements(path))
            {
                if (node[element] is not JsonObject child)
                {
                    child = [];
                    node[element] = child;
                }

                node = child;
            }
        }

        MarkContainers(root, "");
        return root;
    }

    private static void Collect(Dictionary<string, JsonNode?> values, SchemaField field, JsonNode? value, string path, bool withContainers)
    {
        if (value is null)
        {
            return;
        }

        switch (field.Type)
        {
            case MapSchema when value is JsonObject map:
                AddContainer(map.Count);
                foreach (var (key, entry) in map)
                {
                    values[$"{path}{Separator}f:{key}"] = entry;
                }

                break;
            case ListSchema { Merges: true, MergeKey: null } when value is JsonArray set:
                AddContainer(set.Count);
                foreach (var item in set)
                {
                    values[$"{path}{Separator}v:{item!.ToJsonString()}"] = item;
                }

                break;
            case ListSchema { Merges: true, MergeKey: { } key } when value is JsonArray list && field.Name != "signatures":
                AddContainer(list.Count);
                foreach (var item in list)
                {
                    values[$"{path}{Separator}k:{new JsonObject { [key] = item![key]?.DeepClone() }.ToJsonString()}"] = item;
                }

                break;
            default:
                values[path] = value;
                break;
        }

        void AddContainer(int count)
        {
            if (withContainers || count == 0)
            {
                values[path] = count == 0 ? value.DeepClone() : null;
            }
        }
    }

    private static void Read(JsonObject fields, string path, List<string> paths)
    {
        foreach (var (element, child) in fields)
        {
            if (element == ".")
            {
                paths.Add(path);
                continue;
            }

            var inner = path.Length == 0 ? element : path + Separator + element;
            if (child is JsonObject { Count: > 0 } nested)
            {
                Read(nested, inner, paths);
            }
            else
            {
                paths.Add(inner);
            }
        }
    }

    /// <summary>A container that is a field itself is told from one that only has fields.</summary>
    private void MarkContainers(JsonObject node, string path)
    {
        foreach (var (element, child) in node.ToList())
        {
            var inner = path.Length == 0 ? element : path + Separator + element;
            if (child is JsonObject { Count: > 0 } nested)
            {
                MarkContainers(nested, inner);
                if (_paths.Contains(inner))
                {
                    nested.Insert(0, ".", new JsonObject());
                }
            }
        }
    }
}
