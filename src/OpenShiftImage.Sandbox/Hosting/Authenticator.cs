using OpenShiftImage.Sandbox.Api;

namespace OpenShiftImage.Sandbox.Hosting;

/// <summary>
/// Who makes a request, and what they may do with images: administrators everything, <c>reader</c> reads, others nothing.
/// </summary>
public sealed record SandboxUser(string Name, bool IsAdministrator)
{
    public const string Anonymous = "system:anonymous";

    public const string Reader = "reader";

    /// <exception cref="StatusError">They may not.</exception>
    public void Require(string verb, string? name)
    {
        if (!IsAdministrator && !(Name == Reader && verb is "get" or "list" or "watch"))
        {
            throw StatusError.Forbidden(Name, verb, name);
        }
    }

    /// <exception cref="StatusError">They may not read the path.</exception>
    public void RequirePath(string path)
    {
        if (Name == Anonymous && path.TrimEnd('/') is not ("/version" or "/healthz" or "/readyz" or "/livez"))
        {
            throw StatusError.ForbiddenPath(Name, path);
        }
    }
}

/// <summary>Tells who makes a request by its bearer token, and by its impersonation headers.</summary>
public sealed class Authenticator(IReadOnlyDictionary<string, string> users)
{
    /// <exception cref="StatusError">The token is none of ours.</exception>
    public SandboxUser Authenticate(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return new SandboxUser(SandboxUser.Anonymous, false);
        }

        if (!users.TryGetValue(header["Bearer ".Length..].Trim(), out var name))
        {
            throw StatusError.Unauthorized();
        }

        var user = new SandboxUser(name, name == "admin");
        var actAs = request.Headers["Impersonate-User"].ToString();
        if (actAs.Length == 0)
        {
            // Each line of the header is a group, commas and all.
            var groups = request.Headers["Impersonate-Group"].Select(group => $"{{Group  {group}    }}").ToList();
            return groups.Count == 0 ? user : throw StatusError.Internal($"requested [{string.Join(' ', groups)}] without impersonating a user");
        }

        return user.IsAdministrator
            ? new SandboxUser(actAs, actAs == "admin" || request.Headers["Impersonate-Group"].Contains("system:masters"))
            : throw StatusError.CannotImpersonate(name, actAs);
    }
}
