using System.Text;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>Tells what is wrong with JSON in the words of the server's decoder.</summary>
internal static class JsonSyntax
{
    public const int MaxDepth = 1_000;

    private const int Shown = 30;

    /// <summary>Gives what is wrong with a text; null when it is one JSON value.</summary>
    public static string? Problem(ReadOnlySpan<byte> json)
    {
        var scanner = new Scanner(json);
        return scanner.Problem();
    }

    /// <summary>Shows the start of a body: text where it begins as an object, digits otherwise.</summary>
    public static string Show(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return "<empty>";
        }

        var part = body[..Math.Min(body.Length, Shown)];
        return (body[0] == '{' ? Encoding.UTF8.GetString(part) : Convert.ToHexStringLower(part)) + (body.Length > Shown ? " ..." : "");
    }

    private static string Character(byte at) => at switch
    {
        (byte)'\'' => "'\\''",
        (byte)'"' => "'\"'",
        (byte)'\n' => "'\\n'",
        (byte)'\r' => "'\\r'",
        (byte)'\t' => "'\\t'",
        < 0x20 or 0x7f => $"'\\x{at:x2}'",
        // The decoder looks at bytes, so one of several that make a character stands for itself.
        _ => $"'{(char)at}'",
    };

    /// <summary>Reads JSON byte by byte up to the first that cannot stand where it stands.</summary>
    private ref struct Scanner(ReadOnlySpan<byte> json)
    {
        private const string End = "unexpected end of JSON input";

        private readonly ReadOnlySpan<byte> _json = json;
        private int _at;

        private readonly bool Ended => _at >= _json.Length;

        public string? Problem()
        {
            var problem = Value(0, "looking for beginning of value");
            SkipSpace();
            return problem ?? (Ended ? null : Wrong("after top-level value"));
        }

        private readonly string Wrong(string where) => Ended ? End : $"invalid character {Character(_json[_at])} {where}";

        private void SkipSpace()
        {
            while (!Ended && _json[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                _at++;
            }
        }

        private bool Take(char expected)
        {
            if (Ended || _json[_at] != expected)
            {
                return false;
            }

            _at++;
            return true;
        }

        private string? Value(int depth, string where)
        {
            SkipSpace();
            if (Ended)
            {
                return End;
            }

            if (depth > MaxDepth)
            {
                return "exceeded max depth";
            }

            switch ((char)_json[_at])
            {
                case '{':
                    _at++;
                    return Members(depth);
                case '[':
                    _at++;
                    return Items(depth);
                case '"':
                    return Text();
                case 't':
                    return Literal("true");
                case 'f':
                    return Literal("false");
                case 'n':
                    return Literal("null");
                case '-' or (>= '0' and <= '9'):
                    return Number();
                default:
                    return Wrong(where);
            }
        }

        private string? Members(int depth)
        {
            SkipSpace();
            if (Take('}'))
            {
                return null;
            }

            while (true)
            {
                SkipSpace();
                if (Ended || _json[_at] != '"')
                {
                    return Wrong("looking for beginning of object key string");
                }

                if (Text() is { } problem)
                {
                    return problem;
                }

                SkipSpace();
                if (!Take(':'))
                {
                    return Wrong("after object key");
                }

                if (Value(depth + 1, "looking for beginning of value") is { } inner)
                {
                    return inner;
                }

                SkipSpace();
                if (Take('}'))
                {
                    return null;
                }

                if (!Take(','))
                {
                    return Wrong("after object key:value pair");
                }
            }
        }

        private string? Items(int depth)
        {
            SkipSpace();
            if (Take(']'))
            {
                return null;
            }

            while (true)
            {
                if (Value(depth + 1, "looking for beginning of value") is { } inner)
                {
                    return inner;
                }

                SkipSpace();
                if (Take(']'))
                {
                    return null;
                }

                if (!Take(','))
                {
                    return Wrong("after array element");
                }
            }
        }

        private string? Text()
        {
            _at++;
            while (!Ended)
            {
                var c = _json[_at];
                if (c < 0x20)
                {
                    return Wrong("in string literal");
                }

                _at++;
                if (c == '"')
                {
                    return null;
                }

                if (c != '\\')
                {
                    continue;
                }

                if (Ended || !"\"\\/bfnrtu".Contains((char)_json[_at], StringComparison.Ordinal))
                {
                    return Wrong("in string escape code");
                }

                if (_json[_at++] != 'u')
                {
                    continue;
                }

                for (var i = 0; i < 4; i++, _at++)
                {
                    if (Ended || !char.IsAsciiHexDigit((char)_json[_at]))
                    {
                        return Wrong("in \\u hexadecimal character escape");
                    }
                }
            }

            return End;
        }

        private string? Literal(string name)
        {
            foreach (var expected in name)
            {
                if (!Take(expected))
                {
                    return Wrong($"in literal {name} (expecting '{expected}')");
                }
            }

            return null;
        }

        private string? Number()
        {
            Take('-');
            if (!Take('0') && !Digits())
            {
                return Wrong("in numeric literal");
            }

            if (Take('.') && !Digits())
            {
                return Wrong("after decimal point in numeric literal");
            }

            if (Take('e') || Take('E'))
            {
                _ = Take('+') || Take('-');
                return Digits() ? null : Wrong("in exponent of numeric literal");
            }

            return null;
        }

        private bool Digits()
        {
            var start = _at;
            while (!Ended && char.IsAsciiDigit((char)_json[_at]))
            {
                _at++;
            }

            return _at > start;
        }
    }
}
