using OpenShiftImage.Client.Tests;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Plugins;

namespace OpenShiftImage.Kubernetes.Tests.Plugins;

/// <summary>How a credential plugin is found and run, and what is told where it cannot be.</summary>
[Collection("Environment")]
public sealed class PluginCommandTests : TemporaryFolder
{
    private const string Answer =
        """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t1"}}""";

    private readonly string? _path = Environment.GetEnvironmentVariable("PATH");
    private readonly string? _kuberc = Environment.GetEnvironmentVariable("KUBERC");
    private readonly string? _enabled = Environment.GetEnvironmentVariable("KUBECTL_KUBERC");

    public PluginCommandTests() => Environment.SetEnvironmentVariable("KUBERC", "off");

    [UnixFact]
    public async Task A_name_is_looked_for_on_the_PATH_and_a_path_beside_the_kubeconfig()
    {
        Script("bin/plugin", $"echo '{Answer}'");
        Environment.SetEnvironmentVariable("PATH", Path.Combine(Folder, "bin") + Path.PathSeparator + _path);
        foreach (var command in (string[])["plugin", "bin/plugin", "./bin/plugin", $"{Folder}/bin/plugin"])
        {
            Assert.Equal("Bearer t1", await HeaderAsync(Load("command: " + command)));
        }

        var error = await FailAsync(Load("command: ./plugin"));
        Assert.EndsWith($"there is no '{Folder}/plugin' that can be run.", error.Message, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(Folder, "plugin"), error.Target);
    }

