namespace OpenShiftImage.Sandbox.Primitives;

/// <summary>
/// What a path of the API names: a resource, which need not exist, in a namespace or not, or one of its objects.
/// </summary>
/// <param name="Group">The group; empty for the core group.</param>
/// <param name="Version">The version.</param>
/// <param name="Resource">The resource.</param>
/// <param name="Namespace">The namespace; null for all, or for none.</param>
/// <param name="Name">The name of an object; null for a list.</param>
internal sealed record ResourcePath(string Group, string Version, string Resource, string? Namespace, string? Name)
{
    /// <summary>Gets whether it is one of the old paths that ask for a watch.</summary>
    public bool IsWatch { get; private init; }

    /// <summary>Gets whether it names a part of an object.</summary>
    public bool HasSubresource { get; private init; }

    /// <summary>Gets the resource with its group, as messages show it.</summary>
    public string QualifiedResource => ApiResource.Qualify(Group, Resource);

    /// <summary>Returns what a path names; null when it is none of a resource.</summary>
    public static ResourcePath? Parse(string path)
    {
        var segments = path.TrimEnd('/').Split('/').Skip(1).Select(Uri.UnescapeDataString).ToArray();
        return segments switch
        {
            ["api", var version, _, ..] => Parse("", version, segments[2..]),
            ["apis", { Length: > 0 } group, var version, _, ..] => Parse(group, version, segments[3..]),
            _ => null,
        };
    }

    private static ResourcePath Parse(string group, string version, string[] segments)
    {
        var isWatch = segments is ["watch", _, ..];
        if (isWatch)
        {
            segments = segments[1..];
        }

        // What is asked of a namespace itself is asked in it.
        var name = segments is ["namespaces", { Length: > 0 } given, ..] ? given : null;
        if (name is not null && segments.Length > 2)
        {
            segments = segments[2..];
        }

        return new ResourcePath(group, version, segments[0], name, segments.ElementAtOrDefault(1))
        {
            IsWatch = isWatch,
            HasSubresource = segments.Length > 2,
        };
    }
}
