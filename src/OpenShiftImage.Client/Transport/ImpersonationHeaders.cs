using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Transport;

/// <summary>
/// The <c>Impersonate-*</c> headers of a connection, checked once: a value that could end its header line, or that a
/// server would read as no user at all, is refused before anything is sent.
/// </summary>
internal sealed class ImpersonationHeaders
{
    /// <summary>
    /// Stands between the values of one header until <see cref="RequestHeadStream"/> gives each a line of its own: the
    /// platform joins them with commas, which a server reads as one value. Random, so that nobody's group can contain
    /// it.
    /// </summary>
    internal static readonly string Separator = $";{Guid.NewGuid():N};";

    private readonly List<(string Name, string Value)> _headers = [];

    private ImpersonationHeaders()
    {
    }

    /// <summary>Whether a header has several values, which only HTTP/1.1 sends as several lines here.</summary>
    public bool HasRepeatedHeaders { get; private set; }

    /// <summary>Returns the headers of a configuration.</summary>
    /// <exception cref="ConfigurationException">
    /// <see cref="ConfigurationException.InvalidImpersonation"/>: a value cannot be sent.
    /// </exception>
    public static ImpersonationHeaders Create(ClusterConfiguration configuration)
    {
        var headers = new ImpersonationHeaders();
        if (configuration.ImpersonateUser is not { } user)
        {
            return configuration.ImpersonateGroups.Count > 0 || configuration.ImpersonateUid is not null
                || configuration.ImpersonateExtra.Count > 0
                    ? throw new ConfigurationException(
                        ConfigurationException.InvalidImpersonation,
                        "Groups, a uid or extra fields are impersonated, but no user ('as'): "
                            + "a server would ignore them, or refuse.",
                        null)
                    : headers;
        }

        headers.Add("Impersonate-User", "the user", [user]);
        headers.Add("Impersonate-Group", "a group", configuration.ImpersonateGroups);
        headers.Add("Impersonate-Uid", "the uid", configuration.ImpersonateUid is { } uid ? [uid] : []);
        // Names of headers know no case: keys that differ in nothing else are one header with all their values.
        var extra = configuration.ImpersonateExtra
            .GroupBy(item => EscapeKey(item.Key), StringComparer.OrdinalIgnoreCase);
        foreach (var field in extra)
        {
            if (field.Key.Length == 0)
            {
                throw Refused("a key of the extra fields", "is empty");
            }

            headers.Add(
                "Impersonate-Extra-" + field.Key,
                $"a value of the extra field '{field.Key}'",
                [.. field.SelectMany(item => item.Value)]);
        }

        return headers;
    }

    /// <summary>Sets the headers of a request, which may be one that is sent for a second time.</summary>
    public void SetOn(HttpRequestHeaders headers)
    {
        foreach (var (name, value) in _headers)
        {
            headers.Remove(name);
            headers.TryAddWithoutValidation(name, value);
        }
    }

    private void Add(string name, string what, IReadOnlyList<string> values)
    {
        foreach (var value in values)
        {
            Check(what, value);
        }

        if (values.Count > 0)
        {
            _headers.Add((name, string.Join(Separator, values)));
            HasRepeatedHeaders |= values.Count > 1;
        }
    }

    private static void Check(string what, string value)
    {
        if (value.Length == 0 || char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]))
        {
            // A server trims header values, and reads an empty user as nobody impersonated.
            throw Refused(what, value.Trim().Length == 0 ? "is empty" : "begins or ends with white space");
        }

        foreach (var rune in value.EnumerateRunes())
        {
            if (Rune.IsControl(rune) || rune == Rune.ReplacementChar
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                throw Refused(what, "has control characters or line breaks, which no header may carry");
            }
        }
    }

    private static ConfigurationException Refused(string what, string why) => new(
        ConfigurationException.InvalidImpersonation, $"Nothing was sent: {what} to act as {why}.", null);

    /// <summary>
    /// Percent-encodes what a header's name cannot have, as client-go does (<c>transport.headerKeyEscape</c>).
    /// </summary>
    private static string EscapeKey(string key) => string.Concat(Encoding.UTF8.GetBytes(key).Select(
        b => char.IsAsciiLetterOrDigit((char)b) || "!#$&'*+-.^_`|~".Contains((char)b, StringComparison.Ordinal)
            ? ((char)b).ToString()
            : $"%{b:X2}"));
}
