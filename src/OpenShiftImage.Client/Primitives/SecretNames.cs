using System.Text.Json;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Primitives;

/// <summary>
/// Finds in texts what is likely to be a secret, by the name that stands before it or by what it looks like, so that it
/// is not shown.
/// </summary>
internal static partial class SecretNames
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Replacement = "********";

    /// <summary>Returns whether a field, a label, an annotation or the path of one has such a name.</summary>
    public static bool Include(string name) => Name().IsMatch(name) || SecretVariable.IsNamed(name);

    /// <summary>Returns the value of a field as it may be shown.</summary>
    public static string Mask(string name, string value) => Include(name) ? Replacement : MaskText(value);

    /// <summary>
    /// Returns a text as it may be shown: without the values of variables and options with such names, as in the
    /// history of an image, and without user information in addresses; JSON, as a manifest or a config is, is looked
    /// through field by field.
    /// </summary>
    public static string MaskText(string text)
    {
        if (text.AsSpan().TrimStart() is ['{' or '[', ..])
        {
            try
            {
                using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 64 });
                return BodyText.Masked(document.RootElement);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                // It is not JSON, or has half of a surrogate pair, so it is masked as plain text.
            }
        }

        text = MaskVariables(Assignment().Replace(text, $"$1{Replacement}"));
        text = UserInformation().Replace(text, $"$1{Replacement}@");
        return MaskTokens(Header().Replace(text, $"$1{Replacement}"));
    }

    /// <summary>Returns a text without what only a token looks like, wherever somebody has put it.</summary>
    public static string MaskTokens(string text) => SecretValue.MaskTokens(text);

    private static string MaskVariables(string text) => Variable().Replace(
        text,
        match => SecretVariable.IsNamed(match.Groups[1].Value)
            ? $"{match.Groups[1].Value}={Replacement}"
            : match.Value);

    [GeneratedRegex(
        "(password|passwd|secret|token|credential|api[-_.]?key|private[-_.]?key|authorization|dockercfg"
            + "|dockerconfigjson)[^/]*$|(^|[^a-z])auth$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    /// <summary>NAME=value, --name=value and --name value.</summary>
    [GeneratedRegex(
        "((?:(?<![A-Z0-9])[A-Z0-9_.-]{0,64}"
            + "(?:PASSWORD|PASSWD|PWD|SECRET|TOKEN|CREDENTIALS?|API_?KEY|PRIVATE_?KEY|AUTH)[A-Z0-9_.-]{0,64}=)"
            + "|(?:--?[a-z-]{0,32}(?:password|passwd|secret|token|key)[a-z-]{0,32} ))[^\\s&,]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        5000)]
    private static partial Regex Assignment();

    /// <summary>The value of an Authorization header.</summary>
    [GeneratedRegex(
        "((?:bearer|basic)\\s+)[A-Z0-9+/=._~-]{6,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex Header();

    /// <summary>NAME=value, whatever the name.</summary>
    [GeneratedRegex(
        "(?<![A-Z0-9_.-])([A-Z0-9_.-]{1,128})=[^\\s&,]+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        5000)]
    private static partial Regex Variable();

    [GeneratedRegex(
        "([a-z][a-z0-9+.-]{1,20}://)[^/@\\s]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 5000)]
    private static partial Regex UserInformation();
}
