using System.Text.RegularExpressions;

namespace OpenShiftImage;

/// <summary>Names whose values are likely to be secrets, so that they are not shown.</summary>
internal static partial class SecretNames
{
    /// <summary>What stands in the place of a secret.</summary>
    public const string Replacement = "********";

    /// <summary>Returns whether a field, a label, an annotation or the path of one has such a name.</summary>
    public static bool Include(string name) => Name().IsMatch(name);

    /// <summary>Matches the beginning, up to the sign, of a variable of an environment with such a name.</summary>
    public static Match MatchVariable(string text) => Variable().Match(text);

    [GeneratedRegex("(password|passwd|secret|token|credential|api[-_.]?key|private[-_.]?key|authorization)[^/]*$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Z0-9_.-]*(PASSWORD|PASSWD|PWD|SECRET|TOKEN|CREDENTIAL|API_?KEY|PRIVATE_?KEY|AUTH)[A-Z0-9_.-]*=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
