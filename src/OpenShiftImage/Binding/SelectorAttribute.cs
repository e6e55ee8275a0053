using System.Collections;
using System.Management.Automation;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Binding;

/// <summary>
/// Takes a selector as text, as a hashtable of what must be equal or one of several, or as the list that PowerShell
/// makes of commas without quotes. An empty hashtable, as splatting may bring it, asks for nothing.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SelectorAttribute : ArgumentTransformationAttribute
{
    /// <summary>Stands for a selector that asks for nothing, where an empty text is refused.</summary>
    private const string Nothing = " ";

    private static readonly System.Buffers.SearchValues<char> s_separators =
        System.Buffers.SearchValues.Create(",=!()<> \t\n");

    /// <summary>Returns the text for the server; null where nothing is asked for.</summary>
    public static string? Normalize(string? selector) => string.IsNullOrWhiteSpace(selector) ? null : selector;

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellValue.Unwrap(inputData) switch
        {
            IDictionary { Count: 0 } => Nothing,
            IDictionary map => string.Join(',', map.Cast<DictionaryEntry>().Select(ToRequirement)),
            object[] parts => string.Join(',', parts.Select(part => Transform(engineIntrinsics, part))),
            _ => inputData,
        };

    private static string ToRequirement(DictionaryEntry entry)
    {
        Check(entry.Key?.ToString(), $"The key '{entry.Key}'");
        return ToRequirementUnchecked(entry);
    }

    /// <summary>
    /// A key and a value are taken as they are: what the server would read as another requirement is refused.
    /// </summary>
    private static string Check(string? text, string what) =>
        text is not null && text.AsSpan().IndexOfAny(s_separators) < 0
            ? text
            : throw new ArgumentTransformationMetadataException(
                $"{what} of the selector "
                    + $"{(text is null ? "is $null" : "has a character that separates requirements")}. "
                    + "For anything but 'equal' and 'one of' give the selector as text, "
                    + "such as 'app in (web,db),!draft'.");

    private static string ToRequirementUnchecked(DictionaryEntry entry) => PowerShellValue.Unwrap(entry.Value) switch
    {
        null => Check(null, $"The value of '{entry.Key}'"),
        string text => $"{entry.Key}={Check(text, $"The value of '{entry.Key}'")}",
        IDictionary or ScriptBlock or PSCustomObject => throw new ArgumentTransformationMetadataException(
            $"The value of '{entry.Key}' is no text: a selector compares with texts, "
                + "as in @{ app = 'web' } or @{ app = 'web', 'db' }."),
        IEnumerable several => $"{entry.Key} in ({string.Join(
            ',',
            several.Cast<object?>().Select(item => Check(item?.ToString(), $"A value of '{entry.Key}'")))})",
        var other => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{entry.Key}={other}"),
    };
}
