namespace OpenShiftImage.Sandbox.Serialization;

/// <summary>Reads JSON byte by byte up to the first that cannot stand where it stands.</summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> json)
{
    private const string End = "unexpected end of JSON input";

    private readonly ReadOnlySpan<byte> _json = json;
    private int _position;

    private readonly bool IsAtEnd => _position >= _json.Length;

    /// <summary>Returns what is wrong with the text; null when it is one JSON value.</summary>
    public string? FindProblem()
    {
        var problem = ReadValue(0, "looking for beginning of value");
        SkipSpace();
        return problem ?? (IsAtEnd ? null : InvalidCharacter("after top-level value"));
    }

    private readonly string InvalidCharacter(string where) =>
        IsAtEnd ? End : $"invalid character {Quote(_json[_position])} {where}";

    private void SkipSpace()
    {
        while (!IsAtEnd && _json[_position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _position++;
        }
    }

    private bool TryTake(char expected)
    {
        if (IsAtEnd || _json[_position] != expected)
        {
            return false;
        }

        _position++;
        return true;
    }

    private string? ReadValue(int depth, string where)
    {
        SkipSpace();
        if (IsAtEnd)
        {
            return End;
        }

        if (depth > JsonSyntax.MaxDepth)
        {
            return "exceeded max depth";
        }

        switch ((char)_json[_position])
        {
            case '{':
                _position++;
                return ReadMembers(depth);
            case '[':
                _position++;
                return ReadItems(depth);
            case '"':
                return ReadString();
            case 't':
                return ReadLiteral("true");
            case 'f':
                return ReadLiteral("false");
            case 'n':
                return ReadLiteral("null");
            case '-' or (>= '0' and <= '9'):
                return ReadNumber();
            default:
                return InvalidCharacter(where);
        }
    }

    private string? ReadMembers(int depth)
    {
        SkipSpace();
        if (TryTake('}'))
        {
            return null;
        }

        while (true)
        {
            SkipSpace();
            if (IsAtEnd || _json[_position] != '"')
            {
                return InvalidCharacter("looking for beginning of object key string");
            }

            if (ReadString() is { } problem)
            {
                return problem;
            }

            SkipSpace();
            if (!TryTake(':'))
            {
                return InvalidCharacter("after object key");
            }

            var error = ReadElement(depth, '}', "after object key:value pair", out var isLast);
            if (error is not null || isLast)
            {
                return error;
            }
        }
    }

    private string? ReadItems(int depth)
    {
        SkipSpace();
        if (TryTake(']'))
        {
            return null;
        }

        while (true)
        {
            var error = ReadElement(depth, ']', "after array element", out var isLast);
            if (error is not null || isLast)
            {
                return error;
            }
        }
    }

    /// <summary>Reads a value and what follows it: a comma, or the end of the object or array.</summary>
    private string? ReadElement(int depth, char end, string where, out bool isLast)
    {
        isLast = false;
        if (ReadValue(depth + 1, "looking for beginning of value") is { } problem)
        {
            return problem;
        }

        SkipSpace();
        isLast = TryTake(end);
        return isLast || TryTake(',') ? null : InvalidCharacter(where);
    }

    private string? ReadString()
    {
        _position++;
        while (!IsAtEnd)
        {
            var c = _json[_position];
            if (c < 0x20)
            {
                return InvalidCharacter("in string literal");
            }

            _position++;
            if (c == '"')
            {
                return null;
            }

            if (c != '\\')
            {
                continue;
            }

            if (IsAtEnd || !"\"\\/bfnrtu".Contains((char)_json[_position], StringComparison.Ordinal))
            {
                return InvalidCharacter("in string escape code");
            }

            if (_json[_position++] != 'u')
            {
                continue;
            }

            for (var i = 0; i < 4; i++, _position++)
            {
                if (IsAtEnd || !char.IsAsciiHexDigit((char)_json[_position]))
                {
                    return InvalidCharacter("in \\u hexadecimal character escape");
                }
            }
        }

        return End;
    }

    private string? ReadLiteral(string name)
    {
        foreach (var expected in name)
        {
            if (!TryTake(expected))
            {
                return InvalidCharacter($"in literal {name} (expecting '{expected}')");
            }
        }

        return null;
    }

    private string? ReadNumber()
    {
        TryTake('-');
        if (!TryTake('0') && !ReadDigits())
        {
            return InvalidCharacter("in numeric literal");
        }

        if (TryTake('.') && !ReadDigits())
        {
            return InvalidCharacter("after decimal point in numeric literal");
        }

        if (TryTake('e') || TryTake('E'))
        {
            _ = TryTake('+') || TryTake('-');
            return ReadDigits() ? null : InvalidCharacter("in exponent of numeric literal");
        }

        return null;
    }

    private bool ReadDigits()
    {
        var start = _position;
        while (!IsAtEnd && char.IsAsciiDigit((char)_json[_position]))
        {
            _position++;
        }

        return _position > start;
    }

    private static string Quote(byte value) => value switch
    {
        (byte)'\'' => "'\\''",
        (byte)'"' => "'\"'",
        (byte)'\n' => "'\\n'",
        (byte)'\r' => "'\\r'",
        (byte)'\t' => "'\\t'",
        < 0x20 or 0x7f => $"'\\x{value:x2}'",
        (>= 0x80 and <= 0xa0) or 0xad => $"'\\u{(int)value:x4}'",
        // The decoder looks at bytes, so one of several that make a character stands for itself.
        _ => $"'{(char)value}'",
    };
}
