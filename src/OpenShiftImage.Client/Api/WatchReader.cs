using System.Runtime.CompilerServices;
using System.Text.Json;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Api;

/// <summary>Reads the events of one watch as they arrive.</summary>
internal sealed class WatchReader : IDisposable
{
    private readonly ResponseBody _body;
    private readonly ApiRequest _request;
    private readonly JsonStreamBuffer _window;

    public WatchReader(ResponseBody body, ApiRequest request)
    {
        body.RequireJson();
        _body = body;
        _request = request;
        _window = new JsonStreamBuffer(body);
    }

    public void Dispose()
    {
        _window.Dispose();
        _body.Dispose();
    }

    /// <summary>Returns the next events, all that have arrived; none when the server has ended the watch.</summary>
    /// <exception cref="ApiException">The server sent an ERROR event.</exception>
    /// <exception cref="TransportException">The stream broke off or is not a watch.</exception>
    public async ValueTask<IReadOnlyList<ImageEvent>> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var arrived = ReadArrived();
            if (arrived.Count > 0)
            {
                return arrived;
            }

            if (_window.IsComplete)
            {
                return _window.Unread.TrimEnd("\r\n\t "u8).IsEmpty
                    ? []
                    : throw new TransportException(
                        TransportException.IncompleteResponse, $"The watch {_request.Path} broke off in the middle of "
                            + "an event.", _request.Target);
            }

            await _window.FillAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private List<ImageEvent> ReadArrived()
    {
        var arrived = new List<ImageEvent>();
        try
        {
            while (TryRead(out var item))
            {
                arrived.Add(item!);
            }
        }
        catch (Exception e)
            when (arrived.Count > 0 && e is (JsonException or InvalidOperationException or ApiException))
        {
            // The events before the fault are whole. The next call begins with the fault and reports it.
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw _body.Invalid(JsonFault.Describe(e), e);
        }

        return arrived;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryRead(out ImageEvent? item)
    {
        item = null;
        var frame = _window.Unread;
        var reader = new Utf8JsonReader(frame, isFinalBlock: false, new JsonReaderState(JsonDefaults.Reader));
        if (!reader.Read())
        {
            return false;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            throw new InvalidJsonException("an event is no object.");
        }

        string? type = null;
        ReadOnlyMemory<byte> content = default;
        var isChecked = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isType = reader.ValueTextEquals("type"u8);
            var isObject = reader.ValueTextEquals("object"u8);
            if (!reader.Read())
            {
                return false;
            }

            var start = (int)reader.TokenStartIndex;
            // The type stands before the object; an ERROR event carries a Status.
            var checks = isObject && type is not null and not "ERROR";
            if (!(checks ? ImageJson.ImageShape.TryValidate(ref reader) : reader.TrySkip()))
            {
                return false;
            }

            isChecked |= checks && reader.TokenType == JsonTokenType.EndObject;

            if (isType)
            {
                type = reader.ValueTextEquals("MODIFIED"u8) ? "MODIFIED" : reader.GetString();
            }
            else if (isObject)
            {
                _window.CheckLength(reader.BytesConsumed - start);
                content = _window.UnreadMemory[start..(int)reader.BytesConsumed];
            }
        }

        if (reader.TokenType != JsonTokenType.EndObject || reader.CurrentDepth != 0)
        {
            return false;
        }

        item = ToEvent(type, content, isChecked);
        _window.Consume(reader.BytesConsumed);
        return true;
    }

    private ImageEvent ToEvent(string? type, ReadOnlyMemory<byte> content, bool isChecked)
    {
        ImageEventType? known = type switch
        {
            "ADDED" => ImageEventType.Added,
            "MODIFIED" => ImageEventType.Modified,
            "DELETED" => ImageEventType.Deleted,
            "BOOKMARK" => ImageEventType.Bookmark,
            _ => null,
        };
        if (known is { } value)
        {
            return new ImageEvent(
                value,
                isChecked
                    ? DeferredJson<Image>.FromValidatedJson(content, ImageJson.Image)
                    : RawJsonConverter.Deserialize(content, ImageJson.Image)
                        ?? throw new InvalidJsonException("an event has no object."));
        }

        if (type != "ERROR")
        {
            throw new InvalidJsonException($"an event has the type '{type}'.");
        }

        var status = ImageJson.ParseStatus(content.Span);
        throw new ApiException(
            (System.Net.HttpStatusCode)(status.Code ?? 500), status, null, null, _request.ToString(), _request.Target);
    }
}
