using System.Text;
using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Images;

/// <summary>
/// Reads <c>rootfs.diff_ids</c> of the config of an image. The config is text that the server does not check: one that
/// is no such JSON tells nothing.
/// </summary>
internal sealed class DiffIdReader
{
    private byte[] _buffer = new byte[16_384];

    /// <summary>Reads them from the text of a config.</summary>
    public void Read(string? config, List<DigestKey> diffIds)
    {
        diffIds.Clear();
        if (!string.IsNullOrEmpty(config))
        {
            Reserve(Encoding.UTF8.GetMaxByteCount(config.Length));
            ReadConfig(_buffer.AsSpan(0, Encoding.UTF8.GetBytes(config, _buffer)), diffIds);
        }
    }

    /// <summary>Reads them from a config that is a text of JSON itself, with its quotes.</summary>
    public void Read(ReadOnlySpan<byte> json, List<DigestKey> diffIds)
    {
        diffIds.Clear();
        var reader = new Utf8JsonReader(json, JsonDefaults.Reader);
        if (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
            Reserve(json.Length);
            ReadConfig(_buffer.AsSpan(0, reader.CopyString(_buffer)), diffIds);
        }
    }

    private void Reserve(int length)
    {
        if (_buffer.Length < length)
        {
            _buffer = new byte[length];
        }
    }

    private static void ReadConfig(ReadOnlySpan<byte> config, List<DigestKey> diffIds)
    {
        try
        {
            var reader = new Utf8JsonReader(config, JsonDefaults.Reader);
            while (reader.Read())
            {
                if (reader.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                var isWanted = (reader.CurrentDepth == 1 && reader.ValueTextEquals("rootfs"u8))
                    || (reader.CurrentDepth == 2 && reader.ValueTextEquals("diff_ids"u8));
                reader.Read();
                if (!isWanted)
                {
                    reader.Skip();
                }
                else if (reader.TokenType == JsonTokenType.StartArray)
                {
                    ReadItems(ref reader, diffIds);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            diffIds.Clear();
        }
    }

    private static void ReadItems(ref Utf8JsonReader reader, List<DigestKey> diffIds)
    {
        diffIds.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            diffIds.Add(DigestKey.Of(reader.GetString() ?? ""));
        }
    }
}
