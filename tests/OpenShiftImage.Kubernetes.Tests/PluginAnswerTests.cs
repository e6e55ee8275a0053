using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Plugins;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>What a plugin is told, and which of its answers are taken.</summary>
[Collection("Environment")]
public sealed class PluginAnswerTests : TemporaryFolder
{
    private const string Version = "client.authentication.k8s.io/v1";
    private const string Plain = $"exec: {{apiVersion: {Version}, command: ./plugin, interactiveMode: Never}}";
    private const string Answer =
        $$$"""{"kind":"ExecCredential","apiVersion":"{{{Version}}}","status":{"token":"t1"}}""";

    [Theory]
    [InlineData("exec: {command: a}", "the exec plugin of the user 'u' has no apiVersion")]
    [InlineData(
        "exec: {command: a, apiVersion: v1}",
        "has the apiVersion 'v1'; there are client.authentication.k8s.io/v1 and client.authentication.k8s.io/v1beta1")]
    [InlineData($"exec: {{command: a, apiVersion: {Version}}}", $"has no interactiveMode, which {Version} requires")]
    [InlineData(
        $"exec: {{command: a, apiVersion: {Version}, interactiveMode: never}}",
        "the interactiveMode of the exec plugin of the user 'u' is 'never'; there are Never, IfAvailable and Always")]
    [InlineData($"exec: {{apiVersion: {Version}, interactiveMode: Never}}", "has no command")]
    public void What_kubectl_refuses_is_refused(string user, string message)
    {
        var error = Assert.Throws<ConfigurationException>(() => Load(user));
        Assert.Equal(ConfigurationException.InvalidKubeconfig, error.ErrorId);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData(
        $$$"""{"kind":"Other","apiVersion":"{{{Version}}}","status":{"token":"t"}}""",
        "other than an ExecCredential of")]
    [InlineData(
        """{"kind":"ExecCredential","apiVersion":"v1","status":{"token":"t"}}""", "other than an ExecCredential of")]
    [InlineData($$"""{"kind":"ExecCredential","apiVersion":"{{Version}}"}""", "without a status")]
    [InlineData($$$"""{"apiVersion":"{{{Version}}}","status":{}}""", "neither a token nor a client certificate")]
    [InlineData($$$"""{"apiVersion":"{{{Version}}}","status":{"token":" "}}""", "its token is blank")]
    [InlineData(
        $$$"""{"apiVersion":"{{{Version}}}","status":{"token":"t","clientKeyData":"k"}}""",
        "a key without its certificate")]
    [InlineData(
        $$$"""{"apiVersion":"{{{Version}}}","status":{"token":"t","clientCertificateData":"c"}}""",
        "a client certificate without its key")]
    [InlineData("{", "something other than an ExecCredential.")]
    [InlineData(
        $$$"""{"apiVersion":"{{{Version}}}","status":{"token":"t","expirationTimestamp":"soon"}}""",
        "something other than an ExecCredential.")]
    public async Task An_answer_without_a_credential_is_refused(string answer, string message)
    {
        Script("plugin", $"echo '{answer}'");
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(Load(Plain)));
        Assert.Equal(ConfigurationException.CredentialFailed, error.ErrorId);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [UnixTheory]
    [InlineData("Never", false)]
    [InlineData("IfAvailable", true)]
    [InlineData("Always", true)]
    public async Task A_plugin_is_told_whether_there_is_somebody_to_ask(string mode, bool isInteractive)
    {
        Script("plugin", $"printf %s \"$KUBERNETES_EXEC_INFO\" > '{Folder}/info'; echo '{Answer}'");
        var credential = (ExecCredential)Load(Plain.Replace("Never", mode, StringComparison.Ordinal));
        credential.HasTerminal = () => true;
        Assert.Equal(isInteractive, credential.MayPrompt);
        Assert.Equal("Bearer t1", await HeaderAsync(credential));
        var expected = $$"""{"interactive":{{(isInteractive ? "true" : "false")}}}""";
        Assert.Equal(
            $$"""{"kind":"ExecCredential","apiVersion":"{{Version}}","spec":{{expected}}}""",
            File.ReadAllText(Path.Combine(Folder, "info")));
        Assert.False(credential.MayPrompt);
    }

