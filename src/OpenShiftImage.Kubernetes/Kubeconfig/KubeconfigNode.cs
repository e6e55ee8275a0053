using System.Text.Json;
using OpenShiftImage.Kubernetes.Yaml;

namespace OpenShiftImage.Kubernetes.Kubeconfig;

/// <summary>A mapping of a kubeconfig, with the file that it stands in.</summary>
internal sealed class KubeconfigNode(KubeconfigFile file, JsonElement map) : YamlNode<KubeconfigNode>(map)
{
    public KubeconfigFile File => file;

    /// <summary>Returns a path; a relative one is relative to the file that it stands in.</summary>
    public string? FilePath(string key) =>
        Text(key) is { } path ? Path.GetFullPath(path, Path.GetDirectoryName(file.Path)!) : null;

    /// <summary>
    /// Returns what is inline under <paramref name="dataKey"/> as base64, else what the file under <paramref
    /// name="fileKey"/> has.
    /// </summary>
    public byte[]? Data(string dataKey, string fileKey) => Text(dataKey) is not null && Text(fileKey) is not null
        ? throw Invalid($"'{dataKey}' and '{fileKey}' are both there; which is meant?")
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
            throw Invalid($"'{key}' is not base64");
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
                ConfigurationException.FileNotReadable,
                $"'{path}', which '{file.Path}' names as '{key}', cannot be read: {e.Message}",
                path,
                e);
        }
    }

    protected override KubeconfigNode Create(JsonElement child) => new(file, child);

    protected override Exception Invalid(string why) => file.Invalid(why);
}
