using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Storage;

/// <summary>Groups of Images by repository and by registry, made at one go.</summary>
internal sealed class RepositoryGroups
{
    private readonly NamedGroups _repositories = new();
    private readonly NamedGroups _registries = new();
    private readonly Dictionary<string, string> _registryOf = new(StringComparer.Ordinal);

    /// <param name="images">The Images.</param>
    public RepositoryGroups(ImageTable images)
    {
        // References without their digests are few.
        var known = new Dictionary<string, (string? Repository, string? Registry)>(StringComparer.Ordinal);
        for (var image = 0; image < images.Count; image++)
        {
            var reference = images[image].Repository;
            if (!known.TryGetValue(reference ?? "", out var names))
            {
                names = (
                    StorageGroups.RepositoryOf(reference),
                    reference is null ? null : PullSpec.Parse(reference).FullRegistry);
                known[reference ?? ""] = names;
                _registryOf[NameOf(names.Repository)] = NameOf(names.Registry);
            }

            _repositories.Add(names.Repository, image);
            _registries.Add(names.Registry, image);
        }
    }

    /// <summary>Gets the groups by registry and repository.</summary>
    public IImageGroups Repositories => _repositories;

    /// <summary>Gets the groups by registry.</summary>
    public IImageGroups Registries => _registries;

    /// <summary>Returns the registry of a repository.</summary>
    public string RegistryOf(string repository) => _registryOf[repository];

    private static string NameOf(string? group) => string.IsNullOrEmpty(group) ? NamedGroups.None : group;
}
