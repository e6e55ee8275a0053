using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>
/// Where a paged list goes on: the version that it shows (-1 for whatever is now) and the name to start from.
/// </summary>
internal sealed record ContinueToken(long Revision, string Start)
{
    private const string Version = "meta.k8s.io/v1";

    /// <summary>The token after an object.</summary>
    public static ContinueToken After(long revision, string name) => new(revision, "/" + name + "\0");

    /// <summary>The first name that the list goes on with, or a bound just below it.</summary>
    public string FirstName => Start.TrimStart('/');

    /// <exception cref="StatusError">The text is no token.</exception>
    public static ContinueToken Parse(string text)
    {
        JsonNode? json;
        try
        {
            json = JsonNode.Parse(Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=')));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Bad("invalid character 'i' looking for beginning of value");
        }

        if ((string?)json?["v"] is var version && version != Version)
        {
            throw Bad($"server does not recognize this encoded version {version}");
        }

        var revision = (long?)json!["rv"] ?? 0;
        if (revision == 0)
        {
            throw Bad($"incorrect encoded start resourceVersion (version {Version})");
        }

        var start = (string?)json["start"] ?? "";
        return start.Split('/').Contains("..") || start.Length == 0
            ? throw Bad(start.Length == 0 ? $"empty start key (version {Version})" : start)
            : new ContinueToken(revision, start);
    }

    public override string ToString()
    {
        var json = $"{{\"v\":\"{Version}\",\"rv\":{Revision},\"start\":{JsonSerializer.Serialize(Start)}}}";
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
    }

    private static StatusError Bad(string why) => StatusError.BadRequest("invalid continue token: continue key is not valid: " + why);
}
