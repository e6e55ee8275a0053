using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Api;

/// <summary>Reads the body of a list item by item as it arrives: no more of it is held than one item.</summary>
internal sealed class ListReader<T> : IDisposable
    where T : ApiResource, new()
{
    private readonly ResponseBody _body;
    private readonly JsonTypeInfo<T> _itemType;
    private readonly JsonStreamBuffer _window;
    private readonly JsonShapeValidator _shape =
        typeof(T) == typeof(Image) ? ImageJson.ImageShape : ImageJson.PartialObjectMetadataShape;
    private JsonReaderState _state = new(JsonDefaults.Reader);
    private Place _place = Place.BeforeList;
    private bool _hasItems;

    public ListReader(ResponseBody body, JsonTypeInfo<T> itemType)
    {
        body.RequireJson();
        _body = body;
        _itemType = itemType;
        _window = new JsonStreamBuffer(body);
    }

    private enum Place
    {
        BeforeList,
        InList,
        InItems,
        AfterList,
    }

    /// <summary>Metadata of the list; the API sends it before the items.</summary>
    public ListMeta Metadata { get; private set; } = new();

    /// <summary>Whether the items have begun, and with them all that stands before them is known.</summary>
    public bool HasItems => _hasItems;

    /// <summary>Bytes of the items that have been read since this was last set to 0.</summary>
    public long ItemBytes { get; set; }

    /// <summary>Takes the JSON of items that are looked at once; null for items of any length of life.</summary>
    public ReusedMemory? Memory { get; set; }

    public void Dispose()
    {
        _window.Dispose();
        _body.Dispose();
    }

    /// <summary>Returns the next item; null when there are no more.</summary>
    /// <exception cref="TransportException">The body ends early or is not a list.</exception>
    public async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (TryRead(out var item))
                {
                    return item;
                }
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                throw _body.Invalid(JsonFault.Describe(e), e);
            }

            if (_window.IsComplete)
            {
                throw _body.Invalid("the list ends early.");
            }

            await _window.FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Goes on as far as what has arrived allows; false when more must arrive.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryRead(out T? item)
    {
        item = null;
        while (true)
        {
            if (_place == Place.AfterList)
            {
                return true;
            }

            var reader = new Utf8JsonReader(_window.Unread, isFinalBlock: false, _state);
            if (!reader.Read())
            {
                return false;
            }

            switch (_place, reader.TokenType)
            {
                case (Place.BeforeList, JsonTokenType.StartObject):
                    _place = Place.InList;
                    break;
                case (Place.InList, JsonTokenType.EndObject):
                    // Every list of the API has items; an object without them must not pass for an empty list.
                    _place = _hasItems ? Place.AfterList : throw new InvalidJsonException("it has no items.");
                    break;
                case (Place.InList, JsonTokenType.PropertyName):
                    if (!TryReadField(ref reader))
                    {
                        return false;
                    }

                    break;
                case (Place.InItems, JsonTokenType.EndArray):
                    _place = Place.InList;
                    break;
                case (Place.InItems, JsonTokenType.StartObject):
                    var start = (int)reader.TokenStartIndex;
                    if (!_shape.TryValidate(ref reader))
                    {
                        return false;
                    }

                    _window.CheckLength(reader.BytesConsumed - start);
                    ItemBytes += reader.BytesConsumed - start;
                    item = DeferredJson<T>.FromValidatedJson(
                        _window.UnreadMemory[start..(int)reader.BytesConsumed], _itemType, Memory);
                    Commit(ref reader);
                    return true;
                default:
                    throw new InvalidJsonException($"a {reader.TokenType} stands where a list has none.");
            }

            Commit(ref reader);
        }
    }

    private bool TryReadField(ref Utf8JsonReader reader)
    {
        var name = reader.GetString();
        if (!reader.Read())
        {
            return false;
        }

        if (name == "items" && reader.TokenType is (JsonTokenType.StartArray or JsonTokenType.Null))
        {
            _hasItems = true;
            _place = reader.TokenType == JsonTokenType.StartArray ? Place.InItems : _place;
            return true;
        }

        var start = (int)reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return false;
        }

        var value = _window.Unread[start..(int)reader.BytesConsumed];
        if (name == "metadata")
        {
            Metadata = JsonSerializer.Deserialize(value, ImageJson.ListMeta) ?? new ListMeta();
        }
        else if (name == "kind" && reader.TokenType == JsonTokenType.String && reader.GetString() is { } kind
            && !kind.EndsWith("List", StringComparison.Ordinal))
        {
            throw new InvalidJsonException($"it is a {kind}, not a list.");
        }

        return true;
    }

    private void Commit(ref Utf8JsonReader reader)
    {
        _window.Consume(reader.BytesConsumed);
        _state = reader.CurrentState;
    }
}
