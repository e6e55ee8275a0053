using System.Collections;
using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Formatting;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Binding;

/// <summary>
/// Labels or annotations to set and to remove, as a parameter: a hashtable in which $null removes, text as <c>kubectl
/// label</c> takes it (<c>owner=me,draft-</c>), or a script block that gives either for the object in <c>$_</c>.
/// </summary>
public sealed class MetadataChange
{
    private const string ErrorId = "InvalidMetadataChange";
    private const int MaxShown = 100;

    private readonly object _given;

    /// <summary>Takes a hashtable: of each key the value to set, or $null to remove it.</summary>
    public MetadataChange(IDictionary values) => _given = values;

    /// <summary>Takes texts: <c>key=value</c> sets, <c>key-</c> removes.</summary>
    public MetadataChange(string[] texts) => _given = texts;

    /// <summary>Takes a script that gives a hashtable or texts for the object in <c>$_</c>.</summary>
    public MetadataChange(ScriptBlock script) => _given = script;

    /// <inheritdoc/>
    public override string ToString() => _given switch
    {
        string[] texts => string.Join(",", texts),
        ScriptBlock script => $"{{{script}}}",
        _ => Describe(ToValues((IDictionary)_given)),
    };

    /// <summary>Returns values as words for the question that is asked: <c>owner=me, draft removed</c>.</summary>
    internal static string Describe(IReadOnlyDictionary<string, string?> values) =>
        string.Join(", ", values.Select(pair => pair.Value is null ? $"{pair.Key} removed"
            : $"{pair.Key}={Shorten(SecretNames.Mask(pair.Key, pair.Value))}"));

    /// <summary>Returns the values to set, and null for those to remove. For the pipeline's thread.</summary>
    /// <param name="input">The object that a script is run for.</param>
    /// <param name="splitsAtCommas">
    /// Whether one text may hold several, as labels can, whose values have no commas.
    /// </param>
    /// <param name="onNull">
    /// Is told the keys for which a script gave $null, which a property that the input does not have is, too.
    /// </param>
    /// <exception cref="ParameterException">What is given is no such change.</exception>
    internal IReadOnlyDictionary<string, string?> GetValues(
        object? input, bool splitsAtCommas, Action<string>? onNull = null)
    {
        switch (_given)
        {
            case IDictionary map:
                return ToValues(map);
            case string[] texts:
                return ToValues(texts, splitsAtCommas);
        }

        var found = Invoke((ScriptBlock)_given, input);
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var item in found.Where(item => item is not null))
        {
            var part = item.BaseObject switch
            {
                IDictionary map => ToValues(map),
                string text => ToValues([text], splitsAtCommas),
                var other => throw new ParameterException(
                    ErrorId,
                    $"The script block gave a {other.GetType().Name}; it is to give a hashtable, "
                        + "or text such as 'owner=me'.",
                    other),
            };
            foreach (var (key, value) in part)
            {
                if (item.BaseObject is IDictionary && value is null)
                {
                    onNull?.Invoke(key);
                }
                else if (item.BaseObject is string && value is "")
                {
                    // The likely cause is a property that the input does not have.
                    throw new ParameterException(
                        ErrorId,
                        $"The script block gave no value for '{key}'. Is it a property that the input does not have? "
                            + "A name and metadata have few properties: pipe the whole Image. "
                            + $"To remove the key, give the text '{key}-'.",
                        input);
                }

                values[key] = value;
            }
        }

        return values;
    }

    /// <summary>Returns the labels or annotations of a new object, which has none to remove.</summary>
    /// <exception cref="ParameterException">
    /// What is given removes, or is a script, for which there is no input.
    /// </exception>
    internal Dictionary<string, string> GetNewValues(bool splitsAtCommas)
    {
        if (_given is ScriptBlock)
        {
            throw new ParameterException(
                ErrorId,
                "A script block gives labels for an object that comes in; a new Image has none. Give a hashtable, "
                    + "or text such as 'owner=me'.",
                "{ }");
        }

        return GetValues(null, splitsAtCommas).ToDictionary(
            pair => pair.Key,
            pair => pair.Value ?? throw new ParameterException(
                ErrorId,
                $"'{pair.Key}' is to be removed, and a new Image has nothing to remove. "
                    + "Leave it out, or give it a value.",
                pair.Key),
            StringComparer.Ordinal);
    }

    /// <summary>A script that fails is the failure of its input; the others go on.</summary>
    private static System.Collections.ObjectModel.Collection<PSObject> Invoke(ScriptBlock script, object? input)
    {
        try
        {
            return script.InvokeWithContext(null, [new PSVariable("_", input)]);
        }
        catch (RuntimeException e) when (e is not (PipelineStoppedException))
        {
            throw new ParameterException(ErrorId, $"The script block failed: {e.Message}", input, e);
        }
    }

    private static Dictionary<string, string?> ToValues(IDictionary map)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in map)
        {
            values[ToText(entry.Key, "A key") ?? ""] = ToText(entry.Value, $"The value of '{entry.Key}'");
        }

        return values;
    }

    /// <summary>A question is read by a person: of a long value the beginning will do.</summary>
    private static string Shorten(string value) => value.Length <= MaxShown ? value : value[..MaxShown] + "…";

    private static Dictionary<string, string?> ToValues(IEnumerable<string> texts, bool splitsAtCommas)
    {
        var values = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var text in texts.SelectMany(text => splitsAtCommas
            ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [text.Trim()]))
        {
            var sign = text.IndexOf('=', StringComparison.Ordinal);
            if (sign > 0)
            {
                values[text[..sign]] = text[(sign + 1)..];
            }
            else if (sign < 0 && text.Length > 1 && text[^1] == '-')
            {
                values[text[..^1]] = null;
            }
            else
            {
                throw new ParameterException(
                    ErrorId, $"'{text}' is neither key=value, which sets, nor key-, which removes.", text);
            }
        }

        return values;
    }

    /// <summary>A text for what has one; what PowerShell would write the name of its type for is refused.</summary>
    private static string? ToText(object? value, string what)
    {
        var plain = PowerShellValue.Unwrap(value);
        return plain switch
        {
            null => null,
            string text => text,
            DateTime time =>
                time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture),
            Enum or Guid or Version or Uri or char or bool => plain.ToString(),
            IFormattable number when plain.GetType().IsPrimitive
                || plain is decimal or System.Numerics.BigInteger or DateTimeOffset =>
                number.ToString(plain is DateTimeOffset ? "O" : null, CultureInfo.InvariantCulture),
            _ => throw new ParameterException(
                ErrorId,
                $"{what} is a {plain.GetType().Name}, which is no text. Labels and annotations hold text only: "
                    + "make it one, for example with ConvertTo-Json -Compress.",
                value),
        };
    }
}
