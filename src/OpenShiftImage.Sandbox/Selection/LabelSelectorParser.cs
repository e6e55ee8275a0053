using System.Globalization;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Validation;

namespace OpenShiftImage.Sandbox.Selection;

/// <summary>Parses label selectors as apimachinery does, with its messages.</summary>
internal sealed class LabelSelectorParser(string text)
{
    private readonly SelectorTokens _tokens = new(text);

    /// <summary>Returns the requirements of the selector.</summary>
    /// <exception cref="StatusError">The text is no selector.</exception>
    public List<Func<IReadOnlyDictionary<string, string>, bool>> Parse()
    {
        var requirements = new List<Func<IReadOnlyDictionary<string, string>, bool>>();
        if (_tokens.Peek is "")
        {
            // White space selects everything, as nothing does.
            return requirements;
        }

        if (_tokens.Peek is not "!" && !SelectorTokens.IsIdentifier(_tokens.Peek))
        {
            throw StatusError.BadRequest($"found '{_tokens.Peek}', expected: !, identifier, or 'end of string'");
        }

        while (true)
        {
            requirements.Add(ParseRequirement());
            switch (_tokens.Next())
            {
                case "":
                    return requirements;
                case "," when _tokens.Peek is "," or "":
                    throw StatusError.BadRequest($"found '{_tokens.Peek}', expected: identifier after ','");
                case ",":
                    break;
                case var other:
                    throw StatusError.BadRequest($"found '{other}', expected: ',' or 'end of string'");
            }
        }
    }

    private Func<IReadOnlyDictionary<string, string>, bool> ParseRequirement()
    {
        var isAbsence = _tokens.Peek == "!";
        if (isAbsence)
        {
            _tokens.Next();
        }

        var key = _tokens.Next();
        if (!SelectorTokens.IsIdentifier(key))
        {
            throw Malformed($"found '{key}', expected: identifier");
        }

        if (LabelSyntax.FindKeyProblems(key).FirstOrDefault() is { } problem)
        {
            throw Malformed($"<nil>: Invalid value: {GoFormat.Quote(key)}: {problem}");
        }

        if (isAbsence)
        {
            return labels => !labels.ContainsKey(key);
        }

        if (_tokens.Peek is "" or ",")
        {
            return labels => labels.ContainsKey(key);
        }

        switch (_tokens.Next())
        {
            case "=" or "==":
                var equal = ParseValue(key);
                return labels => labels.TryGetValue(key, out var value) && value == equal;
            case "!=":
                var unequal = ParseValue(key);
                return labels => !labels.TryGetValue(key, out var value) || value != unequal;
            case "in":
                var included = ParseSet(key);
                return labels => labels.TryGetValue(key, out var value) && included.Contains(value);
            case "notin":
                var excluded = ParseSet(key);
                return labels => !labels.TryGetValue(key, out var value) || !excluded.Contains(value);
            case ">":
                var lower = ParseBound(key);
                return labels => GetInteger(labels, key) > lower;
            case "<":
                var upper = ParseBound(key);
                return labels => GetInteger(labels, key) < upper;
            case var other:
                throw Malformed($"found '{other}', expected: in, notin, =, ==, !=, gt, lt");
        }
    }

    private string ParseValue(string key)
    {
        if (_tokens.Peek is "" or ",")
        {
            return "";
        }

        var value = _tokens.Next();
        return SelectorTokens.IsIdentifier(value)
            ? Validate(value, key)
            : throw Malformed($"found '{value}', expected: identifier");
    }

    private long ParseBound(string key)
    {
        var value = ParseValue(key);
        return ToInteger(value) ?? throw Malformed(
            $"values[0][{key}]: Invalid value: {GoFormat.Quote(value)}: "
            + "for 'Gt', 'Lt' operators, the value must be an integer");
    }

    private HashSet<string> ParseSet(string key)
    {
        if (_tokens.Next() is var open and not "(")
        {
            throw Malformed($"found '{open}' expected: '('");
        }

        if (_tokens.Peek == ")")
        {
            // The server's parser takes it for a set that has the empty value.
            _tokens.Next();
            return [""];
        }

        var values = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            if (_tokens.Peek is "," or ")")
            {
                values.Add("");
            }
            else
            {
                var value = _tokens.Next();
                if (!SelectorTokens.IsIdentifier(value))
                {
                    throw Malformed($"found '{value}', expected: ',', ')' or identifier");
                }

                values.Add(Validate(value, key));
            }

            switch (_tokens.Next())
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

    private static string Validate(string value, string key) =>
        LabelSyntax.FindValueProblems(value).FirstOrDefault() is { } problem
            ? throw Malformed($"values[0][{key}]: Invalid value: {GoFormat.Quote(value)}: {problem}")
            : value;

    private static long? GetInteger(IReadOnlyDictionary<string, string> labels, string key) =>
        labels.TryGetValue(key, out var value) ? ToInteger(value) : null;

    private static long? ToInteger(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    private static StatusError Malformed(string reason) =>
        StatusError.BadRequest("unable to parse requirement: " + reason);
}