    [UnixFact]
    public async Task A_plugin_that_must_ask_needs_somebody_to_ask()
    {
        Script("plugin", $"echo '{Answer}'");
        var credential = (ExecCredential)Load(Plain.Replace("Never", "Always", StringComparison.Ordinal));
        credential.HasTerminal = () => false;
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(credential));
        Assert.Contains("there is no terminal", error.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_plugin_that_asks_for_it_is_told_of_the_cluster()
    {
        Script("plugin", $"printf %s \"$KUBERNETES_EXEC_INFO\" > '{Folder}/info'; echo '{Answer}'");
        var user = Plain.Replace("command", "provideClusterInfo: true, command", StringComparison.Ordinal);
        await HeaderAsync(Load(user, """
            tls-server-name: other.example.com
            insecure-skip-tls-verify: true
            proxy-url: http://proxy:3128
            disable-compression: true
            extensions:
            - {name: else, extension: {a: 0}}
            - {name: client.authentication.k8s.io/exec, extension: {a: 1}}
            """));
        using var info = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "info")));
        Assert.Equal(
            """
            {"server":"https://api.example.com:6443","tls-server-name":"other.example.com",
            "insecure-skip-tls-verify":true,"proxy-url":"http://proxy:3128","disable-compression":true,"config":{"a":1}}
            """.ReplaceLineEndings(""),
            info.RootElement.GetProperty("spec").GetProperty("cluster").GetRawText());
    }

    [UnixTheory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_authority_is_told_as_the_kubeconfig_has_it_or_else_as_it_was_read(bool isInline)
    {
        using var certificates = new SandboxCertificates();
        var pem = certificates.AuthorityPem + "\n";
        Write("ca.crt", "# of this cluster\n" + pem);
        // An inline authority keeps what is no certificate too.
        var inline = Convert.ToBase64String(Encoding.ASCII.GetBytes("# as it was written\n" + pem));
        Script("plugin", $"printf %s \"$KUBERNETES_EXEC_INFO\" > '{Folder}/info'; echo '{Answer}'");
        var user = Plain.Replace("command", "provideClusterInfo: true, command", StringComparison.Ordinal);
        var cluster = isInline ? "certificate-authority-data: " + inline : "certificate-authority: ca.crt";
        await HeaderAsync(Load(user, cluster + "\ndisable-compression: false"));
        using var info = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "info")));
        var told = info.RootElement.GetProperty("spec").GetProperty("cluster");
        Assert.Equal(
            ["server", "certificate-authority-data", "config"], told.EnumerateObject().Select(item => item.Name));
        Assert.Equal(
            isInline ? inline : Convert.ToBase64String(Encoding.ASCII.GetBytes(pem)),
            told.GetProperty("certificate-authority-data").GetString());
        Assert.Equal(JsonValueKind.Null, told.GetProperty("config").ValueKind);
    }

    [UnixFact]
    public async Task A_client_certificate_of_a_plugin_counts_with_a_token_or_alone_until_it_gives_none()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=me", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        Script("plugin", $"cat '{Folder}/answer'");
        var pair = new
        {
            clientCertificateData = certificate.ExportCertificatePem(),
            clientKeyData = key.ExportPkcs8PrivateKeyPem(),
        };
        Give(pair);
        var credential = Load(Plain);
        Assert.Null(credential.ClientCertificate);
        Assert.Null(await HeaderAsync(credential));
        Assert.Equal(certificate.Thumbprint, Assert.Single(credential.ClientCertificate!).Thumbprint);
        Assert.True(credential.ClientCertificate![0].HasPrivateKey);
        Give(new { pair.clientCertificateData, pair.clientKeyData, token = "t2" });
        Assert.Equal("t2", (await credential.GetAuthorizationAsync(true, default))!.Parameter);
        Assert.NotNull(credential.ClientCertificate);
        Give(new { token = "t3" });
        Assert.Equal("t3", (await credential.GetAuthorizationAsync(true, default))!.Parameter);
        Assert.Null(credential.ClientCertificate);
        Give(new { clientCertificateData = "nonsense", pair.clientKeyData });
        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () => credential.GetAuthorizationAsync(true, default).AsTask());
        Assert.Equal(ConfigurationException.InvalidCertificate, error.ErrorId);
        Assert.Contains("certificate of the plugin", error.Message, StringComparison.Ordinal);

        void Give(object status) => Write("answer", JsonSerializer.Serialize(
            new { kind = "ExecCredential", apiVersion = Version, status }));
    }

    [UnixTheory]
    [InlineData("{Version}", false)]
    [InlineData("client.authentication.k8s.io/v1beta1", true)]
    public async Task The_older_version_needs_no_mode_and_an_answer_of_its_own(string answered, bool isTaken)
    {
        answered = answered.Replace("{Version}", Version, StringComparison.Ordinal);
        Script("plugin", $"printf %s \"$KUBERNETES_EXEC_INFO\" > '{Folder}/info'; "
            + $"echo '{Answer.Replace($"\"{Version}\"", $"\"{answered}\"", StringComparison.Ordinal)}'");
        var credential = (ExecCredential)Load(
            "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./plugin}");
        credential.HasTerminal = () => true;
        Assert.True(credential.MayPrompt);
        if (isTaken)
        {
            Assert.Equal("Bearer t1", await HeaderAsync(credential));
        }
        else
        {
            await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(credential));
        }

        Assert.Equal(
            """{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","spec":{"interactive":true}}""",
            File.ReadAllText(Path.Combine(Folder, "info")));
    }

    [UnixTheory]
    [InlineData($"kind: ExecCredential\napiVersion: {Version}\nstatus: {{token: t1, expirationTimestamp: null}}", true)]
    [InlineData($"apiVersion: {Version}\nstatus: {{token: t1}}\n---\nmore: [", true)]
    [InlineData($"apiVersion: {Version}\nstatus: {{token: t1, expirationTimestamp: ''}}", false)]
    [InlineData($"apiVersion: {Version}\nstatus: {{token: 5}}", false)]
    [InlineData($"apiVersion: {Version}\nstatus: t1", false)]
    [InlineData("status: {token: t1}", false)]
    [InlineData("", false)]
    public async Task An_answer_may_be_YAML_and_an_expiry_must_be_a_time(string answer, bool isTaken)
    {
        Script("plugin", $"cat '{Write("answer", answer)}'");
        var credential = Load(Plain);
        if (isTaken)
        {
            Assert.Equal("Bearer t1", await HeaderAsync(credential));
            Assert.False(credential.MayPrompt);
        }
        else
        {
            var error = await Assert.ThrowsAsync<ConfigurationException>(() => HeaderAsync(credential));
            Assert.Contains("something other than an ExecCredential", error.Message, StringComparison.Ordinal);
        }
    }

    private ICredential Load(string user, string cluster = "") => new KubeconfigSource().Load(
        new KubeconfigRequest { Paths = [Write("config", Kubeconfig(user, cluster))] }).Credential!;
}
