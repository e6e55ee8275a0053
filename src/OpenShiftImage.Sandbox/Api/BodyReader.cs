using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Negotiation;
using OpenShiftImage.Sandbox.Strategy;

namespace OpenShiftImage.Sandbox.Api;

/// <summary>Reads an Image from a body, in canonical form, with what is unknown or twice in it.</summary>
public static partial class BodyReader
{
    /// <summary>The type that the decoder's messages name when a body is no object.</summary>
    internal const string GoTypeMeta = "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\"; Kind string \"json:\\\"kind,omitempty\\\"\" }";

    /// <param name="body">The body.</param>
    /// <param name="isYaml">Whether it is YAML.</param>
    /// <exception cref="StatusError">The body is no Image.</exception>
    public static (JsonObject Image, IReadOnlyList<string> Problems) ReadImage(ReadOnlySpan<byte> body, bool isYaml)
    {
        var problems = new List<string>();
        var parsed = isYaml ? ReadYaml(body, problems) : ReadJson(body, problems);
        parsed ??= new JsonObject();
        if (parsed is not JsonObject image)
        {
            throw Unrecognized(
                $"json: cannot unmarshal {SchemaNode.GoKind(parsed)} into Go value of type {GoTypeMeta}",
                JsonSyntax.Show(body));
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

    /// <summary>Brings an object into canonical form and gives it its defaults.</summary>
    /// <param name="image">The object.</param>
    /// <param name="problems">Receives a line for each unknown field.</param>
    /// <exception cref="SchemaMismatchException">A field is of another type.</exception>
    /// <exception cref="UnknownVersionException">Its metadata are of another version.</exception>
    public static JsonObject Decode(JsonObject image, ICollection<string> problems)
    {
        var unknown = new List<string>();
        var emptied = image["metadata"]?["managedFields"] is JsonArray { Count: 0 };
        var canonical = ImageSchema.Image.Canonical(image, unknown);
        foreach (var path in unknown)
        {
            problems.Add($"unknown field \"{path}\"");
        }

        ImageStrategy.SetDefaults(canonical);
        if (emptied)
        {
            // An empty list, unlike none, says that nobody shall manage anything.
            canonical["metadata"]!["managedFields"] = new JsonArray();
        }

        return canonical;
    }

    private static JsonNode? ReadJson(ReadOnlySpan<byte> body, List<string> problems)
    {
        if (JsonSyntax.Problem(body) is { } problem)
        {
            throw Unrecognized(problem, JsonSyntax.Show(body));
        }

        return Parse(body, problems);
    }

    /// <summary>Parses JSON that is known to be whole; of a key that stands twice the last counts, and a line says so.</summary>
    internal static JsonNode? Parse(ReadOnlySpan<byte> json, List<string> duplicates)
    {
        var reader = new Utf8JsonReader(Decodable(json), new JsonReaderOptions { MaxDepth = JsonSyntax.MaxDepth });
        reader.Read();
        return ReadValue(ref reader, "", duplicates);
    }

    /// <summary>The server's decoder reads bytes and escapes that make no character as U+FFFD; the one here refuses them.</summary>
    private static ReadOnlySpan<byte> Decodable(ReadOnlySpan<byte> json)
    {
        if (!System.Text.Unicode.Utf8.IsValid(json))
        {
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        }

        return json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0 ? json
            : Encoding.UTF8.GetBytes(Escape().Replace(Encoding.UTF8.GetString(json), match => match.Groups["lone"].Success ? "\\ufffd" : match.Value));
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\\[^u]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?<lone>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\u")]
    private static partial System.Text.RegularExpressions.Regex Escape();

    private static JsonNode? ReadYaml(ReadOnlySpan<byte> body, List<string> problems)
    {
        try
        {
            return Yaml.ToJson(Encoding.UTF8.GetString(body), problems);
        }
        catch (YamlDotNet.Core.YamlException e)
        {
            throw StatusError.BadRequest($"the object provided is unrecognized (must be of type Image): {Yaml.Problem(e)} ({JsonSyntax.Show(body)})");
        }
    }

    private static void RequireKind(string? kind, string? apiVersion)
    {
        kind = string.IsNullOrEmpty(kind) ? "Image" : kind;
        apiVersion = string.IsNullOrEmpty(apiVersion) ? ImageStrategy.ApiVersion : apiVersion;
        if (kind == "Image" && apiVersion == ImageStrategy.ApiVersion)
        {
            return;
        }

        if (apiVersion == "v1")
        {
            throw StatusError.BadRequest("the API version in the data (v1) does not match the expected API version (image.openshift.io/v1)");
        }

        var version = apiVersion.Split('/')[^1];
        throw StatusError.BadRequest($"{kind} in version \"{version}\" cannot be handled as a Image: {UnknownKind(kind, apiVersion)}");
    }

    /// <summary>Says that a kind is not known.</summary>
    internal static string UnknownKind(string? kind, string? apiVersion) => apiVersion == ImageStrategy.ApiVersion && kind is "ImageStream" or "ImageSignature" or "ImageList"
        ? $"converting (v1.{kind}) to (image.Image): unknown conversion"
        : $"no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"pkg/runtime/scheme.go:110\"";

    private static StatusError Unrecognized(string why, string shown) => StatusError.BadRequest(
        $"the object provided is unrecognized (must be of type Image): couldn't get version/kind; json parse error: {why} ({shown})");

    /// <summary>Reads a value; of a field that stands twice the last counts, and the field is named.</summary>
    private static JsonNode? ReadValue(ref Utf8JsonReader reader, string path, List<string> problems)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                var map = new JsonObject();
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString()!;
                    var place = path.Length == 0 ? name : $"{path}.{name}";
                    if (map.ContainsKey(name))
                    {
                        problems.Add($"duplicate field \"{place}\"");
                    }

                    reader.Read();
                    map[name] = ReadValue(ref reader, place, problems);
                }

                return map;
            case JsonTokenType.StartArray:
                var list = new JsonArray();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    list.Add(ReadValue(ref reader, $"{path}[{list.Count}]", problems));
                }

                return list;
            case JsonTokenType.Null:
                return null;
            default:
                return JsonNode.Parse(ref reader);
        }
    }
}
