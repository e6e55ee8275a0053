using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpenShiftImage.Sandbox.Serialization;

/// <summary>The types of plain YAML scalars, as the server's library resolves them.</summary>
internal static partial class YamlScalars
{
    /// <summary>Returns the value of a plain scalar.</summary>
    public static JsonValue? Resolve(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" or "yes" or "Yes" or "YES" or "on" or "On" or "ON" => JsonValue.Create(true),
        "false" or "False" or "FALSE" or "no" or "No" or "NO" or "off" or "Off" or "OFF" => JsonValue.Create(false),
        _ when Integer().IsMatch(plain) && long.TryParse(plain, CultureInfo.InvariantCulture, out var number) =>
            JsonValue.Create(number),
        _ when Number().IsMatch(plain) && double.TryParse(plain, CultureInfo.InvariantCulture, out var number) =>
            JsonValue.Create(number),
        _ => JsonValue.Create(plain),
    };

    /// <summary>Whether a text must be quoted to remain a text.</summary>
    public static bool NeedsQuotes(string text) =>
        text.Length == 0
        || text is "~" or "null" or "Null" or "NULL" or "y" or "Y" or "n" or "N"
        || text.ToLowerInvariant() is "true" or "false" or "yes" or "no" or "on" or "off"
        || Number().IsMatch(text)
        || Time().IsMatch(text);

    [GeneratedRegex(@"^[-+]?\d+\z")]
    private static partial Regex Integer();

    [GeneratedRegex(
        @"^[-+]?(\d[\d_]*(\.\d*)?([eE][-+]?\d+)?|\.\d+([eE][-+]?\d+)?|0x[0-9a-fA-F]+|0o[0-7]+|0b[01]+|\.inf|\.nan)\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^\d{4}-\d\d?-\d\d?([Tt ].*)?\z")]
    private static partial Regex Time();
}
