using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Schemas;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>
/// A set of fields of an object, each a path of elements as FieldsV1 writes them: <c>f:name</c> for a field or key,
/// <c>k:{…}</c> for an item by key, <c>v:…</c> for an item by value.
/// </summary>
internal sealed class FieldSet
{
    private static readonly string[] s_ownedMetadata =
        ["generateName", "labels", "annotations", "ownerReferences", "finalizers"];

    private readonly HashSet<string> _paths;

    private FieldSet(IEnumerable<string> paths) => _paths = new HashSet<string>(paths, StringComparer.Ordinal);

    public static FieldSet Empty { get; } = new([]);

    public bool IsEmpty => _paths.Count == 0;

    public IEnumerable<string> Paths => _paths;

    public FieldSet Union(FieldSet other) => new(_paths.Concat(other._paths));

    public FieldSet Except(FieldSet other) => new(_paths.Where(path => !other._paths.Contains(path)));

    public FieldSet Intersect(FieldSet other) => new(_paths.Where(other._paths.Contains));

    public FieldSet Where(Func<string, bool> predicate) => new(_paths.Where(predicate));

    public bool SetEquals(FieldSet other) => _paths.SetEquals(other._paths);

    /// <summary>Returns the fields of an object with their values, without those that only the server sets.</summary>
    /// <param name="image">The object, in canonical form or as a patch has it.</param>
    /// <param name="withContainers">
    /// Whether maps and lists that merge count as fields of their own, as they do for an update.
    /// </param>
    public static Dictionary<string, JsonNode?> Values(JsonObject image, bool withContainers)
    {
        var values = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var field in ImageSchema.Image.Fields)
        {
            if (field.Name is "kind" or "apiVersion" or "metadata")
            {
                continue;
            }

            Collect(values, field, image[field.Name], "f:" + field.Name, withContainers);
        }

        if (image["metadata"] is JsonObject metadata)
        {
            foreach (var field in ImageSchema.ObjectMeta.Fields.Where(field => s_ownedMetadata.Contains(field.Name)))
            {
                var path = FieldPaths.Join("f:metadata", "f:" + field.Name);
                Collect(values, field, metadata[field.Name], path, withContainers);
            }
        }

        return values;
    }

    public static FieldSet Of(IEnumerable<string> paths) => new(paths);

    /// <summary>Returns the set that FieldsV1 describes.</summary>
    public static FieldSet FromFieldsV1(JsonObject fields)
    {
        var paths = new List<string>();
        Read(fields, "", paths);
        return new FieldSet(paths);
    }

    /// <summary>Returns the set as FieldsV1, in the order in which the server writes it.</summary>
    public JsonObject ToFieldsV1()
    {
        var root = new JsonObject();
        foreach (var path in _paths.Order(StringComparer.Ordinal))
        {
            var node = root;
            foreach (var element in FieldPaths.Split(path))
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

    private static void Collect(
        Dictionary<string, JsonNode?> values, SchemaField field, JsonNode? value, string path, bool withContainers)
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
                    values[FieldPaths.Join(path, "f:" + key)] = entry;
                }

                break;
            case ListSchema { Merges: true, MergeKey: null } when value is JsonArray set:
                AddContainer(set.Count);
                foreach (var item in set)
                {
                    values[FieldPaths.Join(path, "v:" + item!.ToJsonString())] = item;
                }

                break;
            case ListSchema { Merges: true, MergeKey: { } key }
                when value is JsonArray list && field.Name != "signatures":
                AddContainer(list.Count);
                foreach (var item in list)
                {
                    var identity = new JsonObject { [key] = item![key]?.DeepClone() };
                    values[FieldPaths.Join(path, "k:" + identity.ToJsonString())] = item;
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

            var inner = FieldPaths.Join(path, element);
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

    /// <summary>Marks the containers that are fields themselves, unlike those that only have fields.</summary>
    private void MarkContainers(JsonObject node, string path)
    {
        foreach (var (element, child) in node.ToList())
        {
            var inner = FieldPaths.Join(path, element);
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
