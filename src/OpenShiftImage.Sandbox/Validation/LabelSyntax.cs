using System.Text.RegularExpressions;

namespace OpenShiftImage.Sandbox.Validation;

/// <summary>The syntax of the keys and values of labels, which annotations and finalizers share.</summary>
internal static partial class LabelSyntax
{
    private const int MaxLength = 63;
    private const int MaxPrefixLength = 253;

    private const string InvalidKey =
        "a valid label key must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
        + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' "
        + "(e.g. 'example.com/MyName')";

    private const string InvalidName =
        "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
        + "alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
        + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string InvalidValue =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start "
        + "and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for "
        + "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string InvalidSubdomain =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
        + "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
        + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>Returns what is wrong with a key.</summary>
    public static IEnumerable<string> FindKeyProblems(string key)
    {
        var parts = key.Split('/');
        if (parts.Length > 2)
        {
            yield return InvalidKey;
            yield break;
        }

        if (parts.Length == 2)
        {
            if (parts[0].Length == 0)
            {
                yield return "prefix part must be non-empty";
            }
            else if (parts[0].Length > MaxPrefixLength)
            {
                yield return "prefix part must be no more than 253 bytes";
            }
            else if (!Subdomain().IsMatch(parts[0]))
            {
                yield return "prefix part " + InvalidSubdomain;
            }
        }

        var name = parts[^1];
        if (name.Length == 0)
        {
            yield return "name part must be non-empty";
        }
        else if (name.Length > MaxLength)
        {
            yield return "name part must be no more than 63 bytes";
        }

        if (!Name().IsMatch(name))
        {
            yield return InvalidName;
        }
    }

    /// <summary>Returns what is wrong with the value of a label.</summary>
    public static IEnumerable<string> FindValueProblems(string value)
    {
        if (value.Length > MaxLength)
        {
            yield return "must be no more than 63 bytes";
        }

        if (value.Length > 0 && !Name().IsMatch(value))
        {
            yield return InvalidValue;
        }
    }

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex Subdomain();
}
