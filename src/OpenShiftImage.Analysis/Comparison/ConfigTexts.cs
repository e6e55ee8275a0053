using System.Text.Encodings.Web;
using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Comparison;

/// <summary>
/// The config of an image by field, without the environment. A field that is empty, false or 0 is as one that is not
/// there: servers and tools leave them out or not.
/// </summary>
internal static class ConfigTexts
{
    private const string Env = "Env";
    private const string Labels = "Labels";

    /// <summary>Fields as they are spelled, where others write them with other capitals.</summary>
    private static readonly string[] s_fields =
    [
        "User", "WorkingDir", "Entrypoint", "Cmd", "ExposedPorts", "Volumes", "StopSignal", "StopTimeout",
        "Healthcheck", "Shell", "OnBuild", "Hostname", "Domainname", "Image", Env, Labels,
    ];

    /// <summary>Returns the config that the server derived, else that of the config blob.</summary>
    public static JsonElement FindConfig(JsonElement metadata, JsonElement blob) =>
        DockerImageConfiguration.Find(metadata, blob);

    /// <summary>Returns the texts by field; of labels each is a field.</summary>
    public static Dictionary<string, string> Of(JsonElement metadata, JsonElement blob)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(found, "Author", metadata.Property("Author") ?? blob.Property("author"));
        Add(found, "Comment", metadata.Property("Comment") ?? blob.Property("comment"));
        Add(found, "DockerVersion", metadata.Property("DockerVersion") ?? blob.Property("docker_version"));
        if (FindConfig(metadata, blob) is not { ValueKind: JsonValueKind.Object } config)
        {
            return found;
        }

        foreach (var item in config.EnumerateObject())
        {
            var name = Array.Find(s_fields, field => field.Equals(item.Name, StringComparison.OrdinalIgnoreCase))
                ?? item.Name;
            if (name == Labels && item.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var label in item.Value.EnumerateObject())
                {
                    found[$"{Labels}.{label.Name}"] = TextOf(label.Value) ?? "";
                }
            }
            else if (name != Env)
            {
                Add(found, name, item.Value);
            }
        }

        return found;
    }

    private static void Add(Dictionary<string, string> texts, string name, JsonElement? value)
    {
        if (value is { } given && TextOf(given) is { Length: > 0 } text)
        {
            texts[name] = text;
        }
    }

    private static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Null or JsonValueKind.Undefined or JsonValueKind.False => null,
        JsonValueKind.Number when value.TryGetDouble(out var number) && number == 0 => null,
        JsonValueKind.Array when value.GetArrayLength() == 0 => null,
        JsonValueKind.Object when !value.EnumerateObject().Any() => null,
        // Ports and volumes are a set, written as an object of empty objects.
        JsonValueKind.Object when value.EnumerateObject().All(item => IsEmpty(item.Value)) => string.Join(
            ", ", value.EnumerateObject().Select(item => item.Name).Order(StringComparer.Ordinal)),
        JsonValueKind.Object or JsonValueKind.Array => Canonical(value),
        _ => value.GetRawText(),
    };

    private static bool IsEmpty(JsonElement value) => value.ValueKind == JsonValueKind.Null
        || (value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any());

    /// <summary>Returns JSON that is the same for values that are: fields in order, no white space.</summary>
    private static string Canonical(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject()
            .OrderBy(item => item.Name, StringComparer.Ordinal)
            .Select(item => $"{Quote(item.Name)}:{Canonical(item.Value)}")) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Canonical)) + "]",
        JsonValueKind.String => Quote(value.GetString()!),
        _ => value.GetRawText(),
    };

    private static string Quote(string text) =>
        "\"" + JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping) + "\"";
}
