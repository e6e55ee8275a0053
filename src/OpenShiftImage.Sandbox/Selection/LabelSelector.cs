using System.Globalization;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Validation;

namespace OpenShiftImage.Sandbox.Selection;

/// <summary>A label selector: requirements that must all hold.</summary>
internal sealed class LabelSelector
{
    private readonly List<Func<IReadOnlyDictionary<string, string>, bool>> _requirements = [];

    public bool IsEmpty => _requirements.Count == 0;

    public bool Matches(IReadOnlyDictionary<string, string> labels) => _requirements.TrueForAll(holds => holds(labels));

    /// <exception cref="StatusError">The text is no selector.</exception>
    public static LabelSelector Parse(string? text)
    {
        var selector = new LabelSelector();
        if (string.IsNullOrEmpty(text))
        {
            return selector;
        }

        var tokens = new Tokens(text);
        if (tokens.Peek is "")
        {
            // White space selects everything, as nothing does.
            return selector;
        }

        if (tokens.Peek is not "!" && !Tokens.IsIdentifier(tokens.Peek))
        {
            throw StatusError.BadRequest($"found '{tokens.Peek}', expected: !, identifier, or 'end of string'");
        }

        while (true)
        {
            selector._requirements.Add(Requirement(tokens));
            switch (tokens.Next())
            {
                case "":
                    return selector;
                case ",":
                    if (tokens.Peek is ",")
                    {
                        throw StatusError.BadRequest("found ',', expected: identifier after ','");
                    }

                    if (tokens.Peek is "")
                    {
                        throw StatusError.BadRequest("found '', expected: identifier after ','");
                    }

                    break;
                case var other:
                    throw StatusError.BadRequest($"found '{other}', expected: ',' or 'end of string'");
            }
        }
    }

    private static Func<IReadOnlyDictionary<string, string>, bool> Requirement(Tokens tokens)
    {
        var absent = tokens.Peek == "!";
        if (absent)
        {
            tokens.Next();
        }

        var key = tokens.Next();
        if (!Tokens.IsIdentifier(key))
        {
            throw Bad($"found '{key}', expected: identifier");
        }

        if (LabelSyntax.FindKeyProblems(key).FirstOrDefault() is { } problem)
        {
            throw Bad($"<nil>: Invalid value: {GoFormat.Quote(key)}: {problem}");
        }

        if (absent)
        {
            return labels => !labels.ContainsKey(key);
        }

        if (tokens.Peek is "" or ",")
        {
            return labels => labels.ContainsKey(key);
        }

        switch (tokens.Next())
        {
            case "=" or "==":
                var equal = Value(tokens, key);
                return labels => labels.TryGetValue(key, out var found) && found == equal;
            case "!=":
                var other = Value(tokens, key);
                return labels => !labels.TryGetValue(key, out var found) || found != other;
            case "in":
                var wanted = Values(tokens, key);
                return labels => labels.TryGetValue(key, out var found) && wanted.Contains(found);
            case "notin":
                var unwanted = Values(tokens, key);
                return labels => !labels.TryGetValue(key, out var found) || !unwanted.Contains(found);
            case ">":
                var above = Number(tokens, key);
                return labels => labels.TryGetValue(key, out var found) && long.TryParse(found, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number > above;
            case "<":
                var below = Number(tokens, key);
                return labels => labels.TryGetValue(key, out var found) && long.TryParse(found, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number < below;
            case var found:
                throw Bad($"found '{found}', expected: in, notin, =, ==, !=, gt, lt");
        }
    }

    private static string Value(Tokens tokens, string key)
    {
        if (tokens.Peek is "" or ",")
        {
            return "";
        }

        var value = tokens.Next();
        if (!Tokens.IsIdentifier(value))
        {
            throw Bad($"found '{value}', expected: identifier");
        }

        return Checked(value, key);
    }

    private static long Number(Tokens tokens, string key)
    {
        var value = Value(tokens, key);
        return long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Bad($"values[0][{key}]: Invalid value: {GoFormat.Quote(value)}: for 'Gt', 'Lt' operators, the value must be an integer");
    }

    private static HashSet<string> Values(Tokens tokens, string key)
    {
        if (tokens.Next() is var open and not "(")
        {
            throw Bad($"found '{open}' expected: '('");
        }

        if (tokens.Peek == ")")
        {
            // The server's parser takes it for a set that has the empty value.
            tokens.Next();
            return [""];
        }

        var values = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            if (tokens.Peek is "," or ")")
            {
                values.Add("");
            }
            else
            {
                var value = tokens.Next();
                if (!Tokens.IsIdentifier(value))
                {
                    throw Bad($"found '{value}', expected: ',', ')' or identifier");
                }

                values.Add(Checked(value, key));
            }

            switch (tokens.Next())
            {
                case ",":
                    continue;
                case ")":
                    return values;
                case var other:
                    throw Bad($"found '{other}', expected: ',' or ')'");
            }
        }
    }

    private static string Checked(string value, string key) =>
        LabelSyntax.FindValueProblems(value).FirstOrDefault() is { } problem
            ? throw Bad($"values[0][{key}]: Invalid value: {GoFormat.Quote(value)}: {problem}")
            : value;

    private static StatusError Bad(string why) => StatusError.BadRequest("unable to parse requirement: " + why);

    private sealed class Tokens
    {
        private static readonly string[] s_operators = ["==", "!=", "=", "!", ",", "(", ")", ">", "<"];
        private readonly Queue<string> _tokens = [];

        public Tokens(string text)
        {
            for (var i = 0; i < text.Length;)
            {
                if (char.IsWhiteSpace(text[i]))
                {
                    i++;
                    continue;
                }

                var token = s_operators.FirstOrDefault(op => string.CompareOrdinal(text, i, op, 0, op.Length) == 0)
                    ?? new string([.. text.Skip(i).TakeWhile(c => !char.IsWhiteSpace(c) && !"=!,()><".Contains(c))]);
                _tokens.Enqueue(token);
                i += token.Length;
            }
        }

        public string Peek => _tokens.TryPeek(out var token) ? token : "";

        public string Next() => _tokens.TryDequeue(out var token) ? token : "";

        public static bool IsIdentifier(string token) => token.Length > 0 && !s_operators.Contains(token);
    }
}
