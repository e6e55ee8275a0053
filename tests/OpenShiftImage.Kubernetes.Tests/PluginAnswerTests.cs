using System.Text.Json;
using OpenShiftImage.Configuration;

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
        var credential = (Plugins.ExecCredential)Load(Plain.Replace("Never", mode, StringComparison.Ordinal));
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
        var credential = (Plugins.ExecCredential)Load(Plain.Replace("Never", "Always", StringComparison.Ordinal));
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

    private static async Task<string?> HeaderAsync(ICredential credential) =>
        (await credential.GetAuthorizationAsync(false, default))?.ToString();

    private ICredential Load(string user, string cluster = "") => new KubeconfigSource().Load(
        new KubeconfigRequest { Paths = [Write("config", Kubeconfig(user, cluster))] }).Credential!;
}
