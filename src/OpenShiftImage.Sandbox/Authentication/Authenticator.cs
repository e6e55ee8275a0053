using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Authentication;

/// <summary>Finds the user of a request by its bearer token and its impersonation headers.</summary>
/// <param name="users">The names of users by their tokens.</param>
/// <param name="forbiddenResources">The resources, with their groups, of which no user may do anything.</param>
internal sealed class Authenticator(
    IReadOnlyDictionary<string, string> users, IReadOnlySet<string> forbiddenResources)
{
    private const string Scheme = "Bearer ";

    /// <summary>Returns the user of a request.</summary>
    /// <exception cref="StatusError">The token is unknown, or the user may not impersonate the other.</exception>
    public SandboxUser Authenticate(HttpRequest request) =>
        Identify(request) with { ForbiddenResources = forbiddenResources };

    private SandboxUser Identify(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return SandboxUser.Anonymous;
        }

        if (!users.TryGetValue(header[Scheme.Length..].Trim(), out var name))
        {
            throw StatusError.Unauthorized();
        }

        var user = new SandboxUser(name, name == "admin");
        var impersonated = request.Headers["Impersonate-User"].ToString();
        var groups = request.Headers["Impersonate-Group"];
        if (impersonated.Length > 0)
        {
            return user.IsAdministrator
                ? new SandboxUser(impersonated, impersonated == "admin" || groups.Contains("system:masters"))
                : throw StatusError.CannotImpersonate(name, impersonated);
        }

        if (groups.Count == 0)
        {
            return user;
        }

        // Each line of the header is a group, commas and all.
        var shown = string.Join(' ', groups.Select(group => $"{{Group  {group}    }}"));
        throw StatusError.Internal($"requested [{shown}] without impersonating a user");
    }
}
