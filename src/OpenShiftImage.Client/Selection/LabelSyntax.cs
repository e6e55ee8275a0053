using System.Text.RegularExpressions;

namespace OpenShiftImage.Selection;

/// <summary>What an API server finds wrong with the keys and values of labels, in its words.</summary>
internal static partial class LabelSyntax
{
    private const int MaxName = 63;
    private const int MaxPrefix = 253;

    private const string InvalidName =
        "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric "
            + "character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is "
            + "'([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";

    private const string InvalidValue =
        "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start "
            + "and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for "
            + "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    private const string InvalidPrefix =
        "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start "
            + "and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
            + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    /// <summary>Returns what is wrong with a key; null when nothing is.</summary>
    public static string? FaultOfKey(string key)
    {
        var parts = key.Split('/');
        return parts switch
        {
            [var name] => FaultOfName(name),
            ["", _] => "prefix part must be non-empty",
            [{ Length: > MaxPrefix }, _] => $"prefix part must be no more than {MaxPrefix} bytes",
            [var prefix, var name] => Subdomain().IsMatch(prefix) ? FaultOfName(name) : "prefix part " + InvalidPrefix,
            _ => $"a valid label key {InvalidName} with an optional DNS subdomain prefix and '/' "
                + "(e.g. 'example.com/MyName')",
        };
    }

    /// <summary>Returns what is wrong with a value; null when nothing is.</summary>
    public static string? FaultOfValue(string value) =>
        value.Length > MaxName ? $"must be no more than {MaxName} bytes"
        : value.Length > 0 && !Name().IsMatch(value) ? InvalidValue
        : null;

    private static string? FaultOfName(string name) =>
        name.Length == 0 ? "name part must be non-empty"
        : name.Length > MaxName ? $"name part must be no more than {MaxName} bytes"
        : Name().IsMatch(name) ? null
        : "name part " + InvalidName;

    [GeneratedRegex("^[A-Za-z0-9]([A-Za-z0-9_.-]*[A-Za-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(
        "^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Subdomain();
}
