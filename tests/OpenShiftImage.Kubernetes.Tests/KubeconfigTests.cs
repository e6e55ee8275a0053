using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Kubernetes.Tests;

[Collection("Environment")]
public sealed class KubeconfigTests : TemporaryFolder
{
    private readonly KubeconfigSource _source = new();

    [Fact]
    public async Task The_current_context_is_taken()
    {
        var configuration = Load(Write("config", Kubeconfig("token: abc")));
        Assert.Equal(
            ("c", "u", "https://api.example.com:6443/"),
            (configuration.Context, configuration.User, configuration.Server.ToString()));
        Assert.Equal("Bearer abc", (await configuration.Credential!.GetAuthorizationAsync(false, default))!.ToString());
    }

    [Fact]
    public async Task Files_of_KUBECONFIG_merge_and_missing_ones_do_not_count()
    {
        var first = Write("a", """
            current-context: two
            contexts:
            - name: one
              context: {cluster: k, user: u}
            """);
        var second = Write("b", """
            current-context: one
            clusters:
            - {name: k, cluster: {server: "https://one"}}
            contexts:
            - {name: one, context: {cluster: other}}
            - {name: two, context: {cluster: k, user: u}}
            users:
            - {name: u, user: {token: t}}
            """);
        Environment.SetEnvironmentVariable(
            "KUBECONFIG", string.Join(Path.PathSeparator, first, Path.Combine(Folder, "missing"), second));
        Assert.Equal("two", _source.Load(new KubeconfigRequest()).Context);
        Assert.Equal("u", _source.Load(new KubeconfigRequest { Context = "one" }).User);
        Assert.Equal(
            ["two", "one"],
            (await _source.GetContextsAsync(new KubeconfigRequest(), default)).Select(context => context.Name));
    }

