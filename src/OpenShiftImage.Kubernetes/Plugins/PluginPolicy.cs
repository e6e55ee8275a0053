using System.Text;
using System.Text.Json;
using OpenShiftImage.Kubernetes.Yaml;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Kubernetes.Plugins;

/// <summary>
/// Which credential plugins may run: <c>credentialPluginPolicy</c> and <c>credentialPluginAllowlist</c> of the kuberc
/// (KEP-3104, kubectl 1.35 and later). Where kubectl goes on with a kuberc that it cannot read, this refuses: a
/// policy that is there and unreadable allows nothing.
/// </summary>
internal sealed class PluginPolicy
{
    private const string Group = "kubectl.config.k8s.io/";
    private const string ApiVersion = Group + "v1beta1";

    /// <summary>It has no policy.</summary>
    private const string OlderApiVersion = Group + "v1alpha1";

    private const string PolicyField = "credentialPluginPolicy";
    private const string AllowlistField = "credentialPluginAllowlist";

    private static readonly string[] s_fields = [PolicyField, AllowlistField];
    private readonly string? _source;
    private readonly bool _deniesAll;
    private readonly IReadOnlyList<string>? _allowed;

    private PluginPolicy(string? source, bool deniesAll, IReadOnlyList<string>? allowed) =>
        (_source, _deniesAll, _allowed) = (source, deniesAll, allowed);

    /// <summary>
    /// Reads the policy of <c>KUBERC</c>, else of <c>~/.kube/kuberc</c>. Blocks as long as the system does.
    /// </summary>
    /// <param name="location">The folder that a relative path is relative to.</param>
    /// <exception cref="ConfigurationException">The kuberc cannot be read, or its policy is none.</exception>
    private static PluginPolicy Load(string location)
    {
        var named = Environment.GetEnvironmentVariable("KUBERC");
        var enabled = Environment.GetEnvironmentVariable("KUBECTL_KUBERC");
        if (named == "off" || "false".Equals(enabled, StringComparison.OrdinalIgnoreCase))
        {
            return new PluginPolicy(null, false, null);
        }

        var path = string.IsNullOrEmpty(named)
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "kuberc")
            : Path.GetFullPath(named, location);
        if (string.IsNullOrEmpty(named) && !File.Exists(path) && !Directory.Exists(path))
        {
            return new PluginPolicy(null, false, null);
        }

        try
        {
            return Parse(Encoding.UTF8.GetString(BoundedFile.Read(path, out _)), path);
        }
        catch (DocumentException e)
        {
            throw Invalid(path, $"line {e.Line}, column {e.Column}: {e.Reason}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException
            or JsonException or InvalidOperationException)
        {
            throw Invalid(path, e.Message, e);
        }
    }

    /// <summary>Reads the policy, and refuses a plugin that it does not allow.</summary>
    /// <exception cref="ConfigurationException">The plugin is not allowed, or nobody can say.</exception>
    public static async Task RequireAsync(
        string location, string command, string? path, CancellationToken cancellationToken)
    {
        try
        {
            var policy = await BoundedFile.RunAsync(() => Load(location), cancellationToken).ConfigureAwait(false);
            policy.Require(command, path);
        }
        catch (TimeoutException e)
        {
            var kuberc = Environment.GetEnvironmentVariable("KUBERC") ?? "~/.kube/kuberc";
            throw Invalid(kuberc, "it could not be read in time", e);
        }
    }

    /// <summary>Refuses a plugin that the policy does not allow.</summary>
    /// <param name="command">The command: a bare name, or a full path.</param>
    /// <param name="path">The program that it means; null when there is none.</param>
    /// <exception cref="ConfigurationException">The plugin is not allowed.</exception>
    private void Require(string command, string? path)
    {
        if (_deniesAll || _allowed?.Any(entry => IsSame(entry, command, path)) == false)
        {
            var why = _deniesAll
                ? $"allows none ({PolicyField}: DenyAll)"
                : $"does not have it in its {AllowlistField}";
            throw new ConfigurationException(
                ConfigurationException.CredentialPluginNotAllowed,
                $"The credential plugin '{command}' was not run: '{_source}' {why}.",
                command);
        }
    }

