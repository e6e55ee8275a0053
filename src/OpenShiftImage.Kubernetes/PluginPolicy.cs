using System.Text;
using System.Text.Json;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Kubernetes;

/// <summary>
/// Which credential plugins may run: <c>credentialPluginPolicy</c> and <c>credentialPluginAllowlist</c> of the kuberc (KEP-3104, kubectl 1.35
/// and later). Where kubectl goes on with a kuberc that it cannot read, this refuses: a policy that is there and unreadable allows nothing.
/// </summary>
internal sealed class PluginPolicy
{
    private const string Group = "kubectl.config.k8s.io/";
    private const string ApiVersion = Group + "v1beta1";

    /// <summary>It has no policy.</summary>
    private const string OlderApiVersion = Group + "v1alpha1";

    private static readonly string[] s_fields = ["credentialPluginPolicy", "credentialPluginAllowlist"];
    private readonly string? _source;
    private readonly bool _deniesAll;
    private readonly IReadOnlyList<string>? _allowed;

    private PluginPolicy(string? source, bool deniesAll, IReadOnlyList<string>? allowed) => (_source, _deniesAll, _allowed) = (source, deniesAll, allowed);

    /// <summary>Reads the policy of <c>KUBERC</c>, else of <c>~/.kube/kuberc</c>. Blocks as long as the system does.</summary>
    /// <param name="location">The folder that a relative path is relative to.</param>
    /// <exception cref="ConfigurationException">The kuberc cannot be read, or its policy is none.</exception>
    private static PluginPolicy Load(string location)
    {
        var named = Environment.GetEnvironmentVariable("KUBERC");
        if (named == "off" || "false".Equals(Environment.GetEnvironmentVariable("KUBECTL_KUBERC"), StringComparison.OrdinalIgnoreCase))
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DocumentException or JsonException or InvalidOperationException)
        {
            throw Invalid(path, e is DocumentException fault ? $"line {fault.Line}, column {fault.Column}: {fault.Reason}" : e.Message, e);
        }
    }

    /// <summary>Reads the policy, and refuses a plugin that it does not allow.</summary>
    /// <exception cref="ConfigurationException">The plugin is not allowed, or nobody can say.</exception>
    public static async Task RequireAsync(string location, string command, string? path, CancellationToken cancellationToken)
    {
        try
        {
            var policy = await BoundedFile.RunAsync(() => Load(location), cancellationToken).ConfigureAwait(false);
            policy.Require(command, path);
        }
        catch (TimeoutException e)
        {
            throw Invalid(Environment.GetEnvironmentVariable("KUBERC") ?? "~/.kube/kuberc", "it could not be read in time", e);
        }
    }

    /// <summary>Refuses a plugin that the policy does not allow.</summary>
    /// <param name="command">The command: a bare name, or a full path.</param>
    /// <param name="path">The program that it means; null when there is none.</param>
    /// <exception cref="ConfigurationException">The plugin is not allowed.</exception>
    private void Require(string command, string? path)
    {
        var isAllowed = !_deniesAll && (_allowed is null || _allowed.Any(entry => entry == command || (path is not null
            && (entry == path || (Path.GetFileName(entry) == Path.GetFileName(path) && ExecutablePath.Find(entry) == path)))));
        if (!isAllowed)
        {
            throw new ConfigurationException(
                ConfigurationException.CredentialPluginNotAllowed,
                $"The credential plugin '{command}' was not run: '{_source}' {(_deniesAll ? "allows none (credentialPluginPolicy: DenyAll)" : "does not have it in its credentialPluginAllowlist")}.",
                command);
        }
    }

    /// <summary>Finds the Preference of a version that has the policy; one of a version that is not known yet may have another.</summary>
    private static PluginPolicy Parse(string text, string path)
    {
        var hasOlder = string.IsNullOrWhiteSpace(text);
        foreach (var document in YamlConverter.SplitDocuments(text))
        {
            var json = YamlConverter.FirstToJson(document);
            if (json.IsEmpty)
            {
                continue;
            }

            using var parsed = JsonDocument.Parse(json, YamlConverter.JsonOptions);
            var root = parsed.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "kind") != "Preference")
            {
                continue;
            }

            switch (Text(root, "apiVersion"))
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

        return hasOlder ? new PluginPolicy(null, false, null) : throw Invalid(path, $"it has no Preference of {ApiVersion}", null);
    }

    private static PluginPolicy Read(JsonElement root, string path)
    {
        // A policy that was meant and mistyped is no policy to kubectl; here it is none that could be kept.
        if (root.EnumerateObject().Select(field => field.Name).FirstOrDefault(name => !s_fields.Contains(name) && s_fields.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } mistyped)
        {
            throw Invalid(path, $"'{mistyped}' is written with other capitals than the field's", null);
        }

        var policy = Text(root, "credentialPluginPolicy") ?? "";
        var hasList = root.TryGetProperty("credentialPluginAllowlist", out var list) && list.ValueKind != JsonValueKind.Null;
        switch (policy)
        {
            case "" or "AllowAll" or "DenyAll":
                return hasList
                    ? throw Invalid(path, $"the credentialPluginPolicy is '{policy}', but there is a credentialPluginAllowlist", null)
                    : new PluginPolicy(path, policy == "DenyAll", null);
            case "Allowlist":
                var entries = hasList ? list.EnumerateArray().Select(entry => Entry(entry, path)).ToList() : [];
                return entries.Count > 0 ? new PluginPolicy(path, false, entries)
                    : throw Invalid(path, "the credentialPluginPolicy is 'Allowlist', but the credentialPluginAllowlist is missing or empty; 'DenyAll' allows none", null);
            default:
                throw Invalid(path, $"the credentialPluginPolicy is '{policy}'; there are AllowAll, DenyAll and Allowlist", null);
        }
    }

    private static string Entry(JsonElement entry, string path)
    {
        // 'name' is what 1.35 had; 'command' has taken its place since.
        var (command, name) = (Text(entry, "command"), Text(entry, "name"));
        var text = command ?? name;
        return string.IsNullOrEmpty(text) || (command is not null && name is not null && command != name)
            ? throw Invalid(path, "an entry of the credentialPluginAllowlist has no command, or two", null)
            : text;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;

    private static ConfigurationException Invalid(string path, string why, Exception? inner) => new(
        ConfigurationException.CredentialPluginNotAllowed,
        $"No credential plugin was run, since the kuberc '{path}', which says which may run, is not valid: {why.TrimEnd('.')}. KUBERC=off passes it over.",
        path,
        inner);
}
