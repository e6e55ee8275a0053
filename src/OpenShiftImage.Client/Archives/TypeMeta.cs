using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Archives;

/// <summary>What an object says it is (<c>io.k8s.apimachinery.pkg.apis.meta.v1.TypeMeta</c>).</summary>
/// <param name="Kind">Its <c>kind</c>; null where it does not say.</param>
/// <param name="ApiVersion">Its <c>apiVersion</c>; null where it does not say.</param>
internal readonly record struct TypeMeta(string? Kind, string? ApiVersion)
{
    private const string ListSuffix = "List";

    /// <summary>Gets whether it is a list of objects.</summary>
    public bool IsList => Kind?.EndsWith(ListSuffix, StringComparison.Ordinal) == true;

    /// <summary>Returns what an item is that does not say it itself, in a list that says this.</summary>
    public TypeMeta OfItem => Kind is { } kind && IsList && kind.Length > ListSuffix.Length
        ? new TypeMeta(kind[..^ListSuffix.Length], ApiVersion)
        : default;

    /// <summary>Returns what an item is of a list that says this, where it leaves that to the list.</summary>
    public TypeMeta In(TypeMeta list) => Or(list.OfItem);

    /// <summary>Returns this, or what is said elsewhere where this does not say it.</summary>
    public TypeMeta Or(TypeMeta said) => Kind is null ? said
        : Kind == said.Kind && ApiVersion is null ? said
        : this;

    /// <summary>Reads the head of a JSON object, no further than needed.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static TypeMeta Read(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, JsonDefaults.Reader);
        var (kind, version) = ((string?)null, (string?)null);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return default;
        }

        while ((kind is null || version is null) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKind = reader.ValueTextEquals("kind"u8);
            var isVersion = !isKind && reader.ValueTextEquals("apiVersion"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && (isKind || isVersion))
            {
                // No kind has an escape in its name; half of a surrogate pair would be no text at all.
                var text = reader.ValueIsEscaped ? "" : reader.GetString();
                (kind, version) = isKind ? (text, version) : (kind, text);
            }
            else
            {
                reader.Skip();
            }
        }

        return new TypeMeta(kind, version);
    }
}
