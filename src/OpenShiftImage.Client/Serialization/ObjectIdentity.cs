using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Serialization;

/// <summary>
/// What tells one version of one object from every other: of a deferred Image it is read without looking into the rest.
/// </summary>
internal readonly struct ObjectIdentity
{
    private readonly string? _oddVersion;

    private ObjectIdentity(string? name, Guid uid, ulong version, string? oddVersion) =>
        (Name, Uid, Version, _oddVersion) = (name, uid, version, oddVersion);

    public string? Name { get; }

    /// <summary>The uid; empty when it is none that a server gives.</summary>
    public Guid Uid { get; }

    /// <summary>The version as a number; 0 when it is none.</summary>
    public ulong Version { get; }

    /// <summary>The version as it was written; null for none.</summary>
    public string? ResourceVersion => Version == 0 ? _oddVersion : Version.ToString(CultureInfo.InvariantCulture);

    /// <summary>Returns the identity of an object, which is not read any further for it.</summary>
    public static ObjectIdentity Of(ApiResource resource) =>
        resource.Deferred is { } content ? Read(content.Utf8Json) : Of(resource.Metadata);

    public static ObjectIdentity Of(ObjectMeta? metadata)
    {
        var written = metadata?.ResourceVersion;
        var isNumber = written is [>= '1' and <= '9', ..];
        ulong version = 0;
        isNumber = isNumber && ulong.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out version);
        return new ObjectIdentity(
            metadata?.Name,
            Guid.TryParseExact(metadata?.Uid, "D", out var uid) ? uid : Guid.Empty,
            isNumber ? version : 0,
            isNumber ? null : written);
    }

    /// <summary>Reads the head of an object whose JSON is known to be whole and of the right types.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ObjectIdentity Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonDefaults.Reader);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
            {
                // The rest can be twenty times as long, and has no part of the identity.
                return ReadMetadata(ref reader);
            }

            reader.Skip();
        }

        return default;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ObjectIdentity ReadMetadata(ref Utf8JsonReader reader)
    {
        var (name, uid, version, oddVersion) = ((string?)null, Guid.Empty, 0UL, (string?)null);
        var left = 3;
        // Servers write these three first; labels, annotations and managed fields come after them.
        while (left > 0 && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                name = reader.GetString();
                left--;
            }
            else if (reader.ValueTextEquals("uid"u8))
            {
                reader.Read();
                uid = reader.TokenType == JsonTokenType.String && reader.TryGetGuid(out var read) ? read : Guid.Empty;
                left--;
            }
            else if (reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                var text = reader.ValueSpan;
                var isNumber = text is [>= (byte)'1' and <= (byte)'9', ..]
                    && Utf8Parser.TryParse(text, out version, out var used) && used == text.Length;
                version = isNumber ? version : 0;
                oddVersion = isNumber ? null : reader.GetString();
                left--;
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new ObjectIdentity(name, uid, version, oddVersion);
    }
}
