using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Archives;

/// <summary>
/// Tells whether an object of YAML was cut where what is left is YAML too. What writes YAML ends its last line, and the
/// metadata that a server writes ends with the uid.
/// </summary>
internal static class CutDocument
{
    /// <summary>Returns why an object seems to have been cut; null where nothing says so.</summary>
    /// <param name="json">The object, which is the last of its file.</param>
    /// <param name="hasOpenEnd">Whether the last line of the file does not end.</param>
    public static string? Describe(ReadOnlySpan<byte> json, bool hasOpenEnd)
    {
        var (hasVersion, uid) = ReadMetadata(json);
        // People who take out what a server sets take out the version first, or it could not be created again.
        return Guid.TryParseExact(uid, "D", out _) ? null
            : hasOpenEnd ? "its last line does not end"
            : hasVersion && uid is null ? "it has a resourceVersion, and no uid after it"
            : null;
    }

    private static (bool HasVersion, string? Uid) ReadMetadata(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(MetadataForm.MetadataOf(json), JsonDefaults.Reader);
        var (hasVersion, uid) = (false, (string?)null);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isVersion, isUid) = (reader.ValueTextEquals("resourceVersion"u8), reader.ValueTextEquals("uid"u8));
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
            {
                hasVersion |= isVersion;
                uid = isUid ? reader.GetString() : uid;
            }

            reader.Skip();
        }

        return (hasVersion, uid);
    }
}
