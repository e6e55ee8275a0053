using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Authentication;

/// <summary>Who makes a request. Administrators may do everything, others nothing with images.</summary>
internal sealed record SandboxUser(string Name, bool IsAdministrator)
{
    public static SandboxUser Anonymous { get; } = new("system:anonymous", IsAdministrator: false);

    /// <summary>Checks that the user may do something with images.</summary>
    /// <exception cref="StatusError">The user may not.</exception>
    public void Require(string verb, string? name)
    {
        if (!IsAdministrator)
        {
            throw StatusError.Forbidden(Name, verb, name);
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
