using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Authentication;

/// <summary>
/// Who makes a request, and what they may do: administrators everything, <c>reader</c> reads, others nothing.
/// </summary>
internal sealed record SandboxUser(string Name, bool IsAdministrator)
{
    /// <summary>The name of the user who may get, list and watch.</summary>
    public const string Reader = "reader";

    public static SandboxUser Anonymous { get; } = new("system:anonymous", IsAdministrator: false);

    /// <summary>Gets the resources, with their groups, of which the user may do nothing whoever it is.</summary>
    public IReadOnlySet<string> ForbiddenResources { get; init; } = new HashSet<string>();

    /// <summary>Checks that the user may do something with a resource.</summary>
    /// <exception cref="StatusError">The user may not.</exception>
    public void Require(string verb, ResourcePath path)
    {
        var isAllowed = IsAdministrator || (Name == Reader && verb is "get" or "list" or "watch");
        if (!isAllowed || ForbiddenResources.Contains(path.QualifiedResource))
        {
            throw StatusError.Forbidden(Name, verb, path);
        }
    }

    /// <summary>Checks that the user may read a path that is no resource.</summary>
    /// <exception cref="StatusError">The user may not.</exception>
    public void RequirePath(string path)
    {
        var isPublic = path.TrimEnd('/') is "/version" or "/healthz" or "/readyz" or "/livez";
        if (Name == Anonymous.Name && !isPublic)
        {
            throw StatusError.ForbiddenPath(Name, path);
        }
    }
}
