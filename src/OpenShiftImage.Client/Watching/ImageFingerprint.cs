using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Watching;

/// <summary>
/// Hashes of the parts of an Image, from which a watch tells what has changed: 20 bytes, however large the Image is.
/// Hashes are comparable within one process only.
/// </summary>
internal readonly struct ImageFingerprint
{
    private static readonly string[] s_parts = ["labels", "annotations", "dockerImageReference", "signatures", "other"];

    /// <summary>The names of the parts that each set of them has, so that telling them allocates nothing.</summary>
    private static readonly string[][] s_names =
    [
        .. Enumerable.Range(0, 1 << s_parts.Length)
            .Select(set => s_parts.Where((_, part) => (set & (1 << part)) != 0).ToArray()),
    ];

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
        new(Hash(metadata?.Labels), Hash(metadata?.Annotations), 0, 0, 0);

    /// <summary>Returns the fingerprint of an Image, without deserializing a deferred one.</summary>
    public static ImageFingerprint Of(Image image) =>
        image.Deferred is { } content ? Read(content.Utf8Json) : Read(ImageJson.ToUtf8Bytes(image));

    /// <summary>
    /// Returns the fingerprint of an Image from JSON that is known to be whole and of the right types.
    /// </summary>
    public static ImageFingerprint Read(ReadOnlySpan<byte> json) =>
        TryReadAsWritten(json, out var fingerprint) ? fingerprint : ReadAny(json);

    /// <summary>
    /// Reads JSON as servers write it: the metadata end with the managed fields, dockerImageReference follows, and
    /// there are no signatures. The managed fields are most of what would have to be read; reading them makes a burst
    /// of events a fifth slower.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryReadAsWritten(ReadOnlySpan<byte> json, out ImageFingerprint fingerprint)
    {
        fingerprint = default;
        // Within a text the quotes would be escaped, and managed fields are called f:something.
        var field = "},\"dockerImageReference\":\""u8;
        var at = json.IndexOf(field);
        if (at < 0)
        {
            return false;
        }

        var reference = json[(at + field.Length)..];
        var length = reference.IndexOfAny((byte)'"', (byte)'\\');
        if (length < 0 || reference[length] != '"' || reference[length..].IndexOf("\"signatures\":"u8) >= 0)
        {
            return false;
        }

        var (labels, annotations) = (0, 0);
        var reader = new Utf8JsonReader(json, JsonDefaults.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!reader.ValueTextEquals("metadata"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            if (!ReadMetadata(ref reader, ref labels, ref annotations, stopAtManagedFields: true)
                || reader.BytesConsumed > at)
            {
                return false;
            }

            var rest = Hash(reference[(length + 1)..]);
            fingerprint = new ImageFingerprint(labels, annotations, Hash(reference[..length]), 0, rest == 0 ? 1 : rest);
            return true;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ImageFingerprint ReadAny(ReadOnlySpan<byte> json)
    {
        var (labels, annotations, reference) = (0, 0, 0);
        var reader = new Utf8JsonReader(json, JsonDefaults.Reader);
        reader.Read();
        var end = (int)reader.BytesConsumed;
        // Servers write these first. The rest can be a hundred times as long, and is hashed as it is.
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("metadata"u8))
            {
                reader.Read();
                ReadMetadata(ref reader, ref labels, ref annotations, stopAtManagedFields: false);
            }
            else if (reader.ValueTextEquals("dockerImageReference"u8))
            {
                reader.Read();
                reference = HashText(ref reader);
            }
            else if (reader.ValueTextEquals("kind"u8) || reader.ValueTextEquals("apiVersion"u8))
            {
                reader.Skip();
            }
            else
            {
                break;
            }

            end = (int)reader.BytesConsumed;
        }

        var signatures = 0;
        var rest = json[end..].IndexOf("\"signatures\":"u8) < 0
            ? Hash(json[end..])
            : HashWithout(json, ref reader, end, out signatures);
        return new ImageFingerprint(labels, annotations, reference, signatures, rest == 0 ? 1 : rest);
    }

    /// <summary>
    /// Returns the names of the parts that differ. What differs in none of the known parts differs elsewhere, because a
    /// write that changes nothing makes no new version.
    /// </summary>
    public IReadOnlyList<string> ChangesSince(in ImageFingerprint before)
    {
        var known = (_labels != before._labels ? 1 : 0) | (_annotations != before._annotations ? 2 : 0);
        if (IsWhole && before.IsWhole)
        {
            known |= (_reference != before._reference ? 4 : 0)
                | (_signatures != before._signatures ? 8 : 0)
                | (_rest != before._rest ? 16 : 0);
        }

        return s_names[known == 0 ? 16 : known];
    }

    /// <summary>Reads the metadata to their end or to the managed fields; returns whether it is where asked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool ReadMetadata(
        ref Utf8JsonReader reader, ref int labels, ref int annotations, bool stopAtManagedFields)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("labels"u8))
            {
                labels = HashMap(ref reader);
            }
            else if (reader.ValueTextEquals("annotations"u8))
            {
                annotations = HashMap(ref reader);
            }
            else if (stopAtManagedFields && reader.ValueTextEquals("managedFields"u8))
            {
                return true;
            }
            else
            {
                reader.Skip();
            }
        }

        return !stopAtManagedFields;
    }

    /// <summary>Hashes a map whatever the order of its keys; an empty one is as good as none.</summary>
    private static int HashMap(ref Utf8JsonReader reader)
    {
        var sum = 0;
        reader.Read();
        while (reader.TokenType != JsonTokenType.Null && reader.Read()
            && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = HashText(ref reader);
            reader.Read();
            sum += HashCode.Combine(key, HashText(ref reader));
        }

        return sum;
    }

    private static int Hash(Dictionary<string, string>? map)
    {
        var sum = 0;
        foreach (var (key, value) in map ?? [])
        {
            sum += HashCode.Combine(Hash(key), Hash(value));
        }

        return sum;
    }

    private static int HashText(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? 0
        : reader.ValueIsEscaped ? Hash(reader.GetString())
        : Hash(reader.ValueSpan);

    private static int Hash(string? text)
    {
        if (text is null)
        {
            return 0;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        var hash = Hash(buffer.AsSpan(0, Encoding.UTF8.GetBytes(text, buffer)));
        ArrayPool<byte>.Shared.Return(buffer);
        return hash;
    }

    /// <summary>Hashes bytes, four words side by side: a batch of events brings hundreds of megabytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        const ulong Prime = 0x9E3779B97F4A7C15;
        var hash = default(HashCode);
        if (bytes.Length >= 64)
        {
            var (one, two, three, four) = (1UL, 2UL, 3UL, 4UL);
            var words = MemoryMarshal.Cast<byte, ulong>(bytes);
            words = words[..(words.Length & ~3)];
            bytes = bytes[(words.Length * sizeof(ulong))..];
            for (; words.Length >= 4; words = words[4..])
            {
                one = BitOperations.RotateLeft(one ^ words[0], 29) * Prime;
                two = BitOperations.RotateLeft(two ^ words[1], 29) * Prime;
                three = BitOperations.RotateLeft(three ^ words[2], 29) * Prime;
                four = BitOperations.RotateLeft(four ^ words[3], 29) * Prime;
            }

            hash.Add(HashCode.Combine(one, two, three, four));
        }

        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <summary>
    /// Hashes the signatures, and the rest as if there were none: it is equal before and after an Image is signed.
    /// </summary>
    /// <param name="json">The Image.</param>
    /// <param name="reader">Stands on the first field of the rest.</param>
    /// <param name="start">Where the rest begins: with the comma before that field.</param>
    /// <param name="signatures">The hash of the signatures; 0 for none.</param>
    private static int HashWithout(
        ReadOnlySpan<byte> json, ref Utf8JsonReader reader, int start, out int signatures)
    {
        var before = start;
        while (reader.TokenType == JsonTokenType.PropertyName)
        {
            var isSignatures = reader.ValueTextEquals("signatures"u8);
            reader.Read();
            var value = (int)reader.TokenStartIndex;
            reader.Skip();
            var end = (int)reader.BytesConsumed;
            if (isSignatures)
            {
                signatures = json[value..end] is [(byte)'[', (byte)']'] or [(byte)'n', ..]
                    ? 0
                    : Hash(json[value..end]);
                var buffer = ArrayPool<byte>.Shared.Rent(json.Length);
                json[start..before].CopyTo(buffer);
                json[end..].CopyTo(buffer.AsSpan(before - start));
                var hash = Hash(buffer.AsSpan(0, before - start + json.Length - end));
                ArrayPool<byte>.Shared.Return(buffer);
                return hash;
            }

            before = end;
            reader.Read();
        }

        // Only something within another field is called so.
        signatures = 0;
        return Hash(json[start..]);
    }
}