    [Fact]
    public async Task A_plugin_that_is_not_there_is_told_with_where_it_was_looked_for()
    {
        var error = await FailAsync(Load("command: no-such-plugin-anywhere"));
        Assert.Equal("no-such-plugin-anywhere", error.Target);
        Assert.StartsWith(
            "The credential plugin 'no-such-plugin-anywhere' gave", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(
            "there is no 'no-such-plugin-anywhere' on the PATH.", error.Message, StringComparison.Ordinal);
        error = await FailAsync(Load("command: no-such-plugin-anywhere, installHint: Get it."));
        Assert.EndsWith("on the PATH. Get it.", error.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_plugin_that_the_system_does_not_start_is_told_with_its_hint()
    {
        Script("plugin", "");
        await File.WriteAllTextAsync(Path.Combine(Folder, "plugin"), "#!/no/such/interpreter\n");
        var error = await FailAsync(Load("command: ./plugin, installHint: Get it."));
        Assert.Contains("it cannot be started: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(". Get it.", error.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task What_a_plugin_is_told_of_the_cluster_is_not_the_kubeconfig_s_to_say()
    {
        const string Variables = "$A|${B-unset}|$KUBERNETES_EXEC_INFO";
        Script("plugin", $"printf %s \"{Variables}\" > '{Folder}/env'; echo '{Answer}'");
        const string Environment = "[{name: A, value: a}, {name: B}, {name: KUBERNETES_EXEC_INFO, value: x}]";
        await HeaderAsync(Load("command: ./plugin, env: " + Environment));
        Assert.StartsWith("a||{", await File.ReadAllTextAsync(Path.Combine(Folder, "env")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_variable_without_a_name_is_refused()
    {
        var error = Assert.Throws<ConfigurationException>(() => Load("command: a, env: [{value: b}]"));
        Assert.Equal(ConfigurationException.InvalidKubeconfig, error.ErrorId);
        Assert.Contains("exec plugin of the user 'u' has no name", error.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_plugin_that_may_not_ask_has_nothing_to_read_and_one_whose_folder_has_gone_runs_all_the_same()
    {
        Script("plugin", $"cat > '{Folder}/read'; echo '{Answer}'");
        var credential = Load("command: ./plugin", Path.Combine(Folder, "gone"));
        Assert.Equal("Bearer t1", await HeaderAsync(credential).WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(Folder, "read")));
    }

    [UnixTheory]
    [InlineData("exit 4", false, "it ended with 4, and said nothing.")]
    [InlineData("echo; echo ' log in '  >&2; exit 4", false, "it ended with 4: log in")]
    [InlineData("exit 4", true, "it ended with 4: see above.")]
    public async Task A_plugin_that_fails_is_told_with_what_it_said_or_where_that_stands(
        string script, bool isInteractive, string told)
    {
        Script("plugin", script);
        var credential = Load("command: ./plugin", mode: "IfAvailable");
        credential.HasTerminal = () => isInteractive;
        Assert.EndsWith(told, (await FailAsync(credential)).Message, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData(1 << 20, true, "")]
    [InlineData((1 << 20) + 1, false, "")]
    // The plugin has ended before what it started has written all.
    [InlineData(1 << 20, true, "&")]
    [InlineData((1 << 20) + 1, false, "&")]
    public async Task An_answer_may_have_one_mebibyte(int length, bool isTaken, string background)
    {
        var padding = new string(' ', length - Answer.Length - 1);
        Script("plugin", $"cat '{Write("answer", Answer + padding + "\n")}' {background}");
        var credential = Load("command: ./plugin");
        if (isTaken)
        {
            Assert.Equal("Bearer t1", await HeaderAsync(credential));
        }
        else
        {
            Assert.Contains("more than 1 MiB", (await FailAsync(credential)).Message, StringComparison.Ordinal);
        }
    }

    [UnixFact]
    public async Task A_plugin_that_was_refused_once_may_run_the_next_time()
    {
        Script("plugin", $"test -e '{Folder}/ready' || exit 1; echo '{Answer}'");
        var credential = Load("command: ./plugin");
        await FailAsync(credential);
        Write("ready", "");
        Assert.Equal("Bearer t1", await HeaderAsync(credential).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [UnixTheory]
    [InlineData("plugin", "{command: plugin}", true)]
    [InlineData("plugin", "{command: '{folder}/bin/plugin'}", true)]
    [InlineData("{folder}/bin/plugin", "{command: plugin}", true)]
    [InlineData("{folder}/bin/plugin", "{command: other}", false)]
    [InlineData("plugin", "{command: '{folder}/other/plugin'}", false)]
    [InlineData("plugin", "{command: plugin, name: plugin}", true)]
    [InlineData("no-such-plugin-anywhere", "{command: plugin}", false)]
    public async Task An_allowlist_may_have_a_plugin_by_its_name_or_its_path(string command, string entry, bool runs)
    {
        Script("bin/plugin", $"echo '{Answer}'");
        Script("other/plugin", $"echo '{Answer}'");
        Environment.SetEnvironmentVariable("PATH", Path.Combine(Folder, "bin") + Path.PathSeparator + _path);
        SetKuberc($"credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{entry}]");
        command = command.Replace("{folder}", Folder, StringComparison.Ordinal);
        var credential = Load("command: " + command);
        if (runs)
        {
            Assert.Equal("Bearer t1", await HeaderAsync(credential));
            return;
        }

        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(credential));
        Assert.Equal((ConfigurationException.CredentialPluginNotAllowed, command), (error.ErrorId, error.Target));
        var kuberc = Path.Combine(Folder, "kuberc");
        Assert.Contains($"'{command}' was not run: '{kuberc}'", error.Message, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [plugin]", "no command, or two")]
    [InlineData("credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: a}, {}]", "or two")]
    [InlineData("credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: plugin", "is not valid")]
    [InlineData("credentialPluginAllowlist: [{command: a}]", "the credentialPluginPolicy is '', but there is a")]
    [InlineData("credentialpluginallowlist: []", "'credentialpluginallowlist' is written with other capitals")]
    [InlineData("credentialPluginPolicy: 5", "'credentialPluginPolicy' must be text")]
    [InlineData("a: [}", "line 3, column ")]
    public async Task A_policy_that_cannot_be_kept_allows_nothing_and_says_how_to_pass_it_over(
        string policy, string told)
    {
        Script("plugin", $"echo '{Answer}'");
        var path = SetKuberc(policy);
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(Load("command: ./plugin")));
        Assert.Equal((ConfigurationException.CredentialPluginNotAllowed, path), (error.ErrorId, error.Target));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
        Assert.Contains($"the kuberc '{path}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(". KUBERC=off", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("..", error.Message, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("kind: Preference\napiVersion: kubectl.config.k8s.io/v1alpha1\ncredentialPluginPolicy: DenyAll", true)]
    [InlineData("kind: Preference\napiVersion: kubectl.config.k8s.io/v1beta1\n---\nkind: Preference", true)]
    [InlineData("kind: Preference\napiVersion: kubectl.config.k8s.io/v1beta1\ncredentialPluginPolicy: ''", true)]
    [InlineData(" \n", true)]
    [InlineData("# nothing\n", false)]
    [InlineData("kind: Preference\n", false)]
    [InlineData(
        "kind: Preference\napiVersion: kubectl.config.k8s.io/v1alpha1\n--- # next\nkind: Preference\n"
            + "apiVersion: kubectl.config.k8s.io/v1beta1\ncredentialPluginPolicy: DenyAll",
        false)]
    [InlineData(
        "# a comment\n---\nkind: Config\napiVersion: kubectl.config.k8s.io/v1beta1\n---\nkind: Preference\n"
            + "apiVersion: kubectl.config.k8s.io/v1beta1",
        true)]
    public async Task The_first_Preference_of_the_version_that_has_the_policy_counts(string kuberc, bool runs)
    {
        Script("plugin", $"echo '{Answer}'");
        Environment.SetEnvironmentVariable("KUBERC", Write("kuberc", kuberc));
        var header = HeaderAsync(Load("command: ./plugin"));
        if (runs)
        {
            Assert.Equal("Bearer t1", await header);
        }
        else
        {
            var error = await Assert.ThrowsAsync<ConfigurationException>(() => header);
            Assert.Equal(ConfigurationException.CredentialPluginNotAllowed, error.ErrorId);
        }
    }

    [UnixFact]
    public async Task A_kuberc_is_relative_to_the_session_s_location_and_can_be_switched_off()
    {
        Script("plugin", $"echo '{Answer}'");
        SetKuberc("credentialPluginPolicy: DenyAll");
        Environment.SetEnvironmentVariable("KUBERC", "kuberc");
        var credential = Load("command: ./plugin", Folder);
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(credential));
        Assert.Contains(
            $"'{Path.Combine(Folder, "kuberc")}' allows none (credentialPluginPolicy: DenyAll)",
            error.Message,
            StringComparison.Ordinal);
        Environment.SetEnvironmentVariable("KUBECTL_KUBERC", "true");
        await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(credential));
        Environment.SetEnvironmentVariable("KUBECTL_KUBERC", "False");
        Assert.Equal("Bearer t1", await HeaderAsync(credential));
    }

    protected override void Restore()
    {
        Environment.SetEnvironmentVariable("PATH", _path);
        Environment.SetEnvironmentVariable("KUBERC", _kuberc);
        Environment.SetEnvironmentVariable("KUBECTL_KUBERC", _enabled);
    }

    private static async Task<ConfigurationException> FailAsync(ExecCredential credential)
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(credential));
        Assert.Equal(ConfigurationException.CredentialFailed, error.ErrorId);
        return error;
    }

    private string SetKuberc(string policy)
    {
        policy = policy.Replace("{folder}", Folder, StringComparison.Ordinal);
        var path = Write("kuberc", "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n" + policy);
        Environment.SetEnvironmentVariable("KUBERC", path);
        return path;
    }

    private ExecCredential Load(string exec, string? location = null, string mode = "Never")
    {
        var user = $"exec: {{apiVersion: client.authentication.k8s.io/v1, interactiveMode: {mode}, {exec}}}";
        return (ExecCredential)new KubeconfigSource().Load(new KubeconfigRequest
        {
            Paths = [Write("config", Kubeconfig(user))],
            GetLocation = location is null ? null : () => location,
        }).Credential!;
    }
}
