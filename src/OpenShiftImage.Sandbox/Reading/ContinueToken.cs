using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Reading;

/// <summary>Where a paged list goes on.</summary>
/// <param name="Revision">The revision that the list shows; -1 for the present one.</param>
/// <param name="Start">The key from which it goes on.</param>
internal sealed record ContinueToken(long Revision, string Start)
{
    private const string Version = "meta.k8s.io/v1";

    /// <summary>Gets the first name that the list goes on with, or a bound just below it.</summary>
    public string FirstName => Start.TrimStart('/');

    /// <summary>Returns the token after an object.</summary>
    public static ContinueToken After(long revision, string name) => new(revision, "/" + name + "\0");

    /// <summary>Returns the token that a text encodes.</summary>
    /// <exception cref="StatusError">The text is no token.</exception>
    public static ContinueToken Parse(string text)
    {
        var json = Decode(text);
        if ((string?)json?["v"] is var version && version != Version)
        {
            throw Invalid($"server does not recognize this encoded version {version}");
        }

        var revision = (long?)json!["rv"] ?? 0;
        if (revision == 0)
        {
            throw Invalid($"incorrect encoded start resourceVersion (version {Version})");
        }

        var start = (string?)json["start"] ?? "";
        if (start.Length == 0)
        {
            throw Invalid($"empty start key (version {Version})");
        }

        return start.Split('/').Contains("..") ? throw Invalid(start) : new ContinueToken(revision, start);
    }

    public override string ToString()
    {
        var json = $"{{\"v\":\"{Version}\",\"rv\":{Revision},\"start\":{JsonSerializer.Serialize(Start)}}}";
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
    }

    private static JsonNode? Decode(string text)
    {
        try
        {
            var base64 = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
            return JsonNode.Parse(Convert.FromBase64String(base64));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            throw Invalid("invalid character 'i' looking for beginning of value");
        }
    }

    private static StatusError Invalid(string reason) =>
        StatusError.BadRequest("invalid continue token: continue key is not valid: " + reason);
}
