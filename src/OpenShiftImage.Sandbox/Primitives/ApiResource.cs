using System.Text;

namespace OpenShiftImage.Sandbox.Primitives;

/// <summary>A resource of the API.</summary>
/// <param name="Group">Its group; empty for the core group.</param>
/// <param name="Name">Its name in paths: the plural.</param>
/// <param name="SingularName">Its singular name.</param>
/// <param name="Kind">The kind of its objects.</param>
internal sealed record ApiResource(string Group, string Name, string SingularName, string Kind)
{
    /// <summary>The version of all resources here.</summary>
    public const string Version = "v1";

    // Made at once: a field that changes later would change the hash code of the record.
    private readonly byte[] _objectPrefix = Encoding.UTF8.GetBytes(
        $"{{\"kind\":\"{Kind}\",\"apiVersion\":\"{(Group.Length == 0 ? Version : $"{Group}/{Version}")}\",");

    /// <summary>Gets whether each object is in a namespace.</summary>
    public bool IsNamespaced { get; init; } = true;

    /// <summary>Gets what it may be called for short.</summary>
    public string? ShortName { get; init; }

    /// <summary>Gets whether <c>kubectl get all</c> shows it.</summary>
    public bool IsInCategoryAll { get; init; }

    /// <summary>Gets the verbs that it has.</summary>
    public IReadOnlyList<string> Verbs { get; init; } = ["get", "list"];

    /// <summary>Gets its name with its group, as messages show it.</summary>
    public string QualifiedName => Qualify(Group, Name);

    /// <summary>Gets its group and version.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Gets the beginning of an object as JSON: its kind and version, and the comma after them.</summary>
    public ReadOnlySpan<byte> ObjectPrefix => _objectPrefix;

    /// <summary>Returns the name of a resource with its group, as messages show it.</summary>
    public static string Qualify(string group, string name) => group.Length == 0 ? name : $"{name}.{group}";
}
