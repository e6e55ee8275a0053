using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Authentication;

/// <summary>
/// Who makes a request, and what they may do with images: administrators everything, <c>reader</c> reads, others nothing.
/// </summary>
internal sealed record SandboxUser(string Name, bool IsAdministrator)
{
    /// <summary>The name of the user who may get, list and watch.</summary>
    public const string Reader = "reader";

    public static SandboxUser Anonymous { get; } = new("system:anonymous", IsAdministrator: false);

    /// <summary>Checks that the user may do something with images.</summary>
    /// <exception cref="StatusError">The user may not.</exception>
    public void Require(string verb, string? name)
    {
        if (!IsAdministrator && !(Name == Reader && verb is "get" or "list" or "watch"))
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
