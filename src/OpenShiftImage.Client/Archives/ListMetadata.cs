using System.Text.Json;

namespace OpenShiftImage.Archives;

/// <summary>
/// What a list says of itself (<c>io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta</c>), as far as it tells whether it is
/// whole.
/// </summary>
/// <param name="ResourceVersion">
/// The version that it was read at (<c>resourceVersion</c>), the same for all pages of one list; null where it does
/// not say.
/// </param>
/// <param name="HasMore">Whether a page follows (<c>continue</c>).</param>
internal readonly record struct ListMetadata(string? ResourceVersion, bool HasMore)
{
    /// <summary>Reads the object that a reader stands at the beginning of; all of it must be there.</summary>
    public static ListMetadata Read(Utf8JsonReader reader)
    {
        var metadata = default(ListMetadata);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return metadata;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isContinue = reader.ValueTextEquals("continue"u8);
            var isVersion = !isContinue && reader.ValueTextEquals("resourceVersion"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && isContinue)
            {
                metadata = metadata with { HasMore = reader.HasValueSequence || reader.ValueSpan.Length > 0 };
            }
            else if (reader.TokenType == JsonTokenType.String && isVersion && !reader.ValueIsEscaped)
            {
                metadata = metadata with { ResourceVersion = reader.GetString() };
            }
            else
            {
                // All of it is there; Skip refuses readers that could be given more.
                reader.TrySkip();
            }
        }

        return metadata;
    }
}
