using System.Text;
using System.Text.Json;
using OpenShiftImage.Kubernetes.Yaml;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Kubernetes.Kubeconfig;

/// <summary>
/// One kubeconfig file, as the JSON that its YAML means, which is how kubectl reads it. It is only ever read.
/// </summary>
internal sealed class KubeconfigFile
{
    private static readonly string[] s_lists = ["clusters", "contexts", "users"];
    private readonly KubeconfigNode _root;

    private KubeconfigFile(string path, FileSnapshots files, JsonElement root)
    {
        Path = path;
        Files = files;
        _root = new KubeconfigNode(this, root);
        foreach (var list in s_lists)
        {
            // kubectl refuses them too: of two servers of one name, who is to say which is meant?
            var groups = Names(list).GroupBy(name => name, StringComparer.Ordinal);
            if (groups.FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                throw Invalid($"'{list}' has the name '{twice.Key}' twice");
            }
        }
    }

    public string Path { get; }

    public FileSnapshots Files { get; }

    public string? CurrentContext => _root.Text("current-context");

    /// <summary>Reads a file. Blocks as long as the system does.</summary>
    /// <param name="path">Full path of the file.</param>
    /// <param name="files">Keeps what the file held.</param>
    /// <exception cref="ConfigurationException">The file cannot be read or is no kubeconfig.</exception>
    public static KubeconfigFile Read(string path, FileSnapshots files)
    {
        try
        {
            using var reader = new StreamReader(new MemoryStream(files.Read(path)), Encoding.UTF8);
            var json = YamlReader.FirstToJson(reader.ReadToEnd());
            if (json.IsEmpty)
            {
                return new KubeconfigFile(path, files, default);
            }

            using var document = JsonDocument.Parse(json, YamlReader.JsonOptions);
            return document.RootElement.ValueKind switch
            {
                JsonValueKind.Null => new KubeconfigFile(path, files, default),
                JsonValueKind.Object => new KubeconfigFile(path, files, document.RootElement.Clone()),
                _ => throw Invalid(path, "it is not a YAML mapping"),
            };
        }
        catch (DocumentException e)
        {
            throw Invalid(path, $"line {e.Line}, column {e.Column}: {e.Reason}", e);
        }
        catch (JsonException e)
        {
            throw Invalid(path, JsonFault.Describe(e, withPlace: true), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                ConfigurationException.FileNotReadable,
                $"The kubeconfig '{path}' cannot be read: {e.Message}",
                path,
                e);
        }
    }

    /// <summary>
    /// Returns the named entry of a list such as <c>clusters</c>: the part under <c>cluster</c>; null when there is
    /// none.
    /// </summary>
    public KubeconfigNode? Find(string list, string entry, string name) =>
        _root.Children(list).FirstOrDefault(item => (item.Text("name") ?? "") == name) is { } found
            ? found.Child(entry) ?? new KubeconfigNode(this, default)
            : null;

    /// <summary>Returns the names of the entries of a list; one without a name has the name "".</summary>
    public IEnumerable<string> Names(string list) => _root.Children(list).Select(item => item.Text("name") ?? "");

    public ConfigurationException Invalid(string why) => Invalid(Path, why);

    private static ConfigurationException Invalid(string path, string why, Exception? inner = null) => new(
        ConfigurationException.InvalidKubeconfig,
        $"The kubeconfig '{path}' is not valid: {why.TrimEnd('.')}{(why.EndsWith('?') ? "" : ".")}",
        path,
        inner);

}
