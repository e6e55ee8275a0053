using System.Runtime.CompilerServices;
using System.Text.Json;

namespace OpenShiftImage;

/// <summary>What tells one version of one object from every other: of a deferred Image it is read without looking into the rest.</summary>
internal readonly record struct ObjectHead(string? Name, string? Uid, string? ResourceVersion)
{
    public static ObjectHead Of(ObjectMeta? metadata) => new(metadata?.Name, metadata?.Uid, metadata?.ResourceVersion);

    /// <summary>Reads the head of an object whose JSON is known to be whole and of the right types.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ObjectHead Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isMetadata = reader.ValueTextEquals("metadata"u8);
            reader.Read();
            if (isMetadata && reader.TokenType == JsonTokenType.StartObject)
            {
                // What follows can be twenty times as long, and says nothing more.
                return ReadMetadata(ref reader);
            }

            reader.Skip();
        }

        return default;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ObjectHead ReadMetadata(ref Utf8JsonReader reader)
    {
        var (name, uid, version) = ((string?)null, (string?)null, (string?)null);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("name"u8))
            {
                reader.Read();
                name = reader.GetString();
            }
            else if (reader.ValueTextEquals("uid"u8))
            {
                reader.Read();
                uid = reader.GetString();
            }
            else if (reader.ValueTextEquals("resourceVersion"u8))
            {
                reader.Read();
                version = reader.GetString();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return new ObjectHead(name, uid, version);
    }
}
