using System.Text.Json.Nodes;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Api;

/// <summary>What of an Image a client can choose.</summary>
internal static class ImageContent
{
    /// <summary>
    /// Whether two Images differ in nothing but what only the server sets. A difference in how a value is left out
    /// counts as none.
    /// </summary>
    public static bool IsSame(Image one, Image other) => JsonNode.DeepEquals(Normalize(one), Normalize(other));

    private static JsonNode? Normalize(Image image)
    {
        var json = JsonNode.Parse(ImageJson.ToUtf8Bytes(ServerFields.WithoutForCreate(image)))!.AsObject();
        json.Remove("kind");
        json.Remove("apiVersion");
        return WithoutEmpty(json);
    }

    /// <summary>
    /// Null, an empty list and an empty map are as good as nothing; an empty text, as an annotation may have, is not.
    /// </summary>
    private static JsonNode? WithoutEmpty(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                foreach (var (name, value) in map.ToList())
                {
                    if (WithoutEmpty(value) is null)
                    {
                        map.Remove(name);
                    }
                }

                return map.Count == 0 ? null : map;
            case JsonArray list:
                foreach (var item in list)
                {
                    WithoutEmpty(item);
                }

                return list.Count == 0 ? null : list;
            default:
                return node;
        }
    }
}
