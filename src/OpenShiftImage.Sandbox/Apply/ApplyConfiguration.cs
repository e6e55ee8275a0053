using System.Text;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Serialization;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>
/// Reads the configuration of a server-side apply: YAML, and so JSON, of the fields that a manager wants to own.
/// </summary>
internal static class ApplyConfiguration
{
    /// <exception cref="StatusError">It is none.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body, ICollection<string> warnings)
    {
        var parsed = YamlReader.Read(body, warnings, problem =>
            StatusError.BadRequest("error decoding YAML: error converting YAML to JSON: " + problem));
        parsed ??= new JsonObject();
        if (parsed is not JsonObject configuration)
        {
            throw StatusError.BadRequest(
                $"error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {GoFormat.JsonKind(parsed)} into Go value of type map[string]interface {{}}");
        }

        var kind = Text(configuration["kind"]);
        var apiVersion = Text(configuration["apiVersion"]);
        if (kind != "Image" || apiVersion != ImageResource.ApiVersion)
        {
            throw StatusError.BadRequest($"invalid object type: {(apiVersion.Contains('/') ? "" : "/")}{apiVersion}, Kind={kind}");
        }

        if (configuration["metadata"]?["managedFields"] is not null)
        {
            throw StatusError.BadRequest("metadata.managedFields must be nil");
        }

        var problems = TypedValidation.Problems(configuration);
        if (problems.Count > 0)
        {
            throw StatusError.Internal($"failed to create typed patch object (/{(string?)configuration["metadata"]?["name"]}; {ImageResource.ApiVersion}, Kind=Image): "
                + (problems.Count == 1 ? problems[0] : $"errors:\n{string.Join('\n', problems.Select(problem => "  " + problem))}"));
        }

        return configuration;
    }

    private static string Text(JsonNode? node) => node?.GetValueKind() == System.Text.Json.JsonValueKind.String ? (string)node! : "";
}
