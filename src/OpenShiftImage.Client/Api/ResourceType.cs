namespace OpenShiftImage.Api;

/// <summary>A kind of object, and where the API serves it.</summary>
/// <param name="Group">The API group; empty for the core group.</param>
/// <param name="Version">The version of the group.</param>
/// <param name="Kind">The kind, as <c>kind</c> of each object says.</param>
/// <param name="Plural">The name in paths, and that rights are given for.</param>
internal sealed record ResourceType(string Group, string Version, string Kind, string Plural)
{
    /// <summary>Gets the kind of Images.</summary>
    public static ResourceType Image { get; } = new("image.openshift.io", "v1", "Image", "images");

    /// <summary>Gets the name that people and rights know it by, for example <c>deployments.apps</c>.</summary>
    public string Name => Group.Length == 0 ? Plural : $"{Plural}.{Group}";

    /// <summary>Returns whether an object is of this kind.</summary>
    /// <param name="kind">Its <c>kind</c>.</param>
    /// <param name="apiVersion">Its <c>apiVersion</c>; null where it does not say.</param>
    public bool Includes(string? kind, string? apiVersion)
    {
        if (kind != Kind)
        {
            return false;
        }

        var slash = apiVersion?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        var group = slash < 0 ? "" : apiVersion![..slash];
        // Before API groups OpenShift's kinds were in v1 too.
        return apiVersion is null or "" || group == Group
            || (apiVersion == "v1" && Group.EndsWith(".openshift.io", StringComparison.Ordinal));
    }
}
