using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using OpenShiftImage.Sandbox.Primitives;

namespace OpenShiftImage.Sandbox.Schemas;

/// <summary>
/// A node of the schema of a resource. It reads JSON as the server's decoder does: known fields of the right type, in
/// the order in which the server writes them, empty ones left out; unknown ones dropped and named.
/// </summary>
internal abstract partial class SchemaNode
{
    /// <summary>Returns the value in the server's form; null when it is empty.</summary>
    /// <param name="value">The value.</param>
    /// <param name="path">Its JSON path.</param>
    /// <param name="goPath">The path by which the decoder's messages name it.</param>
    /// <param name="unknown">Receives the paths of fields that the schema does not have.</param>
    public abstract JsonNode? Read(JsonNode? value, string path, string goPath, ICollection<string> unknown);

    /// <summary>Whether a value is what the server leaves out of fields that may be omitted.</summary>
    public static bool IsEmpty(JsonNode? value) => value switch
    {
        null => true,
        JsonObject map => map.Count == 0,
        JsonArray list => list.Count == 0,
        _ => value.GetValueKind() switch
        {
            JsonValueKind.String => value.GetValue<string>().Length == 0,
            JsonValueKind.Number => value.ToJsonString() == "0",
            JsonValueKind.False => true,
            _ => false,
        },
    };

    /// <summary>The decoder's messages name fields, not items: <c>layers.</c> for <c>layers[0]</c>.</summary>
    protected static string WithoutIndexes(string path) => path.Length == 0 ? "" : Index().Replace(path, "") + ".";

    protected static SchemaMismatchException Mismatch(JsonNode value, string goPath, string type) => new(
        $"json: cannot unmarshal {GoFormat.JsonKind(value)} into Go struct field {goPath} of type {type}");

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