    private static bool IsSame(string entry, string command, string? path) => entry == command || (path is not null
        && (entry == path
            || (Path.GetFileName(entry) == Path.GetFileName(path) && ExecutablePath.Find(entry) == path)));

    /// <summary>
    /// Finds the Preference of a version that has the policy; one of a version that is not known yet may have
    /// another.
    /// </summary>
    private static PluginPolicy Parse(string text, string path)
    {
        var hasOlder = string.IsNullOrWhiteSpace(text);
        foreach (var document in YamlReader.SplitDocuments(text))
        {
            var json = YamlReader.FirstToJson(document);
            if (json.IsEmpty)
            {
                continue;
            }

            using var parsed = JsonDocument.Parse(json, YamlReader.JsonOptions);
            var root = new KubercNode(path, parsed.RootElement);
            if (root.Text("kind") != "Preference")
            {
                continue;
            }

            switch (root.Text("apiVersion"))
            {
                case ApiVersion:
                    return Read(root, path);
                case OlderApiVersion:
                    hasOlder = true;
                    break;
                case var other when other?.StartsWith(Group, StringComparison.Ordinal) == true:
                    throw Invalid(path, $"its Preference is of {other}, which is not known here", null);
            }
        }

        return hasOlder
            ? new PluginPolicy(null, false, null)
            : throw Invalid(path, $"it has no Preference of {ApiVersion}", null);
    }

    private static PluginPolicy Read(KubercNode root, string path)
    {
        // A policy that was meant and mistyped is no policy to kubectl; here it is none that could be kept.
        if (root.Names().Except(s_fields).FirstOrDefault(IsMistyped) is { } mistyped)
        {
            throw Invalid(path, $"'{mistyped}' is written with other capitals than the field's", null);
        }

        var policy = root.Text(PolicyField) ?? "";
        var list = root.Value(AllowlistField);
        switch (policy)
        {
            case "" or "AllowAll" or "DenyAll":
                return list is not null
                    ? throw Invalid(path, $"the {PolicyField} is '{policy}', but there is a {AllowlistField}", null)
                    : new PluginPolicy(path, policy == "DenyAll", null);
            case "Allowlist":
                List<string> entries = list is { } items
                    ? [.. items.EnumerateArray().Select(item => Entry(new KubercNode(path, item), path))]
                    : [];
                return entries.Count > 0 ? new PluginPolicy(path, false, entries)
                    : throw Invalid(
                        path,
                        $"the {PolicyField} is 'Allowlist', but the {AllowlistField} is missing or empty; "
                        + "'DenyAll' allows none",
                        null);
            default:
                throw Invalid(
                    path, $"the {PolicyField} is '{policy}'; there are AllowAll, DenyAll and Allowlist", null);
        }
    }

    private static bool IsMistyped(string field) => s_fields.Contains(field, StringComparer.OrdinalIgnoreCase);

    private static string Entry(KubercNode entry, string path)
    {
        // 'name' is what 1.35 had; 'command' has taken its place since.
        var text = entry.Text("command") ?? entry.Text("name");
        var hasTwo = entry.Has("command") && entry.Has("name") && entry.Text("command") != entry.Text("name");
        return text is null || hasTwo
            ? throw Invalid(path, $"an entry of the {AllowlistField} has no command, or two", null)
            : text;
    }

    public static ConfigurationException Invalid(string path, string why, Exception? inner) => new(
        ConfigurationException.CredentialPluginNotAllowed,
        $"No credential plugin was run, since the kuberc '{path}', which says which may run, is not valid: "
        + $"{why.TrimEnd('.')}. "
        + "KUBERC=off passes it over.",
        path,
        inner);
}
