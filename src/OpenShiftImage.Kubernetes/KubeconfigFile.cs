using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OpenShiftImage.Kubernetes;

/// <summary>One kubeconfig file, as YAML nodes. It is only ever read.</summary>
internal sealed class KubeconfigFile
{
    private readonly YamlMappingNode _root;

    private KubeconfigFile(string path, YamlMappingNode root)
    {
        Path = path;
        _root = root;
    }

    public string Path { get; }

    public string? CurrentContext => Text(_root, "current-context");

    /// <exception cref="ConfigurationException">The file cannot be read or is no kubeconfig.</exception>
    public static KubeconfigFile Read(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var stream = new YamlStream();
            stream.Load(reader);
            return stream.Documents switch
            {
                [] => new KubeconfigFile(path, new YamlMappingNode()),
                [{ RootNode: YamlMappingNode root }, ..] => new KubeconfigFile(path, root),
                _ => throw Invalid(path, "it is not a YAML mapping"),
            };
        }
        catch (YamlException e)
        {
            throw Invalid(path, $"line {e.Start.Line}, column {e.Start.Column}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                ConfigurationException.FileNotReadable, $"The kubeconfig '{path}' cannot be read: {e.Message}", path, e);
        }
    }

    /// <summary>Gives the named entry of a list such as <c>clusters</c>: the part under <c>cluster</c>.</summary>
    public KubeconfigNode? Find(string list, string entry, string name) =>
        Entries(list).FirstOrDefault(item => Text(item, "name") == name) is { } found
            ? new KubeconfigNode(this, found.Children.TryGetValue(entry, out var node) && node is YamlMappingNode map ? map : new YamlMappingNode())
            : null;

    public IEnumerable<string> Names(string list) => Entries(list).Select(item => Text(item, "name")).OfType<string>();

    public ConfigurationException Invalid(string why) => Invalid(Path, why);

    internal static string? Text(YamlMappingNode map, string key) =>
        map.Children.TryGetValue(key, out var node) && node is YamlScalarNode { Value: { Length: > 0 } value } scalar && !IsNull(scalar) ? value : null;

    private static bool IsNull(YamlScalarNode node) => node.Style == ScalarStyle.Plain && node.Value is "null" or "~" or "Null" or "NULL";

    private static ConfigurationException Invalid(string path, string why, Exception? inner = null) => new(
        ConfigurationException.InvalidKubeconfig, $"The kubeconfig '{path}' is not valid: {why.TrimEnd('.')}.", path, inner);

    private IEnumerable<YamlMappingNode> Entries(string list)
    {
        if (!_root.Children.TryGetValue(list, out var node) || node is YamlScalarNode)
        {
            return [];
        }

        return node is YamlSequenceNode sequence
            ? sequence.Children.OfType<YamlMappingNode>()
            : throw Invalid($"'{list}' is not a list");
    }
}

/// <summary>A cluster, user or context of a kubeconfig, with the file that it stands in.</summary>
internal sealed class KubeconfigNode(KubeconfigFile file, YamlMappingNode map)
{
    public KubeconfigFile File => file;

    public string? Text(string key) => KubeconfigFile.Text(map, key);

    public bool Flag(string key) => Text(key) switch
    {
        null => false,
        var text when bool.TryParse(text, out var value) => value,
        var text => throw file.Invalid($"'{key}' is '{text}', neither true nor false"),
    };

    public KubeconfigNode? Child(string key) =>
        map.Children.TryGetValue(key, out var node) && node is YamlMappingNode child ? new KubeconfigNode(file, child) : null;

    public IReadOnlyList<string> List(string key) =>
        map.Children.TryGetValue(key, out var node) && node is YamlSequenceNode list
            ? [.. list.Children.OfType<YamlScalarNode>().Select(item => item.Value ?? "")]
            : [];

    /// <summary>Gives a mapping whose values are lists.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Lists() =>
        map.Children.Keys.OfType<YamlScalarNode>().ToDictionary(key => key.Value ?? "", key => List(key.Value ?? ""), StringComparer.Ordinal);

    public IReadOnlyList<KubeconfigNode> Children(string key) =>
        map.Children.TryGetValue(key, out var node) && node is YamlSequenceNode list
            ? [.. list.Children.OfType<YamlMappingNode>().Select(item => new KubeconfigNode(file, item))]
            : [];

    /// <summary>Gives a path; a relative one is relative to the file that it stands in.</summary>
    public string? FilePath(string key) => Text(key) is { } path
        ? Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(file.Path))!)
        : null;

    /// <summary>Gives what is inline under <paramref name="dataKey"/> as base64, else what the file under <paramref name="fileKey"/> has.</summary>
    public byte[]? Data(string dataKey, string fileKey)
    {
        if (Text(dataKey) is { } data)
        {
            try
            {
                return Convert.FromBase64String(data);
            }
            catch (FormatException)
            {
                throw file.Invalid($"'{dataKey}' is not base64");
            }
        }

        if (FilePath(fileKey) is not { } path)
        {
            return null;
        }

        try
        {
            return System.IO.File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                ConfigurationException.FileNotReadable, $"'{path}', which '{file.Path}' names as '{fileKey}', cannot be read: {e.Message}", path, e);
        }
    }
}
