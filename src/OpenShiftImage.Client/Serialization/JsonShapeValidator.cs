using System.Runtime.CompilerServices;
using System.Text.Json;
using OpenShiftImage.Models;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Serialization;

/// <summary>
/// Whether JSON has the types of the API's objects, found in one pass that makes no objects; what it lets through can
/// be deserialized.
/// </summary>
internal sealed class JsonShapeValidator
{
    private static readonly JsonShapeValidator s_text = new(Kind.Text);
    private static readonly JsonShapeValidator s_any = new(Kind.Any);

    private readonly Kind _kind;
    private readonly bool _required;
    private JsonShapeValidator? _item;
    private (byte[] Name, JsonShapeValidator Check)[] _fields = [];

    private JsonShapeValidator(Kind kind, bool required = false)
    {
        _kind = kind;
        _required = required;
    }

    private enum Kind
    {
        Any,
        Text,
        Integer,
        Boolean,
        Time,
        Bytes,
        Object,
        List,
        Map,
    }

    /// <summary>Makes the check for a type from what its reader is made from.</summary>
    public static JsonShapeValidator For(Type type, JsonSerializerOptions options) => For(type, options, []);

    /// <summary>
    /// Goes over the value that the reader stands on, and leaves the reader on its end; false when more of it must
    /// arrive.
    /// </summary>
    /// <exception cref="JsonException">The value is of another type.</exception>
    // The first page has many tokens, and the user waits for it: they must not run through unoptimized code.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryValidate(ref Utf8JsonReader reader)
    {
        var token = reader.TokenType;
        if (token == JsonTokenType.Null)
        {
            return !_required || _kind == Kind.Integer || Fail("a null stands where the API has a value.");
        }

        switch (_kind)
        {
            case Kind.Any:
                return reader.TrySkip();
            case Kind.Object:
                return Require(token, JsonTokenType.StartObject) && TryValidateFields(ref reader);
            case Kind.Map:
                return Require(token, JsonTokenType.StartObject) && TryValidateMap(ref reader);
            case Kind.List:
                return Require(token, JsonTokenType.StartArray) && TryValidateList(ref reader);
            case Kind.Text:
                return Require(token, JsonTokenType.String);
            case Kind.Boolean:
                return token is JsonTokenType.True or JsonTokenType.False || Require(token, JsonTokenType.True);
            case Kind.Integer:
                return (Require(token, JsonTokenType.Number) && IntegerConverter.TryRead(ref reader, out _))
                    || Fail("a number is no integer of 64 bits.");
            case Kind.Time:
                return Require(token, JsonTokenType.String)
                    && (reader.TryGetDateTimeOffset(out _) || ApiTime.Parse(reader.GetString()!) is not null);
            default:
                return (Require(token, JsonTokenType.String) && reader.TryGetBytesFromBase64(out _))
                    || Fail("a text is not base64.");
        }
    }

    private static JsonShapeValidator For(
        Type type, JsonSerializerOptions options, Dictionary<Type, JsonShapeValidator> known)
    {
        if (known.TryGetValue(type, out var made))
        {
            return made;
        }

        var declared = type;
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
        {
            return s_text;
        }

        var kind = type == typeof(long) ? Kind.Integer
            : type == typeof(bool) ? Kind.Boolean
            : type == typeof(ApiTime) ? Kind.Time
            : type == typeof(byte[]) ? Kind.Bytes
            : typeof(ApiObject).IsAssignableFrom(type) ? Kind.Object
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(List<>) ? Kind.List
            : type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Dictionary<,>) ? Kind.Map
            : Kind.Any;
        if (kind == Kind.Any)
        {
            return s_any;
        }

        var check = known[declared] = new JsonShapeValidator(kind, required: declared.IsValueType && declared == type);
        check._item = kind is Kind.List or Kind.Map ? For(type.GetGenericArguments()[^1], options, known) : null;
        if (kind == Kind.Object)
        {
            check._fields = [.. options.GetTypeInfo(type).Properties
                .Where(property => !property.IsExtensionData)
                .Select(property => (
                    System.Text.Encoding.UTF8.GetBytes(property.Name),
                    For(property.PropertyType, options, known)))];
        }

        return check;
    }

    private static bool Require(JsonTokenType token, JsonTokenType wanted) =>
        token == wanted || Fail($"a {token} stands where the API has a {wanted}.");

    private static bool Fail(string why) => throw new InvalidJsonException(why);

    /// <summary>
    /// Goes over the fields that an object still has, and leaves the reader on its end; false when more of it must
    /// arrive.
    /// </summary>
    /// <exception cref="JsonException">A field is of another type.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryValidateFields(ref Utf8JsonReader reader)
    {
        // The server writes the fields in the order in which they are declared.
        var next = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            var check = s_any;
            for (var i = 0; i < _fields.Length; i++)
            {
                var at = next + i < _fields.Length ? next + i : next + i - _fields.Length;
                if (reader.ValueTextEquals(_fields[at].Name))
                {
                    check = _fields[at].Check;
                    next = at + 1 < _fields.Length ? at + 1 : 0;
                    break;
                }
            }

            if (!reader.Read() || !check.TryValidate(ref reader))
            {
                return false;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryValidateMap(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndObject)
            {
                return true;
            }

            if (!reader.Read() || !_item!.TryValidate(ref reader))
            {
                return false;
            }
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryValidateList(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                return true;
            }

            if (!_item!.TryValidate(ref reader))
            {
                return false;
            }
        }

        return false;
    }
}
