using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Patching;

/// <summary>JSON pointers, with the negative indexes that the server's library adds: they count from the end.</summary>
internal static class JsonPointer
{
    /// <summary>Returns the pointer of an operation.</summary>
    /// <exception cref="StatusError">The value is no pointer.</exception>
    public static string Read(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String && (string?)value is "" or ['/', ..]
            ? (string)value!
            : throw StatusError.Unprocessable();

    /// <summary>Finds the value to which a pointer points, which may be null.</summary>
    public static bool TryFind(JsonObject root, string pointer, out JsonNode? value)
    {
        value = root;
        foreach (var token in pointer.Split('/').Skip(1))
        {
            var name = token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            switch (value)
            {
                case JsonObject map when map.TryGetPropertyValue(name, out var member):
                    value = member;
                    break;
                case JsonArray list when ToIndex(token, list.Count) is >= 0 and var index && index < list.Count:
                    value = list[index];
                    break;
                default:
                    value = null;
                    return false;
            }
        }

        return true;
    }

    /// <summary>Returns a pointer with the negative indexes in it counted from the start.</summary>
    /// <param name="root">The object.</param>
    /// <param name="pointer">The pointer.</param>
    /// <param name="isAddition">Whether the last index may be that behind the last item.</param>
    public static string ResolveIndexes(JsonObject root, string pointer, bool isAddition)
    {
        var tokens = pointer.Split('/');
        for (var i = 1; i < tokens.Length; i++)
        {
            if (tokens[i] is ['-', _, ..]
                && TryFind(root, string.Join('/', tokens[..i]), out var parent)
                && parent is JsonArray list)
            {
                var count = isAddition && i == tokens.Length - 1 ? list.Count + 1 : list.Count;
                tokens[i] = ToIndex(tokens[i], count).ToString(CultureInfo.InvariantCulture);
            }
        }

        return string.Join('/', tokens);
    }

    private static int ToIndex(string token, int count) =>
        !int.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index) ? -1
        : index < 0 ? index + count
        : index;
}
