using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Serialization;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Reading;

/// <summary>Where a paged list goes on.</summary>
/// <param name="Revision">The revision that the list shows; -1 for the present one.</param>
/// <param name="Start">The key from which it goes on.</param>
internal sealed record ContinueToken(long Revision, string Start)
{
    private const string Version = "meta.k8s.io/v1";

    private static readonly SearchValues<char> s_digits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Gets the first key that the list goes on with, or a bound just below it.</summary>
    public string FirstKey => Start.TrimStart('/');

    /// <summary>Returns the token after an object.</summary>
    public static ContinueToken After(long revision, string key) => new(revision, "/" + key + "\0");

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
        byte[] json;
        try
        {
            var base64 = text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
            json = Convert.FromBase64String(base64);
        }
        catch (FormatException)
        {
            throw Invalid($"illegal base64 data at input byte {FindIllegal(text)}");
        }

        return JsonSyntax.FindProblem(json) is { } problem
            ? throw Invalid(problem)
            : GoJsonReader.Read(json, []);
    }

    /// <summary>Returns where the decoder stops: at what is no digit, or at the end when digits are missing.</summary>
    private static int FindIllegal(string text)
    {
        var index = text.AsSpan().IndexOfAnyExcept(s_digits);
        return index < 0 ? text.Length : index;
    }

    private static StatusError Invalid(string reason) =>
        StatusError.BadRequest("invalid continue token: continue key is not valid: " + reason);
}
