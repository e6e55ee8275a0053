using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Client.Tests;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Plugins;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>Which of several credentials counts, when a plugin is asked again, and what never leaves or is written.</summary>
[Collection("Environment")]
public sealed class CredentialOrderTests : TemporaryFolder
{
    private const string V1 = "client.authentication.k8s.io/v1";
    private const string Exec =
        "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}";
    private const string Oidc =
        "auth-provider: {name: oidc, config: {client-id: c, idp-issuer-url: 'https://idp', id-token: eyJhbGciOiJub25lIn0.eyJleHAiOjQxMDI0NDQ4MDB9.c2ln, refresh-token: r}}";

    private readonly string? _kuberc = Environment.GetEnvironmentVariable("KUBERC");
    private readonly string? _home = Environment.GetEnvironmentVariable("HOME");

    [Theory]
    [InlineData("username: me\npassword: secret\n" + Exec, "Basic bWU6c2VjcmV0")]
    [InlineData("token: t\n" + Oidc, "Bearer t")]
    [InlineData("username: me\npassword: secret\n" + Oidc, "Basic bWU6c2VjcmV0")]
    [InlineData("tokenFile: token\n" + Exec, "Bearer from-file")]
    [InlineData("tokenFile: token\ntoken: t\n" + Oidc, "Bearer from-file")]
    public async Task The_first_credential_counts(string user, string expected)
    {
        Write("token", "from-file\n");
        Assert.Equal(expected, await HeaderAsync(Load(user).Credential!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("token: t\n")]
    public void A_plugin_and_a_provider_together_are_refused_beside_a_token_too(string token) => Assert.Equal(
        ConfigurationException.InvalidKubeconfig,
        Assert.Throws<ConfigurationException>(() => Load(token + Exec + "\n" + Oidc)).ErrorId);

    [Fact]
    public void Beside_a_client_certificate_no_plugin_runs()
    {
        var configuration = Load(WriteCertificate() + "\n" + Exec);
        Assert.NotNull(configuration.ClientCertificate);
        Assert.Null(configuration.Credential);
    }

    [UnixFact]
    public async Task What_a_plugin_gave_is_kept_until_it_expires()
    {
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        var expires = time.GetUtcNow() + TimeSpan.FromMinutes(10);
        Plugin($"{{\"token\":\"t1\",\"expirationTimestamp\":\"{expires:yyyy-MM-dd'T'HH:mm:ss'Z'}\"}}");
        var credential = (ExecCredential)Load(Exec).Credential!;
        credential.Time = time;
        await HeaderAsync(credential);
        time.Advance(TimeSpan.FromMinutes(9));
        await HeaderAsync(credential);
        Assert.Equal(1, Runs());
        time.Advance(TimeSpan.FromMinutes(1));
        await HeaderAsync(credential);
        Assert.Equal(2, Runs());
    }

    [UnixFact]
    public async Task A_credential_that_has_expired_when_it_comes_is_used_once()
    {
        Plugin("{\"token\":\"t1\",\"expirationTimestamp\":\"2001-01-01T00:00:00Z\"}");
        var credential = Load(Exec).Credential!;
        Assert.Equal("Bearer t1", await HeaderAsync(credential));
        await HeaderAsync(credential);
        Assert.Equal(2, Runs());
    }

    [Theory]
    [InlineData("token: t")]
    [InlineData("tokenFile: token")]
    [InlineData("username: me\npassword: secret")]
    [InlineData(Exec)]
    [InlineData(Oidc)]
    [InlineData("certificate")]
    public void A_credential_is_not_sent_over_http(string user)
    {
        user = user == "certificate" ? WriteCertificate() : user;
        var local = LoadFrom("http://127.0.0.1:8080", user);
        Assert.Null(local.Credential);
        Assert.Null(local.ClientCertificate);
        var error = Assert.Throws<ConfigurationException>(() => LoadFrom("http://api.example.com:8080", user));
        Assert.Equal(ConfigurationException.InvalidKubeconfig, error.ErrorId);
        Assert.Contains("must not go over http", error.Message, StringComparison.Ordinal);
        Assert.Equal(
            "http://api.example.com:8080/", LoadFrom("http://api.example.com:8080", "as: bob").Server.ToString());
    }

    [UnixFact]
    public async Task The_kuberc_of_the_home_folder_counts_by_default()
    {
        Environment.SetEnvironmentVariable("KUBERC", null);
        Environment.SetEnvironmentVariable("HOME", Folder);
        Plugin("{\"token\":\"t1\"}");
        Assert.Equal("Bearer t1", await HeaderAsync(Load(Exec).Credential!));
        Write(
            ".kube/kuberc",
            "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\ncredentialPluginPolicy: DenyAll\n");
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(Load(Exec).Credential!));
        Assert.Equal(ConfigurationException.CredentialPluginNotAllowed, error.ErrorId);
        Assert.Equal(1, Runs());
        Environment.SetEnvironmentVariable("KUBECTL_KUBERC", "false");
        try
        {
            Assert.Equal("Bearer t1", await HeaderAsync(Load(Exec).Credential!));
        }
        finally
        {
            Environment.SetEnvironmentVariable("KUBECTL_KUBERC", null);
        }
    }

    [UnixFact]
    public async Task Nothing_is_written_beside_the_files_that_are_read()
    {
        Environment.SetEnvironmentVariable(
            "KUBERC",
            Write(
                "kuberc",
                "apiVersion: kubectl.config.k8s.io/v1beta1\nkind: Preference\ncredentialPluginPolicy: AllowAll\n"));
        Write("token", "from-file");
        // What the plugin writes is its own affair.
        Script(
            "plugin",
            $"echo '{{\"kind\":\"ExecCredential\",\"apiVersion\":\"{V1}\",\"status\":{{\"token\":\"renewed\",\"expirationTimestamp\":\"2001-01-01T00:00:00Z\"}}}}'");
        foreach (var user in (string[])["tokenFile: token", Exec])
        {
            Write("config", Kubeconfig(user).Replace("current-context: c\n", "", StringComparison.Ordinal));
            var before = Snapshot();
            var request = new KubeconfigRequest { Paths = [Path.Combine(Folder, "config")], Context = "c" };
            var credential = new KubeconfigSource().Load(request).Credential!;
            await HeaderAsync(credential);
            await credential.GetAuthorizationAsync(renew: true, default);
            Assert.Equal(before, Snapshot());
        }

        List<string> Snapshot() => [.. Directory.GetFiles(Folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(
                path =>
                    $"{path} {File.GetLastWriteTimeUtc(path):O} {Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path)))}")];
    }

    [UnixFact]
    public async Task A_kubeconfig_that_cannot_be_read_is_given_up_after_30_seconds()
    {
        var pipe = Path.Combine(Folder, "pipe");
        using (var process = System.Diagnostics.Process.Start("mkfifo", pipe))
        {
            await process.WaitForExitAsync();
        }

        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        var load = new KubeconfigSource { Time = time }.LoadAsync(new KubeconfigRequest { Paths = [pipe] }, default);
        await time.PassAsync(TimeSpan.FromSeconds(30));
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => load);
        Assert.Equal((ConfigurationException.FileNotReadable, pipe), (error.ErrorId, error.Target));
        Assert.Contains("within 30 seconds", error.Message, StringComparison.Ordinal);
        // Whoever still waits for the pipe gets its end.
        await using var end = new FileStream(pipe, FileMode.Open, FileAccess.ReadWrite);
    }

    [Theory]
    [InlineData(16 << 20, true)]
    [InlineData((16 << 20) + 1, false)]
    public void A_file_may_have_16_MiB(int length, bool isRead)
    {
        var text = Kubeconfig("token: t") + "\n#";
        var path = Write("large", text + new string('x', length - text.Length));
        if (isRead)
        {
            Assert.Equal("c", Read().Context);
        }
        else
        {
            Assert.Equal(ConfigurationException.FileNotReadable, Assert.Throws<ConfigurationException>(Read).ErrorId);
        }

        ClusterConfiguration Read() => new KubeconfigSource().Load(new KubeconfigRequest { Paths = [path] });
    }

    [Fact]
    public async Task In_a_pod_the_service_account_counts_after_the_kubeconfig()
    {
        using var certificates = new SandboxCertificates();
        var token = Write("pod/token", "one\n");
        Write("pod/ca.crt", certificates.AuthorityPem);
        var time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        var source = new KubeconfigSource { PodFolder = Path.Combine(Folder, "pod"), Time = time };
        Environment.SetEnvironmentVariable("KUBECONFIG", Path.Combine(Folder, "config"));
        var host = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST");
        var port = Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_PORT");
        try
        {
            Environment.SetEnvironmentVariable("KUBERNETES_SERVICE_HOST", "10.0.0.1");
            Environment.SetEnvironmentVariable("KUBERNETES_SERVICE_PORT", "6443");
            var pod = source.Load(new KubeconfigRequest());
            Assert.Equal(("in-cluster", "https://10.0.0.1:6443/"), (pod.Context, pod.Server.ToString()));
            Assert.Single(pod.CertificateAuthority!);
            Assert.Equal("Bearer one", await HeaderAsync(pod.Credential!));
            File.WriteAllText(token, "two");
            Assert.Equal("Bearer one", await HeaderAsync(pod.Credential!));
            time.Advance(TimeSpan.FromSeconds(61));
            Assert.Equal("Bearer two", await HeaderAsync(pod.Credential!));
            Write("config", Kubeconfig("token: of-the-kubeconfig"));
            Assert.Equal(
                "Bearer of-the-kubeconfig", await HeaderAsync(source.Load(new KubeconfigRequest()).Credential!));
        }
        finally
        {
            Environment.SetEnvironmentVariable("KUBERNETES_SERVICE_HOST", host);
            Environment.SetEnvironmentVariable("KUBERNETES_SERVICE_PORT", port);
        }
    }

    protected override void Restore()
    {
        Environment.SetEnvironmentVariable("KUBERC", _kuberc);
        Environment.SetEnvironmentVariable("HOME", _home);
    }

    private ClusterConfiguration Load(string user) =>
        new KubeconfigSource().Load(new KubeconfigRequest { Paths = [Write("config", Kubeconfig(user))] });

    private ClusterConfiguration LoadFrom(string server, string user)
    {
        var config = Kubeconfig(user).Replace("https://api.example.com:6443", server, StringComparison.Ordinal);
        return new KubeconfigSource().Load(new KubeconfigRequest { Paths = [Write("config", config)] });
    }

    private string WriteCertificate()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(
            "CN=me", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        Write("me.crt", certificate.ExportCertificatePem());
        Write("me.key", key.ExportPkcs8PrivateKeyPem());
        return "client-certificate: me.crt\nclient-key: me.key";
    }

    private int Runs() => File.ReadAllLines(Path.Combine(Folder, "runs")).Length;

    /// <summary>A plugin that gives a status, and writes down that it ran.</summary>
    private void Plugin(string status) =>
        Script(
            "plugin",
            $"echo run >> '{Folder}/runs'\necho '{{\"kind\":\"ExecCredential\",\"apiVersion\":\"{V1}\",\"status\":{status}}}'");
}
