using System.Text;

namespace OpenShiftImage.Transport;

/// <summary>Reads <c>Warning: 299 - "text"</c> headers, by which a Kubernetes API warns.</summary>
internal static class WarningHeader
{
    public static IEnumerable<string> Read(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Warning", out var values) ? values.SelectMany(Texts) : [];

    /// <summary>Gives the quoted texts of one header, which may carry several warnings.</summary>
    internal static IEnumerable<string> Texts(string header)
    {
        var text = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < header.Length; i++)
        {
            var c = header[i];
            if (c == '"')
            {
                if (quoted)
                {
                    yield return text.ToString();
                }

                text.Clear();
                quoted = !quoted;
            }
            else if (quoted)
            {
                text.Append(c == '\\' && i + 1 < header.Length ? header[++i] : c);
            }
        }
    }
}
