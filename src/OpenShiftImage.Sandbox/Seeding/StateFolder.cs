using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>
/// The objects of a folder with a file for each resource, <c>pods.json</c> and so on: the body of a list over all
/// namespaces, or what <c>kubectl get -o json</c> writes. A resource without a file has no objects.
/// </summary>
internal sealed class StateFolder
{
    private readonly Dictionary<ApiResource, IReadOnlyList<StoredObject>> _objects = [];

    private StateFolder()
    {
    }

    /// <summary>Gets the Images; none where the folder says nothing of them, as with every resource.</summary>
    public IEnumerable<StoredImage> Images =>
        _objects.TryGetValue(ApiResources.Images, out var images) ? images.Cast<StoredImage>() : [];

    /// <summary>Gets the highest version of the objects and of the lists that they came in.</summary>
    public long Revision { get; private set; }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A file is no list of its resource, or there is none.</exception>
    public static StateFolder Read(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no folder '{folder}' with the state.");
        }

        var state = new StateFolder();
        foreach (var resource in ApiResources.All)
        {
            var file = Path.Combine(folder, resource.Name + ".json");
            if (File.Exists(file))
            {
                state._objects.Add(resource, state.ReadFile(file, resource));
            }
        }

        return state._objects.Count > 0
            ? state
            : throw new InvalidDataException(
                $"The folder '{folder}' has no state: no file such as images.json, imagestreams.json or pods.json.");
    }

    /// <summary>
    /// Returns the objects of a resource; without a file of them the namespaces are those of the others.
    /// </summary>
    public IEnumerable<StoredObject> Create(ApiResource resource)
    {
        if (_objects.TryGetValue(resource, out var objects))
        {
            return objects;
        }

        return resource != ApiResources.Namespaces
            ? []
            : _objects.Values.SelectMany(list => list)
                .Where(item => item.Namespace.Length > 0)
                .GroupBy(item => item.Namespace)
                .Select(group => SeededObject.CreateNamespace(
                    group.Key, group.Min(item => item.CreationTime) ?? DateTime.UnixEpoch));
    }

    private List<StoredObject> ReadFile(string file, ApiResource resource)
    {
        try
        {
            var list = JsonNode.Parse(File.ReadAllBytes(file)) as JsonObject
                ?? throw new InvalidDataException("it is no JSON object");
            var (kind, version) = ((string?)list["kind"], (string?)list["apiVersion"]);
            if ((kind, version) != (resource.Kind + "List", resource.ApiVersion) && (kind, version) != ("List", "v1"))
            {
                throw new InvalidDataException(
                    $"it is no {resource.Kind}List of {resource.ApiVersion}, but kind '{kind}' of '{version}'");
            }

            var items = list["items"] as JsonArray ?? throw new InvalidDataException("it has no items");
            var objects = items.Select((item, index) => ReadItem(item as JsonObject, resource, index)).ToList();
            var listed = ReadRevision(list["metadata"] as JsonObject);
            Revision = objects.Select(item => item.Revision).Append(listed).Append(Revision).Max();
            return objects.GroupBy(item => item.Key).FirstOrDefault(group => group.Count() > 1) is { } repeated
                ? throw new InvalidDataException($"it has '{repeated.Key}' more than once")
                : objects;
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or InvalidOperationException
            or ArgumentException or SchemaMismatchException or StatusError)
        {
            throw new InvalidDataException($"The file '{file}' cannot be loaded: {e.Message}", e);
        }
    }

    private static StoredObject ReadItem(JsonObject? item, ApiResource resource, int index)
    {
        var metadata = item?["metadata"] as JsonObject;
        var key = new ObjectKey((string?)metadata?["namespace"] ?? "", (string?)metadata?["name"] ?? "");
        if (metadata is null || key.Name.Length == 0 || (key.Namespace.Length > 0) != resource.IsNamespaced)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"item {index} needs metadata with a name{(resource.IsNamespaced ? " and a namespace" : " alone")}"));
        }

        if ((string?)item!["kind"] is { } kind && kind != resource.Kind)
        {
            throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"item {index} is no {resource.Kind} but a {kind}"));
        }

        var revision = ReadRevision(metadata);
        var uid = (string?)metadata["uid"] ?? SeededObject.GetUid(resource, key);
        metadata["resourceVersion"] = revision.ToString(CultureInfo.InvariantCulture);
        metadata["uid"] = uid;
        if (resource == ApiResources.Images)
        {
            return StoredImage.Create(item.DeepClone().AsObject(), revision);
        }

        var labels = (metadata["labels"] as JsonObject ?? []).ToDictionary(
            pair => pair.Key, pair => (string?)pair.Value ?? "", StringComparer.Ordinal);
        var rest = item
            .Where(field => field.Key is not ("kind" or "apiVersion" or "metadata"))
            .Select(field => $"{ToJson(field.Key)}:{ToJson(field.Value)}");
        return StoredObject.Create(resource, key, uid, revision, ToJson(metadata), string.Join(',', rest), labels);
    }

    private static long ReadRevision(JsonObject? metadata) => long.TryParse(
        (string?)metadata?["resourceVersion"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : 1;

    private static string ToJson(JsonNode? value) => value?.ToJsonString(JsonFormat.Compact) ?? "null";
}
