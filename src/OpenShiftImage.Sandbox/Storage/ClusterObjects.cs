using System.Collections.Frozen;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Storage;

/// <summary>All objects but the Images: those that nobody changes. They are made when first asked for.</summary>
internal sealed class ClusterObjects
{
    private readonly FrozenDictionary<(string Group, string Name), Lazy<ReadOnlyObjects>> _objects;

    /// <param name="create">Returns the objects of a resource, in any order.</param>
    /// <param name="withoutGroups">The groups that are not served.</param>
    /// <param name="store">The Images.</param>
    public ClusterObjects(
        Func<ApiResource, IEnumerable<StoredObject>> create, IReadOnlyList<string> withoutGroups, ImageStore store)
    {
        Resources = [.. ApiResources.All.Where(resource => !withoutGroups.Contains(resource.Group))];
        _objects = Resources.Where(ApiResources.ReadOnly.Contains).ToFrozenDictionary(
            resource => (resource.Group, resource.Name),
            resource => new Lazy<ReadOnlyObjects>(() => new ReadOnlyObjects(resource, create(resource), store)));
    }

    /// <summary>Gets the resources that are served, Images among them.</summary>
    public IReadOnlyList<ApiResource> Resources { get; }

    /// <summary>Returns whether a group is served in a version.</summary>
    public bool Serves(string group, string version) =>
        version == ApiResource.Version && Resources.Any(resource => resource.Group == group);

    /// <summary>Returns the objects of a resource; null when it is not served.</summary>
    public ReadOnlyObjects? Find(string group, string name) =>
        _objects.TryGetValue((group, name), out var found) ? found.Value : null;
}
