using System.Text.Json;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Analysis.Rules;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Analysis.Tests.Policies;

/// <summary>Policies and Images of JSON, in which single quotes stand for double ones.</summary>
internal static class Document
{
    public static Policy Policy(string rules) => PolicyReader.Read(Node($"{{'Rules':{rules}}}"), "test", null);

    public static DataNode Node(string json)
    {
        using var document = JsonDocument.Parse(json.Replace('\'', '"'));
        return ToNode(document.RootElement, "");
    }

    public static Image Image(string json) => ImageJson.ParseImage(
        System.Text.Encoding.UTF8.GetBytes(json.Replace('\'', '"')));

    private static DataNode ToNode(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.Object => new DataNode
        {
            Path = path,
            Fields = [.. json.EnumerateObject().Select(field => KeyValuePair.Create(
                field.Name, ToNode(field.Value, path.Length == 0 ? field.Name : $"{path}.{field.Name}")))],
        },
        JsonValueKind.Array => new DataNode
        {
            Path = path,
            Items = [.. json.EnumerateArray().Select((item, index) => ToNode(item, $"{path}[{index}]"))],
        },
        _ => new DataNode
        {
            Path = path,
            Value = json.ValueKind switch
            {
                JsonValueKind.String => json.GetString(),
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.Number => json.TryGetInt64(out var whole) ? whole : json.GetDouble(),
                _ => null,
            },
        },
    };
}
