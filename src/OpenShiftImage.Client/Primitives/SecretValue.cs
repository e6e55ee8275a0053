using System.Text.RegularExpressions;

namespace OpenShiftImage.Primitives;

/// <summary>Tells from a value alone that it is a secret: what looks like nothing else.</summary>
internal static partial class SecretValue
{
    /// <summary>How much of a value is looked at: no token is longer.</summary>
    private const int MostRead = 1 << 16;

    private static readonly (string Kind, Regex Pattern)[] s_kinds =
    [
        ("a private key", PrivateKey()),
        ("a GitHub token", GitHub()),
        ("a GitLab token", GitLab()),
        ("an AWS access key", Aws()),
        ("a Slack token", Slack()),
        ("an npm token", Npm()),
        ("an OpenShift token", OpenShift()),
        ("a JSON Web Token", JsonWebToken()),
        ("a Google API key", Google()),
        ("a Docker Hub token", DockerHub()),
        ("a PyPI token", PyPi()),
        ("a Stripe key", Stripe()),
        ("a SendGrid key", SendGrid()),
        ("a Hugging Face token", HuggingFace()),
        ("a Vault token", Vault()),
        ("a Grafana token", Grafana()),
        ("a Slack webhook", SlackWebhook()),
        ("a private key", EncodedPrivateKey()),
        ("a password in a connection string", ConnectionString()),
        ("a password in an address", Address()),
    ];

    /// <summary>Returns what kind of a secret is in a value; null for none.</summary>
    public static string? KindOf(string value)
    {
        var text = value.Length > MostRead ? value[..MostRead] : value;
        return Array.Find(s_kinds, kind => kind.Pattern.IsMatch(text)).Kind;
    }

    /// <summary>Returns a text without the tokens and keys in it, which look like nothing else.</summary>
    public static string MaskTokens(string text)
    {
        foreach (var (_, pattern) in s_kinds)
        {
            // Of an address the name of the server is no secret.
            text = pattern == Address() ? text : pattern.Replace(text, SecretNames.Replacement);
        }

        return text;
    }

    /// <summary>Returns a text; what stands in its place where it has a secret in it.</summary>
    public static string Mask(string text) => KindOf(text) is null ? text : SecretNames.Replacement;

    /// <summary>From its beginning to its end, or as far as the text goes.</summary>
    [GeneratedRegex(
        "-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?:[\\s\\S]*?-----END [A-Z ]{0,40}PRIVATE KEY-----|[\\s\\S]*)",
        RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKey();

    [GeneratedRegex(
        "(?<![A-Za-z0-9])(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})", RegexOptions.CultureInvariant)]
    private static partial Regex GitHub();

    [GeneratedRegex("(?<![A-Za-z0-9])gl(pat|dt|rt|ptt|cbt)-[A-Za-z0-9_-]{20,}", RegexOptions.CultureInvariant)]
    private static partial Regex GitLab();

    [GeneratedRegex("(?<![A-Za-z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Aws();

    [GeneratedRegex("(?<![A-Za-z0-9])xox[abeoprs]-[A-Za-z0-9-]{10,}", RegexOptions.CultureInvariant)]
    private static partial Regex Slack();

    [GeneratedRegex("(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Npm();

    /// <summary>What OpenShift's OAuth server gives; a digest has a colon instead of the tilde.</summary>
    [GeneratedRegex("sha256~[A-Za-z0-9_-]{10,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex OpenShift();

    [GeneratedRegex(
        "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex JsonWebToken();

    [GeneratedRegex("(?<![A-Za-z0-9])AIza[A-Za-z0-9_-]{35}(?![A-Za-z0-9_-])", RegexOptions.CultureInvariant)]
    private static partial Regex Google();

    [GeneratedRegex("(?<![A-Za-z0-9])dckr_(pat|oat)_[A-Za-z0-9_-]{20,}", RegexOptions.CultureInvariant)]
    private static partial Regex DockerHub();

    [GeneratedRegex("(?<![A-Za-z0-9])pypi-[A-Za-z0-9_-]{50,}", RegexOptions.CultureInvariant)]
    private static partial Regex PyPi();

    [GeneratedRegex("(?<![A-Za-z0-9])[rs]k_live_[A-Za-z0-9]{20,}", RegexOptions.CultureInvariant)]
    private static partial Regex Stripe();

    [GeneratedRegex("(?<![A-Za-z0-9])SG\\.[A-Za-z0-9_-]{16,}\\.[A-Za-z0-9_-]{16,}", RegexOptions.CultureInvariant)]
    private static partial Regex SendGrid();

    [GeneratedRegex("(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,}", RegexOptions.CultureInvariant)]
    private static partial Regex HuggingFace();

    [GeneratedRegex("(?<![A-Za-z0-9])hv[sb]\\.[A-Za-z0-9_-]{20,}", RegexOptions.CultureInvariant)]
    private static partial Regex Vault();

    [GeneratedRegex("(?<![A-Za-z0-9])glsa_[A-Za-z0-9_]{32,}", RegexOptions.CultureInvariant)]
    private static partial Regex Grafana();

    [GeneratedRegex("hooks\\.slack\\.com/services/[A-Za-z0-9/]{10,}", RegexOptions.CultureInvariant)]
    private static partial Regex SlackWebhook();

    /// <summary>-----BEGIN in base64, and neither CERTIFICATE nor PUBLIC after it.</summary>
    [GeneratedRegex("LS0tLS1CRUdJTi(?!BDRVJU|BQVUJM)[A-Za-z0-9+/=]{8,}", RegexOptions.CultureInvariant)]
    private static partial Regex EncodedPrivateKey();

    /// <summary>name=value;Password=value, whose value is no variable.</summary>
    [GeneratedRegex(
        ";\\s{0,8}(?:Password|Pwd|AccountKey|SharedAccessKey)\\s{0,8}=\\s{0,8}[^;\\s${}<>*][^;\\s]*",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ConnectionString();

    /// <summary>scheme://user:password@host; a password that is a variable is not there yet.</summary>
    [GeneratedRegex(
        "(?<![A-Za-z0-9])[A-Za-z][A-Za-z0-9+.-]{1,20}://[^/@:\\s]{0,256}:[^/@\\s${}<>*]{1,256}@",
        RegexOptions.CultureInvariant)]
    private static partial Regex Address();
}
