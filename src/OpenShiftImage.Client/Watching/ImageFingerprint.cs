using System.Text.Json;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Watching;

/// <summary>
/// Hashes of the parts of an Image, from which a watch tells what has changed: 20 bytes, however large the Image is.
/// Hashes are comparable within one process only.
/// </summary>
internal readonly struct ImageFingerprint
{
    private readonly int _labels;
    private readonly int _annotations;
    private readonly int _reference;
    private readonly int _signatures;

    /// <summary>The hash of everything else outside the metadata; 0 when only the metadata are known.</summary>
    private readonly int _rest;

    private ImageFingerprint(int labels, int annotations, int reference, int signatures, int rest) =>
        (_labels, _annotations, _reference, _signatures, _rest) = (labels, annotations, reference, signatures, rest);

    private bool IsWhole => _rest != 0;

    /// <summary>Returns the fingerprint of metadata alone.</summary>
    public static ImageFingerprint Of(ObjectMeta? metadata) =>
        new(HashMap(metadata?.Labels), HashMap(metadata?.Annotations), 0, 0, 0);

    /// <summary>Returns the fingerprint of an Image, without deserializing a deferred one.</summary>
    public static ImageFingerprint Of(Image image) =>
        image.Deferred is { } content ? Read(content.Utf8Json) : Read(ImageJson.ToUtf8Bytes(image));

    /// <summary>
    /// Returns the fingerprint of an Image from JSON that is known to be whole and of the right types.
    /// </summary>
    public static ImageFingerprint Read(ReadOnlySpan<byte> json)
    {
        var (labels, annotations, reference, signatures) = (0, 0, 0, 0);
        var rest = default(HashCode);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                ReadMetadata(ref reader, out labels, out annotations);
            }
            else if (reader.ValueTextEquals("dockerImageReference"u8))
            {
                reader.Read();
                reference = reader.GetString()?.GetHashCode(StringComparison.Ordinal) ?? 0;
            }
            else if (reader.ValueTextEquals("signatures"u8))
            {
                var value = ReadValue(ref reader, json);
                signatures = value is [(byte)'[', (byte)']'] or [(byte)'n', ..] ? 0 : Hash(value);
            }
            else if (reader.ValueTextEquals("kind"u8) || reader.ValueTextEquals("apiVersion"u8))
            {
                // The items of a list have neither.
                reader.Skip();
            }
            else
            {
                rest.AddBytes(reader.ValueSpan);
                rest.AddBytes(ReadValue(ref reader, json));
            }
        }

        return new ImageFingerprint(labels, annotations, reference, signatures, rest.ToHashCode() | 1);
    }

    /// <summary>
    /// Returns the names of the parts that differ. What differs in none of the known parts differs elsewhere, because a
    /// write that changes nothing makes no new version.
    /// </summary>
    public IReadOnlyList<string> ChangesSince(in ImageFingerprint previous)
    {
        var changes = new List<string>(1);
        AddIf(_labels != previous._labels, "labels");
        AddIf(_annotations != previous._annotations, "annotations");
        if (IsWhole && previous.IsWhole)
        {
            AddIf(_reference != previous._reference, "dockerImageReference");
            AddIf(_signatures != previous._signatures, "signatures");
            AddIf(_rest != previous._rest, "other");
        }

        AddIf(changes.Count == 0, "other");
        return changes;

        void AddIf(bool differs, string part)
        {
            if (differs)
            {
                changes.Add(part);
            }
        }
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, out int labels, out int annotations)
    {
        (labels, annotations) = (0, 0);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("labels"u8))
            {
                labels = ReadMap(ref reader);
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                annotations = ReadMap(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    /// <summary>Hashes a map whatever the order of its keys; an empty one equals none.</summary>
    private static int ReadMap(ref Utf8JsonReader reader)
    {
        var sum = 0;
        reader.Read();
        var isMap = reader.TokenType == JsonTokenType.StartObject;
        while (isMap && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString();
            reader.Read();
            sum += HashCode.Combine(key, reader.GetString());
        }

        return sum;
    }

    private static int HashMap(Dictionary<string, string>? map)
    {
        var sum = 0;
        foreach (var (key, value) in map ?? [])
        {
            sum += HashCode.Combine(key, value);
        }

        return sum;
    }

    /// <summary>
    /// Returns the JSON of the value of the property that the reader stands on, and moves to its end.
    /// </summary>
    private static ReadOnlySpan<byte> ReadValue(ref Utf8JsonReader reader, ReadOnlySpan<byte> json)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        var hash = default(HashCode);
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}
