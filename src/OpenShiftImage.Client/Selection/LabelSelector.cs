using System.Globalization;

namespace OpenShiftImage.Selection;

/// <summary>
/// A label selector, read and applied as an API server does (apimachinery's <c>labels.Parse</c>): requirements, parted
/// by commas, that must all hold.
/// </summary>
internal sealed class LabelSelector
{
    private readonly List<Func<IReadOnlyDictionary<string, string>, bool>> _requirements = [];

    private LabelSelector()
    {
    }

    /// <summary>Gets whether everything is selected.</summary>
    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>Returns the selector that a text is; null and white space select everything.</summary>
    /// <exception cref="InvalidSelectorException">The text is no selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        var tokens = new SelectorTokens(text ?? "");
        if (tokens.Current.Length == 0)
        {
            return selector;
        }

        if (!tokens.IsWord && tokens.Current != "!")
        {
            throw new InvalidSelectorException(
                $"found '{tokens.Current}', expected: !, identifier, or 'end of string'");
        }

        while (true)
        {
            selector._requirements.Add(ParseRequirement(tokens));
            switch (tokens.Take())
            {
                case "":
                    return selector;
                case "," when tokens.Current is "" or ",":
                    throw new InvalidSelectorException($"found '{tokens.Current}', expected: identifier after ','");
                case ",":
                    continue;
                case var other:
                    throw new InvalidSelectorException($"found '{other}', expected: ',' or 'end of string'");
            }
        }
    }

    /// <summary>Returns whether an object with these labels is selected.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        _requirements.TrueForAll(requirement => requirement(labels));

    private static Func<IReadOnlyDictionary<string, string>, bool> ParseRequirement(SelectorTokens tokens)
    {
        var isAbsence = tokens.Current == "!";
        if (isAbsence)
        {
            tokens.Take();
        }

        var key = TakeWord(tokens, "identifier");
        if (LabelSyntax.FaultOfKey(key) is { } fault)
        {
            throw Malformed($"<nil>: Invalid value: \"{key}\": {fault}");
        }

        if (isAbsence)
        {
            return labels => !labels.ContainsKey(key);
        }

        if (tokens.Current is "" or ",")
        {
            return labels => labels.ContainsKey(key);
        }

        switch (tokens.Take())
        {
            case "=" or "==":
                var equal = ParseValue(tokens, key);
                return labels => labels.TryGetValue(key, out var value) && value == equal;
            case "!=":
                // What has no such label differs too.
                var unequal = ParseValue(tokens, key);
                return labels => !labels.TryGetValue(key, out var value) || value != unequal;
            case "in":
                var included = ParseValues(tokens, key);
                return labels => labels.TryGetValue(key, out var value) && included.Contains(value);
            case "notin":
                var excluded = ParseValues(tokens, key);
                return labels => !labels.TryGetValue(key, out var value) || !excluded.Contains(value);
            case ">":
                var lower = ParseInteger(tokens, key);
                return labels => labels.TryGetValue(key, out var value) && ToInteger(value) > lower;
            case "<":
                var upper = ParseInteger(tokens, key);
                return labels => labels.TryGetValue(key, out var value) && ToInteger(value) < upper;
            case var other:
                throw Malformed($"found '{other}', expected: in, notin, =, ==, !=, gt, lt");
        }
    }

    private static string ParseValue(SelectorTokens tokens, string key) =>
        tokens.Current is "" or "," ? "" : CheckValue(TakeWord(tokens, "identifier"), key);

    private static long ParseInteger(SelectorTokens tokens, string key)
    {
        var value = ParseValue(tokens, key);
        return ToInteger(value) ?? throw Malformed(
            $"values[0][{key}]: Invalid value: \"{value}\": for 'Gt', 'Lt' operators, the value must be an integer");
    }

    private static HashSet<string> ParseValues(SelectorTokens tokens, string key)
    {
        if (tokens.Take() is var open and not "(")
        {
            throw Malformed($"found '{open}' expected: '('");
        }

        var values = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            // Between two commas, and in empty brackets, stands the empty value.
            values.Add(
                tokens.Current is "," or ")" ? "" : CheckValue(TakeWord(tokens, "',', ')' or identifier"), key));
            switch (tokens.Take())
            {
                case ",":
                    continue;
                case ")":
                    return values;
                case var other:
                    throw Malformed($"found '{other}', expected: ',' or ')'");
            }
        }
    }

    private static string TakeWord(SelectorTokens tokens, string expected) =>
        tokens.IsWord ? tokens.Take() : throw Malformed($"found '{tokens.Current}', expected: {expected}");

    private static string CheckValue(string value, string key) => LabelSyntax.FaultOfValue(value) is { } fault
        ? throw Malformed($"values[0][{key}]: Invalid value: \"{value}\": {fault}")
        : value;

    private static long? ToInteger(string text) => long.TryParse(
        text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static InvalidSelectorException Malformed(string reason) => new("unable to parse requirement: " + reason);
}
