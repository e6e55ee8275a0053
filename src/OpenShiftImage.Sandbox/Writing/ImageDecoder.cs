using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Schemas;
using OpenShiftImage.Sandbox.Serialization;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Strategy;

namespace OpenShiftImage.Sandbox.Writing;

/// <summary>Decodes Images into canonical form, and names unknown and repeated fields.</summary>
internal static class ImageDecoder
{
    private const string Unrecognized = "the object provided is unrecognized (must be of type Image): ";

    /// <summary>Returns the Image in a body, and a line for each unknown or repeated field.</summary>
    /// <exception cref="StatusError">The body is no Image.</exception>
    public static (JsonObject Image, IReadOnlyList<string> Problems) Read(ReadOnlySpan<byte> body, bool isYaml)
    {
        var problems = new List<string>();
        var parsed = isYaml ? ReadYaml(body, problems) : ReadJson(body, problems);
        parsed ??= new JsonObject();
        if (parsed is not JsonObject image)
        {
            throw NotJson(
                $"json: cannot unmarshal {GoFormat.JsonKind(parsed)} into Go value of type {GoFormat.TypeMeta}", body);
        }

        RequireKind((string?)image["kind"], (string?)image["apiVersion"]);
        try
        {
            return (Decode(image, problems), problems);
        }
        catch (Exception e) when (e is SchemaMismatchException or UnknownVersionException)
        {
            throw StatusError.BadRequest($"Image in version \"v1\" cannot be handled as a Image: {e.Message}");
        }
    }

    /// <summary>Returns an object in canonical form, with its defaults.</summary>
    /// <param name="image">The object.</param>
    /// <param name="problems">Receives a line for each unknown field.</param>
    /// <exception cref="SchemaMismatchException">A field is of another type.</exception>
    /// <exception cref="UnknownVersionException">Its metadata are of another version.</exception>
    public static JsonObject Decode(JsonObject image, ICollection<string> problems)
    {
        var unknown = new List<string>();
        var disownsFields = image["metadata"]?["managedFields"] is JsonArray { Count: 0 };
        var canonical = ImageSchema.Image.Canonical(image, unknown);
        foreach (var path in unknown)
        {
            problems.Add($"unknown field \"{path}\"");
        }

        ImageStrategy.SetDefaults(canonical);
        if (disownsFields)
        {
            // An empty list, unlike none, says that nobody shall manage anything.
            canonical["metadata"]!["managedFields"] = new JsonArray();
        }

        return canonical;
    }

    private static JsonNode? ReadJson(ReadOnlySpan<byte> body, List<string> problems) =>
        JsonSyntax.FindProblem(body) is { } problem
            ? throw NotJson(problem, body)
            : GoJsonReader.Read(body, problems);

    private static JsonNode? ReadYaml(ReadOnlySpan<byte> body, List<string> problems)
    {
        var preview = JsonSyntax.Preview(body);
        return YamlReader.Read(
            body, problems, problem => StatusError.BadRequest($"{Unrecognized}{problem} ({preview})"));
    }

    private static void RequireKind(string? kind, string? apiVersion)
    {
        kind = string.IsNullOrEmpty(kind) ? ImageResource.Kind : kind;
        apiVersion = string.IsNullOrEmpty(apiVersion) ? ImageResource.ApiVersion : apiVersion;
        if (kind == ImageResource.Kind && apiVersion == ImageResource.ApiVersion)
        {
            return;
        }

        if (apiVersion == "v1")
        {
            throw StatusError.BadRequest(
                "the API version in the data (v1) does not match the expected API version (image.openshift.io/v1)");
        }

        var version = apiVersion.Split('/')[^1];
        throw StatusError.BadRequest(
            $"{kind} in version \"{version}\" cannot be handled as a Image: {GoScheme.NotAnImage(kind, apiVersion)}");
    }

    private static StatusError NotJson(string reason, ReadOnlySpan<byte> body) => StatusError.BadRequest(
        $"{Unrecognized}couldn't get version/kind; json parse error: {reason} ({JsonSyntax.Preview(body)})");
}
