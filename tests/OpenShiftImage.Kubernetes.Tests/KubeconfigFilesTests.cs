using OpenShiftImage.Client.Tests;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>Which files are the kubeconfig, what several of them mean together, and what is read again later.</summary>
[Collection("Environment")]
public sealed class KubeconfigFilesTests : TemporaryFolder
{
    private static readonly string[] s_variables = ["HOME", "KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT"];

    private readonly string?[] _before = [.. s_variables.Select(Environment.GetEnvironmentVariable)];
    private readonly KubeconfigSource _source = new();

    [UnixTheory]
    [InlineData(null)]
    [InlineData("")]
    public void Without_KUBECONFIG_it_is_the_config_of_the_home_folder(string? variable)
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", variable);
        Environment.SetEnvironmentVariable("HOME", Folder);
        var path = Path.Combine(Folder, ".kube", "config");
        Assert.Equal([path], _source.GetDefaultPaths(new KubeconfigRequest()));
        var error = Assert.Throws<ConfigurationException>(() => _source.Load(new KubeconfigRequest()));
        Assert.Equal(ConfigurationException.NoConfiguration, error.ErrorId);
        Assert.Contains($"'{path}' is not there", error.Message, StringComparison.Ordinal);
        Assert.Contains("'oc login'", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Server and -Token", error.Message, StringComparison.Ordinal);
        Write(".kube/config", Kubeconfig("token: t"));
        Assert.Equal("c", _source.Load(new KubeconfigRequest()).Context);
    }

