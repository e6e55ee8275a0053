using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace OpenShiftImage.Transport;

/// <summary>
/// The headers of requests and answers as text that may be shown: what could let another in is replaced.
/// </summary>
internal static class HeaderText
{
    private const string Replacement = "********";

    private static readonly HashSet<string> s_secret = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "Location", "X-Csrf-Token",
    };

    public static string Of(HttpRequestMessage request)
    {
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"> {request.Method} {request.RequestUri!.PathAndQuery} HTTP/{request.Version}");
        Append(text, "> ", request.Headers);
        Append(text, "> ", request.Content?.Headers);
        return text.ToString();
    }

    public static string Of(HttpResponseMessage response)
    {
        var text = new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"< HTTP/{response.Version} {(int)response.StatusCode} {response.ReasonPhrase}");
        Append(text, "< ", response.Headers);
        Append(text, "< ", response.Content.Headers);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string prefix, HttpHeaders? headers)
    {
        foreach (var (name, values) in headers?.NonValidated ?? default)
        {
            var value = values.ToString().Replace(ImpersonationHeaders.Separator, ", ", StringComparison.Ordinal);
            text.Append('\n').Append(prefix).Append(name).Append(": ").Append(Value(name, value));
        }
    }

    /// <summary>The scheme of a credential is no secret, and what is often wanted.</summary>
    private static string Value(string name, string value) => !s_secret.Contains(name) ? value
        : name.EndsWith("Authorization", StringComparison.OrdinalIgnoreCase) && value.IndexOf(' ') is > 0 and var end
            ? $"{value[..end]} {Replacement}"
        : Replacement;
}
