using System.Text.Json;
using System.Text.Unicode;

namespace OpenShiftImage;

/// <summary>
/// An Image of a list keeps its JSON and is read from it when it is first looked at: most of what a large list brings is counted,
/// filtered by name or thrown away. That the JSON fits is checked before, so looking never fails.
/// </summary>
public sealed partial class Image
{
    // One for all: it is held for microseconds, and an object for each Image would cost more than anybody waits.
    private static readonly object s_loading = new();
    private volatile byte[]? _json;

    /// <summary>Makes an Image of JSON that <see cref="TypeCheck"/> has found to fit; at once where it holds text that only decoding can judge.</summary>
    internal static Image OfChecked(ReadOnlyMemory<byte> utf8Json)
    {
        var span = utf8Json.Span;
        return Utf8.IsValid(span) && span.IndexOf("\\ud"u8) < 0 && span.IndexOf("\\uD"u8) < 0
            ? Deferred(span)
            : RawJsonConverter.Deserialize(utf8Json, ImageJson.Image)!;
    }

    /// <summary>Name, uid and version.</summary>
    internal ObjectHead Head => _json is { } json ? ObjectHead.Read(json) : ObjectHead.Of(Metadata);

    /// <summary>What tells its parts from those of another version.</summary>
    internal ImageFingerprint Fingerprint => ImageFingerprint.Read(_json ?? ImageJson.ToUtf8Bytes(this));

    /// <summary>Makes an Image of JSON that <see cref="TypeCheck"/> has found to fit.</summary>
    private static Image Deferred(ReadOnlySpan<byte> utf8Json) => new() { _json = utf8Json.ToArray() };

    private protected override void Load()
    {
        if (_json is not null)
        {
            LoadNow();
        }
    }

    private T Get<T>(ref T store)
    {
        if (_json is not null)
        {
            LoadNow();
        }

        return store;
    }

    private void LoadNow()
    {
        lock (s_loading)
        {
            if (_json is not { } json)
            {
                return;
            }

            var read = RawJsonConverter.Deserialize(json, ImageJson.Image) ?? throw new JsonException("The JSON is null, not an Image.");
            _fields = read._fields;
            TakePresence(read);
            _json = null;
        }
    }
}
