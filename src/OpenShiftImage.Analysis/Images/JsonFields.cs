using System.Buffers;
using System.Text.Json;

namespace OpenShiftImage.Analysis.Images;

/// <summary>
/// Goes over the fields of an object in JSON that has been found to be valid. What is not looked at is passed over
/// without being taken apart: that is the most of an Image.
/// </summary>
/// <param name="json">The object.</param>
internal ref struct JsonFields(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> s_structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> s_endOfWord = SearchValues.Create(",}] \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _json = json;
    private int _at = json.IndexOf((byte)'{') + 1;
    private ReadOnlySpan<byte> _name;

    /// <summary>Gets the value of the current field.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Goes to the next field; false where there is none.</summary>
    public bool MoveNext()
    {
        _at += _json[_at..].IndexOfAny((byte)'"', (byte)'}');
        if (_json[_at] == '}')
        {
            return false;
        }

        var end = EndOfText(_at);
        _name = _json[_at..end];
        _at = end + _json[end..].IndexOf((byte)':') + 1;
        while (_json[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            _at++;
        }

        end = EndOfValue(_at);
        Value = _json[_at..end];
        _at = end;
        return true;
    }

    /// <summary>Returns whether the current field has a name.</summary>
    public readonly bool Is(ReadOnlySpan<byte> name)
    {
        var plain = _name[1..^1];
        if (plain.IndexOf((byte)'\\') < 0)
        {
            return plain.SequenceEqual(name);
        }

        var reader = new Utf8JsonReader(_name);
        reader.Read();
        return reader.ValueTextEquals(name);
    }

    private readonly int EndOfText(int start)
    {
        var at = start + 1;
        while (true)
        {
            at += _json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (_json[at] == '"')
            {
                return at + 1;
            }

            at += 2;
        }
    }

    private readonly int EndOfValue(int start)
    {
        if (_json[start] == '"')
        {
            return EndOfText(start);
        }

        if (_json[start] is not ((byte)'{' or (byte)'['))
        {
            return start + _json[start..].IndexOfAny(s_endOfWord);
        }

        var (at, depth) = (start, 0);
        while (true)
        {
            at += _json[at..].IndexOfAny(s_structure);
            switch (_json[at])
            {
                case (byte)'"':
                    at = EndOfText(at);
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    depth--;
                    break;
            }

            at++;
            if (depth == 0)
            {
                return at;
            }
        }
    }
}
