using System.Text.Json;

namespace OpenShiftImage.Kubernetes;

/// <summary>A mapping of a kubeconfig, with the file that it stands in. A value of another type than the field's is refused, as kubectl does.</summary>
internal sealed class KubeconfigNode(KubeconfigFile file, JsonElement map)
{
    public KubeconfigFile File => file;

    /// <summary>Returns a text; null when it is not there, null or empty.</summary>
    public string? Text(string key) => Value(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } value => value.GetString() is { Length: > 0 } text ? text : null,
        _ => throw file.Invalid($"'{key}' must be text: a number, true, false, yes or no needs quotes"),
    };

    public bool Flag(string key) => Value(key) switch
    {
        null => false,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        _ => throw file.Invalid($"'{key}' is neither true nor false"),
    };

    public bool Has(string key) => Value(key) is not null;

    /// <summary>Returns the JSON of any value; null when it is not there or null.</summary>
    public JsonElement? Value(string key) =>
        map.ValueKind == JsonValueKind.Object && map.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public KubeconfigNode? Child(string key) => Value(key) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } value => new KubeconfigNode(file, value),
        _ => throw file.Invalid($"'{key}' is not a mapping"),
    };

    public IReadOnlyList<string> List(string key) => [.. Items(key).Select(item => item.ValueKind == JsonValueKind.String
        ? item.GetString()!
        : throw file.Invalid($"an item of '{key}' must be text: a number, true, false, yes or no needs quotes"))];

    /// <summary>Returns a mapping whose values are lists.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lists() => map.ValueKind != JsonValueKind.Object
        ? new Dictionary<string, IReadOnlyList<string>>()
        : map.EnumerateObject().ToDictionary(item => item.Name, item => List(item.Name), StringComparer.Ordinal);

    public IReadOnlyList<KubeconfigNode> Children(string key) => [.. Items(key).Where(item => item.ValueKind != JsonValueKind.Null).Select(item => item.ValueKind == JsonValueKind.Object
        ? new KubeconfigNode(file, item)
        : throw file.Invalid($"an item of '{key}' is not a mapping"))];

    /// <summary>Returns a path; a relative one is relative to the file that it stands in.</summary>
    public string? FilePath(string key) => Text(key) is { } path ? Path.GetFullPath(path, Path.GetDirectoryName(file.Path)!) : null;

    /// <summary>Returns what is inline under <paramref name="dataKey"/> as base64, else what the file under <paramref name="fileKey"/> has.</summary>
    public byte[]? Data(string dataKey, string fileKey) => Text(dataKey) is not null && Text(fileKey) is not null
        ? throw file.Invalid($"'{dataKey}' and '{fileKey}' are both there; which is meant?")
        : Base64(dataKey) ?? FileContent(fileKey);

    /// <summary>Returns what is inline as base64; null when it is not there, null or empty.</summary>
    public byte[]? Base64(string key)
    {
        try
        {
            return Text(key) is { } data ? Convert.FromBase64String(data) : null;
        }
        catch (FormatException)
        {
            throw file.Invalid($"'{key}' is not base64");
        }
    }

    /// <summary>Returns what a file has; null when none is named.</summary>
    public byte[]? FileContent(string key)
    {
        if (FilePath(key) is not { } path)
        {
            return null;
        }

        try
        {
            return file.Files.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                ConfigurationException.FileNotReadable, $"'{path}', which '{file.Path}' names as '{key}', cannot be read: {e.Message}", path, e);
        }
    }

    private JsonElement.ArrayEnumerator Items(string key) => Value(key) switch
    {
        null => default,
        { ValueKind: JsonValueKind.Array } list => list.EnumerateArray(),
        _ => throw file.Invalid($"'{key}' is not a list"),
    };
}
