using System.Text.Json.Nodes;
using Json.Schema;

namespace OpenShiftImage.Analysis.Tests.Policies;

/// <summary>A JSON schema, and what it says of documents.</summary>
internal sealed class Schema(string name)
{
    private readonly JsonSchema _schema = JsonSchema.FromText(Read(name));

    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", name));

    /// <summary>Returns where a document is not as the schema has it, and why; empty where it is.</summary>
    public string Check(string json)
    {
        var result = _schema.Evaluate(JsonNode.Parse(json), new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid ? "" : string.Join('\n', (result.Details ?? [])
            .Where(detail => detail.Errors is { Count: > 0 })
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}"))
            .DefaultIfEmpty("invalid"));
    }
}