    [Fact]
    public void Files_of_KUBECONFIG_count_once_and_are_relative_to_the_session_s_location()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", string.Join(Path.PathSeparator, "a", "", "sub/b", "a"));
        var request = new KubeconfigRequest { GetLocation = () => Folder };
        string[] paths = [Path.Combine(Folder, "a"), Path.Combine(Folder, "sub", "b")];
        Assert.Equal(paths, _source.GetDefaultPaths(request));
        var error = Assert.Throws<ConfigurationException>(() => _source.Load(request));
        Assert.Contains(
            $"KUBECONFIG names none that exists ('{paths[0]}', '{paths[1]}')", error.Message, StringComparison.Ordinal);
        var elsewhere = request with { BaseFolder = Path.Combine(Folder, "sub") };
        Assert.Equal(Path.Combine(Folder, "sub", "a"), _source.GetDefaultPaths(elsewhere)[0]);
    }

    [Fact]
    public void A_folder_in_the_place_of_a_kubeconfig_is_told()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", Folder);
        var error = Assert.Throws<ConfigurationException>(() => _source.Load(new KubeconfigRequest()));
        Assert.Equal((ConfigurationException.FileNotReadable, Folder), (error.ErrorId, error.Target));
        Assert.Contains("it is a folder", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("clusters")]
    [InlineData("contexts")]
    [InlineData("users")]
    public void A_name_that_a_list_has_twice_is_refused_as_kubectl_does(string list)
    {
        var error = Fail(list + ": [{name: a}, {name: b}, {name: a}]");
        Assert.Contains($"'{list}' has the name 'a' twice.", error.Message, StringComparison.Ordinal);
        Assert.Contains("has the name '' twice.", Fail(list + ": [{}, {name: ''}]").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_files_the_first_counts_with_an_entry_that_both_have()
    {
        var first = Write("first", Kubeconfig("token: of-the-first"));
        var second = Write("second", Kubeconfig("token: of-the-second").Replace(
            "api.example.com", "other.example.com", StringComparison.Ordinal));
        var read = _source.Load(new KubeconfigRequest { Paths = [first, second] });
        Assert.Equal("api.example.com", read.Server.Host);
        Assert.Equal("Bearer of-the-first", (await read.Credential!.GetAuthorizationAsync(false, default))!.ToString());
    }

    [Fact]
    public void A_kubeconfig_of_which_nothing_is_left_has_no_context()
    {
        foreach (var text in (string[])["", "# a comment\n", "null", "---\n", "{}", "\ufeff{}", "clusters:\n"])
        {
            var path = Write("config", text);
            var error = Fail(text);
            Assert.Equal((ConfigurationException.ContextNotFound, null), (error.ErrorId, error.Target));
            Assert.Contains($"The kubeconfig '{path}' has no current context", error.Message, StringComparison.Ordinal);
            Assert.Contains("-Context. It has: none.", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(10, "c9.")]
    [InlineData(11, "c9, ….")]
    public void Of_many_contexts_ten_are_told(int count, string end)
    {
        var text = "contexts: [" + string.Join(", ", Enumerable.Range(0, count).Select(i => $"{{name: c{i}}}")) + "]";
        var paths = new[] { Write("a", text), Write("b", text) };
        var error = Assert.Throws<ConfigurationException>(
            () => _source.Load(new KubeconfigRequest { Paths = paths, Context = "nope" }));
        var have = $"The kubeconfigs '{paths[0]}', '{paths[1]}' have no context 'nope'";
        Assert.Contains(have, error.Message, StringComparison.Ordinal);
        Assert.EndsWith("It has: c0, c1, c2, c3, c4, c5, c6, c7, c8, " + end, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_current_context_the_one_without_a_name_counts()
    {
        var path = Write("config", Kubeconfig("token: t")
            .Replace("current-context: c\n", "", StringComparison.Ordinal)
            .Replace("- name: c\n  context", "- context", StringComparison.Ordinal));
        var request = new KubeconfigRequest { Paths = [path] };
        var read = _source.Load(request);
        Assert.Equal(("", "u"), (read.Context, read.User));
        Assert.Equal("u", (await read.Reload!(default)).User);
        Assert.Empty(await _source.GetContextsAsync(request, default));
    }

    [Fact]
    public async Task Contexts_are_told_with_what_they_name_the_current_one_first_and_without_passwords()
    {
        var path = Write("config", """
            current-context: b
            clusters:
            - {name: k, cluster: {server: 'https://me:secret@one.example.com'}}
            contexts:
            - {name: a, context: {cluster: gone, user: u}}
            - {name: '', context: {cluster: k}}
            - {name: b, context: {cluster: k, user: v, namespace: shop}}
            - {name: c}
            """);
        var contexts = await _source.GetContextsAsync(new KubeconfigRequest { Paths = [path, path] }, default);
        Assert.Equal(
            [
                ("b", "https://********@one.example.com", "v", "shop", true),
                ("a", null, "u", null, false),
                ("c", null, null, null, false),
            ],
            contexts.Select(item => (item.Name, item.Server, item.User, item.Namespace, item.IsCurrent)));
    }

    [Fact]
    public async Task What_is_read_again_is_the_same_context_of_the_same_files()
    {
        Write("config", Kubeconfig("token: one"));
        Environment.SetEnvironmentVariable("KUBECONFIG", "config");
        var location = Folder;
        var read = _source.Load(new KubeconfigRequest { GetLocation = () => location });
        Assert.True(await read.Files.AreCurrentAsync(default));
        location = Path.GetTempPath();
        Write("config", Kubeconfig("token: two").Replace("-context: c", "-context: d", StringComparison.Ordinal));
        Assert.False(await read.Files.AreCurrentAsync(default));
        var again = await read.Reload!(default);
        Assert.Equal("c", again.Context);
        Assert.Equal("Bearer two", (await again.Credential!.GetAuthorizationAsync(false, default))!.ToString());
    }

    [Fact]
    public async Task A_file_of_KUBECONFIG_that_comes_later_is_noticed()
    {
        var missing = Path.Combine(Folder, "missing");
        Environment.SetEnvironmentVariable(
            "KUBECONFIG", missing + Path.PathSeparator + Write("config", Kubeconfig("token: one")));
        var read = _source.Load(new KubeconfigRequest());
        Assert.True(await read.Files.AreCurrentAsync(default));
        Write("missing", Kubeconfig("token: two"));
        Assert.False(await read.Files.AreCurrentAsync(default));
    }

    [UnixTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_file_that_does_not_answer_is_told_by_its_name_where_it_was_named(bool isNamed)
    {
        var pipe = Path.Combine(Folder, "pipe");
        using (var process = System.Diagnostics.Process.Start("mkfifo", pipe))
        {
            await process.WaitForExitAsync();
        }

        Environment.SetEnvironmentVariable("KUBECONFIG", pipe);
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        var request = new KubeconfigRequest { Paths = isNamed ? [pipe, "other"] : null, BaseFolder = Folder };
        var load = new KubeconfigSource { Time = time }.GetContextsAsync(request, default);
        await time.PassAsync(TimeSpan.FromSeconds(30));
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => load);
        Assert.Equal(isNamed ? pipe : null, error.Target);
        var what = isNamed ? pipe + ", other" : "the kubeconfig, or a file that it names,";
        Assert.StartsWith(what + " could not be read", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("pipe", error.Message[what.Length..], StringComparison.Ordinal);
        await using var end = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
    }

    [Theory]
    [InlineData("10.0.0.1", "443", "in-cluster", true)]
    [InlineData("10.0.0.1", "443", "other", false)]
    [InlineData("", "443", null, false)]
    [InlineData("10.0.0.1", "", null, false)]
    [InlineData("10.0.0.1", "+443", null, false)]
    [InlineData("10.0.0.1", "tcp://10.0.0.1:443", null, false)]
    public void A_pod_is_one_that_has_the_address_of_the_API_and_a_token(
        string host, string port, string? context, bool isPod)
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", Path.Combine(Folder, "missing"));
        Environment.SetEnvironmentVariable("KUBERNETES_SERVICE_HOST", host);
        Environment.SetEnvironmentVariable("KUBERNETES_SERVICE_PORT", port);
        var source = new KubeconfigSource { PodFolder = Path.Combine(Folder, "pod") };
        var request = new KubeconfigRequest { Context = context };
        Assert.Throws<ConfigurationException>(() => source.Load(request));
        Write("pod/token", "t");
        if (!isPod)
        {
            var error = Assert.Throws<ConfigurationException>(() => source.Load(request));
            Assert.Equal(ConfigurationException.NoConfiguration, error.ErrorId);
            Assert.Contains("this is not a pod", error.Message, StringComparison.Ordinal);
            return;
        }

        var pod = source.Load(request);
        Assert.Equal("https://10.0.0.1/", pod.Server.ToString());
        Assert.Null(pod.CertificateAuthority);
        Write("pod/ca.crt", "nonsense");
        var fault = Assert.Throws<ConfigurationException>(() => source.Load(request));
        Assert.Equal(ConfigurationException.InvalidCertificate, fault.ErrorId);
        Assert.Contains("of the pod's service account", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_authority_of_a_pod_is_read_again_when_it_has_changed()
    {
        using var certificates = new SandboxCertificates();
        Environment.SetEnvironmentVariable("KUBECONFIG", Path.Combine(Folder, "missing"));
        Environment.SetEnvironmentVariable("KUBERNETES_SERVICE_HOST", "10.0.0.1");
        Environment.SetEnvironmentVariable("KUBERNETES_SERVICE_PORT", "443");
        Write("pod/token", "t");
        Write("pod/ca.crt", certificates.AuthorityPem);
        var pod = new KubeconfigSource { PodFolder = Path.Combine(Folder, "pod") }.Load(new KubeconfigRequest());
        Assert.True(await pod.Files.AreCurrentAsync(default));
        Write("pod/ca.crt", certificates.AuthorityPem + "\n");
        Assert.False(await pod.Files.AreCurrentAsync(default));
    }

    [Fact]
    public void The_files_of_a_pod_are_where_the_kubelet_puts_them() =>
        Assert.Equal("/var/run/secrets/kubernetes.io/serviceaccount", _source.PodFolder);

    protected override void Restore()
    {
        foreach (var (name, value) in s_variables.Zip(_before))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    private ConfigurationException Fail(string text)
    {
        var request = new KubeconfigRequest { Paths = [Write("config", text)] };
        return Assert.Throws<ConfigurationException>(() => _source.Load(request));
    }
}