    [Fact]
    public void Without_a_kubeconfig_the_error_says_what_to_do()
    {
        Environment.SetEnvironmentVariable("KUBECONFIG", Path.Combine(Folder, "missing"));
        var error = Assert.Throws<ConfigurationException>(() => _source.Load(new KubeconfigRequest()));
        Assert.Equal(ConfigurationException.NoConfiguration, error.ErrorId);
        Assert.Contains("Connect-OSImageCluster", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_that_is_not_there_is_told_with_those_that_are()
    {
        var error = Assert.Throws<ConfigurationException>(
            () => Load(Write("config", Kubeconfig("token: abc")), "nope"));
        Assert.Equal((ConfigurationException.ContextNotFound, "nope"), (error.ErrorId, error.Target));
        Assert.Contains("It has: c.", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: b\nclusters: [}", "line 2, column 12")]
    [InlineData("z: &z {server: 'https://b'}\nx: {server: 'https://a', <<: *z}", "is merged, and was given before")]
    [InlineData(
        "z: &z {server: 'https://b'}\ny: &y {server: 'https://c'}\nx: {<<: *z, <<: *y}",
        "is merged, and was given before")]
    [InlineData("x: !!binary aHR0cDovLzEyNy4wLjAuMTo0", "!!binary")]
    [InlineData(
        "current-context: c\ncontexts: [{name: c, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: \"https://lo\\u202ecalhost\"}}]",
        "not an http or https address")]
    [InlineData(
        "current-context: c\ncontexts: [{name: c, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'https://x', tls-server-name: a..b}}]",
        "no name of a host")]
    [InlineData("- a\n- b", "not a YAML mapping")]
    [InlineData("current-context: c\ncontexts: {a: b}", "'contexts' is not a list")]
    [InlineData("current-context: c\ncontexts: [{name: c, context: {cluster: k}}]", "'k', which is not there")]
    [InlineData(
        "current-context: c\ncontexts: [{name: c, context: {cluster: k}}]\nclusters: [{name: k, cluster: {}}]",
        "has no server")]
    [InlineData(
        "current-context: c\ncontexts: [{name: c, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'ftp://x'}}]",
        "not an http or https address")]
    [InlineData(
        "current-context: c\ncontexts: [{name: c, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'https://x', insecure-skip-tls-verify: perhaps}}]",
        "neither true nor false")]
    [InlineData(
        "current-context: c\ncontexts: [{name: c, context: {cluster: k}}]\nclusters: [{name: k, cluster: {server: 'https://x', certificate-authority-data: '%%'}}]",
        "not base64")]
    public void A_faulty_kubeconfig_names_the_file_and_the_fault(string text, string told)
    {
        var path = Write("config", text);
        var error = Assert.Throws<ConfigurationException>(() => Load(path));
        Assert.Equal((ConfigurationException.InvalidKubeconfig, path), (error.ErrorId, error.Target));
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_named_must_be_there()
    {
        var error = Assert.Throws<ConfigurationException>(() => Load(Path.Combine(Folder, "missing")));
        Assert.Equal(ConfigurationException.FileNotReadable, error.ErrorId);
    }

    [Fact]
    public void Everything_that_a_cluster_says_is_read()
    {
        using var certificates = new SandboxCertificates();
        Write("certs/ca.crt", certificates.AuthorityPem);
        var configuration = Load(Write("config", Kubeconfig(
            "token: abc\nas: bob\nas-groups: [g1, g2]\nas-uid: u1\nas-user-extra: {scopes: [a, b]}",
            "certificate-authority: certs/ca.crt\ntls-server-name: other\ndisable-compression: true\ninsecure-skip-tls-verify: false")));
        Assert.Single(configuration.CertificateAuthority!);
        Assert.Equal(("other", "bob"), (configuration.TlsServerName, configuration.ImpersonateUser));
        Assert.Equal(["g1", "g2"], configuration.ImpersonateGroups);
        Assert.Equal("u1", configuration.ImpersonateUid);
        Assert.Equal(["a", "b"], configuration.ImpersonateExtra["scopes"]);
        Assert.Equal(
            new Uri("http://proxy:3128"),
            Load(Write("proxied", Kubeconfig("token: abc", "proxy-url: http://proxy:3128"))).Proxy);
        Assert.True(configuration.DisableCompression);
        Assert.False(configuration.SkipCertificateCheck);
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{a: ")]
    [InlineData("- ")]
    public async Task A_kubeconfig_nested_without_end_is_refused(string open)
    {
        var path = Write("config", "users: " + string.Concat(Enumerable.Repeat(open, 60_000)));
        Assert.Equal(
            ConfigurationException.InvalidKubeconfig, Assert.Throws<ConfigurationException>(() => Load(path)).ErrorId);
        Assert.Equal(
            ConfigurationException.InvalidKubeconfig,
            (await Assert.ThrowsAsync<ConfigurationException>(
                () => _source.GetContextsAsync(new KubeconfigRequest { Paths = [path] }, default))).ErrorId);
    }

    [Theory]
    [InlineData("server: 'https://us:se/cret@api.example.com'", ConfigurationException.InvalidKubeconfig)]
    [InlineData("server: 'https://us:secret@api.example.com'", ConfigurationException.InvalidServer)]
    [InlineData("server: 'us:secret@api.example.com:6443'", ConfigurationException.InvalidServer)]
    [InlineData("server: 'ftp://us:secret@api.example.com'", ConfigurationException.InvalidKubeconfig)]
    [InlineData("server: 'https://a'\nproxy-url: 'ftp://us:secret@proxy'", ConfigurationException.InvalidKubeconfig)]
    [InlineData("server: 'https://a'\nproxy-url: 'http://us:secret@pro xy'", ConfigurationException.InvalidKubeconfig)]
    public void No_password_of_an_address_is_told(string cluster, string id)
    {
        var path = Write(
            "config",
            Kubeconfig("token: t", cluster).Replace(
                "    server: https://api.example.com:6443\n", "", StringComparison.Ordinal));
        var error = Assert.Throws<ConfigurationException>(() => Load(path));
        Assert.Equal(id, error.ErrorId);
        Assert.DoesNotContain("cret", error.ToString() + error.Target, StringComparison.Ordinal);
    }

    [Fact]
    public void An_Ed25519_client_certificate_is_refused_in_words()
    {
        // openssl req -x509 -newkey ed25519: .NET has no Ed25519 to make one with.
        var certificate = """
            -----BEGIN CERTIFICATE-----
            MIIBMDCB46ADAgECAhQP1XToSgG8ljxdq9K10vFd5x5VsDAFBgMrZXAwDTELMAkG
            A1UEAwwCbWUwIBcNMjYxMTI3MTUxOTI4WhgPMjEyNjExMDMxNTE5MjhaMA0xCzAJ
            BgNVBAMMAm1lMCowBQYDK2VwAyEAx3TC/8mPALt76vw/XLe++jr43Sxbih2OpI3j
            tZfNcdujUzBRMB0GA1UdDgQWBBRwI4/og3dXrSigpEyJ46TxJag5dzAfBgNVHSME
            GDAWgBRwI4/og3dXrSigpEyJ46TxJag5dzAPBgNVHRMBAf8EBTADAQH/MAUGAytl
            cANBAH9uLjOfMnKw/vUfRuVmLyRKSQq/nUVL5TF5eQD41ItF3wSWqr4npIUhoqhg
            rmvCUmlmiNauzGY3HeGCC6XqZw4=
            -----END CERTIFICATE-----
            """;
        Write("me.crt", certificate);
        Write(
            "me.key",
            "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIJ76hFDmZcbkUvBsvFn/3fG88lGHczyt2OKM3YbiRQHX\n-----END PRIVATE KEY-----\n");
        var error = Assert.Throws<ConfigurationException>(
            () => Load(Write("config", Kubeconfig("client-certificate: me.crt\nclient-key: me.key"))));
        Assert.Equal(ConfigurationException.InvalidCertificate, error.ErrorId);
        Assert.Contains("Ed25519", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Loading_never_writes()
    {
        var path = Write("config", Kubeconfig("token: abc") + "\n# a comment\n");
        var before = (File.ReadAllText(path), File.GetLastWriteTimeUtc(path));
        Load(path);
        Assert.Equal(before, (File.ReadAllText(path), File.GetLastWriteTimeUtc(path)));
    }

    private ClusterConfiguration Load(string path, string? context = null) =>
        _source.Load(new KubeconfigRequest { Paths = [path], Context = context });
}

/// <summary>Tests that change the environment run one after the other.</summary>
[CollectionDefinition("Environment", DisableParallelization = true)]
public sealed class EnvironmentCollection;
