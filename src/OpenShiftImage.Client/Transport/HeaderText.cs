using System.Net.Http.Headers;
using System.Text;

namespace OpenShiftImage.Transport;

/// <summary>The headers of requests and answers as text that may be shown: what could let another in is replaced.</summary>
internal static class HeaderText
{
    private const string Replacement = "********";

    private static readonly HashSet<string> s_secret = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "Location", "X-Csrf-Token",
    };

    public static string Of(HttpRequestMessage request)
    {
        var text = new StringBuilder().Append("> ").Append(request.Method).Append(' ').Append(request.RequestUri!.PathAndQuery).Append(" HTTP/").Append(request.Version);
        Append(text, "> ", request.Headers);
        Append(text, "> ", request.Content?.Headers);
        return text.ToString();
    }

    public static string Of(HttpResponseMessage response)
    {
        var text = new StringBuilder().Append("< HTTP/").Append(response.Version).Append(' ').Append((int)response.StatusCode).Append(' ').Append(response.ReasonPhrase);
        Append(text, "< ", response.Headers);
        Append(text, "< ", response.Content.Headers);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string prefix, HttpHeaders? headers)
    {
        foreach (var (name, values) in headers?.NonValidated ?? default)
        {
            text.Append('\n').Append(prefix).Append(name).Append(": ").Append(Value(name, values.ToString().Replace(ImpersonationHeaders.Separator, ", ", StringComparison.Ordinal)));
        }
    }

    /// <summary>The scheme of a credential is no secret, and what is often wanted.</summary>
    private static string Value(string name, string value) => !s_secret.Contains(name) ? value
        : name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase) && value.IndexOf(' ') is > 0 and var end ? $"{value[..end]} {Replacement}"
        : Replacement;
}
