using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Serialization;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>
/// Reads the configuration of a server-side apply: the fields that a manager wants to own, as YAML or JSON.
/// </summary>
internal static class ApplyConfiguration
{
    private const string TypedObject = $"{ImageResource.ApiVersion}, Kind={ImageResource.Kind}";

    /// <summary>Returns the configuration in a body.</summary>
    /// <param name="body">The body.</param>
    /// <param name="warnings">Receives a line for each repeated key.</param>
    /// <exception cref="StatusError">The body is no configuration of an Image.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body, ICollection<string> warnings)
    {
        var parsed = YamlReader.Read(body, warnings, problem =>
            StatusError.BadRequest("error decoding YAML: error converting YAML to JSON: " + problem));
        parsed ??= new JsonObject();
        if (parsed is not JsonObject configuration)
        {
            throw StatusError.BadRequest(
                "error decoding YAML: error unmarshaling JSON: while decoding JSON: json: "
                + $"cannot unmarshal {GoFormat.JsonKind(parsed)} into Go value of type map[string]interface {{}}");
        }

        var kind = GetText(configuration["kind"]);
        var apiVersion = GetText(configuration["apiVersion"]);
        if (kind != ImageResource.Kind || apiVersion != ImageResource.ApiVersion)
        {
            var group = apiVersion.Contains('/') ? "" : "/";
            throw StatusError.BadRequest($"invalid object type: {group}{apiVersion}, Kind={kind}");
        }

        if (configuration["metadata"]?["managedFields"] is not null)
        {
            throw StatusError.BadRequest("metadata.managedFields must be nil");
        }

        var problems = SchemaValidation.FindProblems(configuration);
        if (problems.Count > 0)
        {
            var details = problems.Count == 1
                ? problems[0]
                : $"errors:\n{string.Join('\n', problems.Select(problem => "  " + problem))}";
            throw StatusError.Internal(
                $"failed to create typed patch object (/{(string?)configuration["metadata"]?["name"]}; {TypedObject}): "
                + details);
        }

        return configuration;
    }

    /// <summary>
    /// Checks that a configuration can be applied to an object: signatures break the real server's merge.
    /// </summary>
    /// <exception cref="StatusError">The object has signatures.</exception>
    public static void RequireNoSignatures(JsonObject live, string name)
    {
        if (FieldManager.HasSignatures(live))
        {
            throw StatusError.Internal(
                $"failed to create typed live object (/{name}; {TypedObject}): .signatures: element 0: "
                + SchemaValidation.OmitsKey("name"));
        }
    }

    private static string GetText(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.String ? (string)node! : "";
}
