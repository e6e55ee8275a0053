using OpenShiftImage.Configuration;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>Credential plugins that flood, fork or may not run. The table with kubectl has the rest.</summary>
[Collection("Environment")]
public sealed class PluginTests : TemporaryFolder
{
    private const string Answer =
        """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"t1"}}""";

    public static TheoryData<string, bool, string> Policies => new()
    {
        { "", true, "" },
        { Preference("credentialPluginPolicy: AllowAll"), true, "" },
        { Preference("credentialPluginPolicy: DenyAll"), false, "allows none" },
        { Preference(
            "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{command: '{folder}/plugin'}]"), true, "" },
        { Preference(
            "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{name: '{folder}/plugin'}]"), true, "" },
        { Preference(
            "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{command: plugin}]"), false, "does not have it" },
        { Preference(
            "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{command: other}, {command: /bin/plugin}]"), false, "does not have it" },
        { Preference("credentialPluginPolicy: Allowlist"), false, "missing or empty" },
        { Preference("credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: []"), false, "missing or empty" },
        { Preference(
            "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{command: ''}]"), false, "no command" },
        { Preference(
            "credentialPluginPolicy: Allowlist\ncredentialPluginAllowlist: [{command: a, name: b}]"), false, "or two" },
        { Preference(
            "credentialPluginPolicy: AllowAll\ncredentialPluginAllowlist: [{command: a}]"), false, "but there is a credentialPluginAllowlist" },
        { Preference("credentialPluginPolicy: denyall"), false, "there are AllowAll, DenyAll and Allowlist" },
        { "apiVersion: kubectl.config.k8s.io/v1beta2\nkind: Preference\ncredentialPluginPolicy: DenyAll", false, "not known here" },
        { "apiVersion: kubectl.config.k8s.io/v1alpha1\nkind: Preference\n", true, "" },
        { "apiVersion: foo/v1\nkind: Preference\n---\n"
            + Preference("credentialPluginPolicy: DenyAll"), false, "allows none" },
        { Preference("CredentialPluginPolicy: DenyAll"), false, "other capitals" },
        { "a: [}", false, "is not valid" },
        { "apiVersion: v1\nkind: Config", false, "has no Preference" },
        { "---\na: b\n" + Preference("credentialPluginPolicy: DenyAll"), false, "allows none" },
    };

    [UnixFact]
    public async Task A_flood_on_the_output_ends_the_plugin()
    {
        Script("plugin", "exec yes");
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(Load()))
            .WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Contains("more than 1 MiB", error.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_flood_of_errors_is_cut_and_holds_nobody_up()
    {
        Script("plugin", $"head -c 100000000 /dev/zero | tr '\\0' e >&2; echo '{Answer}'");
        var before = GC.GetTotalAllocatedBytes();
        Assert.Equal("Bearer t1", await HeaderAsync(Load()));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100 << 20);
    }

    [UnixFact]
    public async Task Errors_without_end_are_cut_in_the_message()
    {
        Script("plugin", "head -c 1000000 /dev/zero | tr '\\0' e >&2; exit 1");
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(Load()));
        Assert.InRange(error.Message.Length, 9_000, 11_000);
    }

    [UnixFact]
    public async Task A_child_that_keeps_the_output_open_holds_nobody_up()
    {
        Script("plugin", $"sleep 300 & echo '{Answer}'");
        Assert.Equal("Bearer t1", await HeaderAsync(Load()).WaitAsync(TimeSpan.FromSeconds(30)));
    }

    [UnixFact]
    public async Task A_plugin_runs_where_the_session_is_at_that_time()
    {
        Script("plugin", $"pwd >> '{Folder}/where'; echo '{Answer}'");
        var location = Directory.CreateDirectory(Path.Combine(Folder, "one")).FullName;
        var credential = Load(() => location);
        await HeaderAsync(credential);
        location = Directory.CreateDirectory(Path.Combine(Folder, "two")).FullName;
        await credential.GetAuthorizationAsync(renew: true, default);
        Assert.Equal(
            [Path.Combine(Folder, "one"), Path.Combine(Folder, "two")],
            await File.ReadAllLinesAsync(Path.Combine(Folder, "where")));
    }

    [UnixTheory]
    [MemberData(nameof(Policies))]
    public async Task The_policy_of_the_kuberc_is_kept(string kuberc, bool runs, string told)
    {
        Script("plugin", $"touch '{Folder}/ran'; echo '{Answer}'");
        var before = Environment.GetEnvironmentVariable("KUBERC");
        Environment.SetEnvironmentVariable(
            "KUBERC", Write("kuberc", kuberc.Replace("{folder}", Folder, StringComparison.Ordinal)));
        try
        {
            if (runs)
            {
                Assert.Equal("Bearer t1", await HeaderAsync(Load()));
            }
            else
            {
                var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(Load()));
                Assert.Equal(ConfigurationException.CredentialPluginNotAllowed, error.ErrorId);
                Assert.Contains(told, error.Message, StringComparison.Ordinal);
            }

            Assert.Equal(runs, File.Exists(Path.Combine(Folder, "ran")));
        }
        finally
        {
            Environment.SetEnvironmentVariable("KUBERC", before);
        }
    }

    [UnixFact]
    public async Task A_kuberc_that_is_named_must_be_there_and_one_that_is_off_does_not_count()
    {
        Script("plugin", $"echo '{Answer}'");
        var before = Environment.GetEnvironmentVariable("KUBERC");
        try
        {
            Environment.SetEnvironmentVariable("KUBERC", Path.Combine(Folder, "missing"));
            Assert.Equal(
                ConfigurationException.CredentialPluginNotAllowed,
                (await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(Load()))).ErrorId);
            Environment.SetEnvironmentVariable("KUBERC", "off");
            Assert.Equal("Bearer t1", await HeaderAsync(Load()));
        }
        finally
        {
            Environment.SetEnvironmentVariable("KUBERC", before);
        }
    }

    private static string Preference(string policy) =>
        $"apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\n{policy}\n";

    private ICredential Load(Func<string>? location = null) => new KubeconfigSource().Load(new KubeconfigRequest
    {
        Paths =
            [Write(
                "config",
                Kubeconfig(
                    "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}"))],
        GetLocation = location,
    }).Credential!;
}
