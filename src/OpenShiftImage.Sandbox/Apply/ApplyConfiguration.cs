using System.Text;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Api;
using OpenShiftImage.Sandbox.Negotiation;
using OpenShiftImage.Sandbox.Strategy;

namespace OpenShiftImage.Sandbox.Apply;

/// <summary>Reads the configuration of a server-side apply: YAML, and so JSON, of the fields that a manager wants to own.</summary>
internal static class ApplyConfiguration
{
    /// <exception cref="StatusError">It is none.</exception>
    public static JsonObject Read(ReadOnlySpan<byte> body, ICollection<string> warnings)
    {
        JsonNode? parsed;
        try
        {
            parsed = Yaml.ToJson(Encoding.UTF8.GetString(body), warnings);
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw StatusError.BadRequest($"error decoding YAML: yaml: line {e.Start.Line}: {e.Message}");
        }

        if (parsed is not JsonObject configuration)
        {
            throw StatusError.BadRequest("error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal value into Go value of type map[string]interface {}");
        }

        var kind = (string?)configuration["kind"] ?? "";
        var apiVersion = (string?)configuration["apiVersion"] ?? "";
        if (kind != "Image" || apiVersion != ImageStrategy.ApiVersion)
        {
            throw StatusError.BadRequest($"invalid object type: {apiVersion}, Kind={kind}");
        }

        if (configuration["metadata"]?["managedFields"] is not null)
        {
            throw StatusError.BadRequest("metadata.managedFields must be nil");
        }

        RequireKnownFields(configuration);
        return configuration;
    }

    private static void RequireKnownFields(JsonObject configuration)
    {
        var about = $"failed to create typed patch object (/{(string?)configuration["metadata"]?["name"]}; {ImageStrategy.ApiVersion}, Kind=Image)";
        var unknown = new List<string>();
        try
        {
            ImageSchema.Image.Canonical(configuration, unknown);
        }
        catch (SchemaMismatchException e)
        {
            throw StatusError.Internal($"{about}: {e.Message}");
        }

        if (unknown.Count > 0)
        {
            throw StatusError.Internal(unknown.Count == 1
                ? $"{about}: .{unknown[0]}: field not declared in schema"
                : $"{about}: errors:\n{string.Join('\n', unknown.Select(path => $"  .{path}: field not declared in schema"))}");
        }
    }
}
