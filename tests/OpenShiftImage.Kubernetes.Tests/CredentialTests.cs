using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Client.Tests;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Credentials;
using OpenShiftImage.Kubernetes.Plugins;

namespace OpenShiftImage.Kubernetes.Tests;

[Collection("Environment")]
public sealed class CredentialTests : TemporaryFolder
{
    [Fact]
    public async Task A_token_file_is_read_again_when_it_changes()
    {
        var token = Write("token", "one\n");
        var credential = Load("tokenFile: token").Credential!;
        Assert.Equal("Bearer one", await HeaderAsync(credential));
        Assert.Null(await credential.GetAuthorizationAsync(renew: true, default));
        File.WriteAllText(token, "two");
        Assert.Equal("Bearer two", (await credential.GetAuthorizationAsync(renew: true, default))!.ToString());
        File.Delete(token);
        var error =
            await Assert.ThrowsAsync<ConfigurationException>(
                () => credential.GetAuthorizationAsync(renew: true, default).AsTask());
        Assert.Equal(ConfigurationException.CredentialFailed, error.ErrorId);
    }

    [UnixFact]
    public async Task A_token_that_a_pod_s_link_leads_to_is_read_again_in_time()
    {
        // As the kubelet lays it out: token -> ..data/token, and ..data is swapped.
        Write("v1/token", "one");
        Write("v2/token", "two");
        Directory.CreateSymbolicLink(Path.Combine(Folder, "..data"), "v1");
        File.CreateSymbolicLink(Path.Combine(Folder, "token"), "..data/token");
        var time = new InstantTime(longestPause: TimeSpan.Zero);
        var credential = new TokenFileCredential(Path.Combine(Folder, "token"), null, time);
        Assert.Equal("Bearer one", await HeaderAsync(credential));
        Directory.Delete(Path.Combine(Folder, "..data"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "..data"), "v2");
        time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("Bearer one", await HeaderAsync(credential));
        time.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Bearer two", await HeaderAsync(credential));
    }

    [Fact]
    public async Task User_and_password_are_sent_as_they_are() =>
        Assert.Equal("Basic bWU6c2VjcmV0", await HeaderAsync(Load("username: me\npassword: secret").Credential!));

    [Fact]
    public void A_client_certificate_is_read_with_its_key()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(
            "CN=me", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        Write("me.crt", certificate.ExportCertificatePem());
        Write("me.key", key.ExportPkcs8PrivateKeyPem());
        Assert.True(Load("client-certificate: me.crt\nclient-key: me.key").ClientCertificate![0].HasPrivateKey);
        var error = Assert.Throws<ConfigurationException>(() => Load("client-certificate: me.crt"));
        Assert.Equal(ConfigurationException.InvalidKubeconfig, error.ErrorId);
        Write("me.key", "nonsense");
        Assert.Equal(ConfigurationException.InvalidCertificate, Assert.Throws<ConfigurationException>(
            () => Load("client-certificate: me.crt\nclient-key: me.key")).ErrorId);
    }

    [Theory]
    [InlineData("gcp")]
    [InlineData("azure")]
    public void A_provider_that_Kubernetes_no_longer_has_is_refused(string name)
    {
        var error = Assert.Throws<ConfigurationException>(() => Load($"auth-provider: {{name: {name}, config: {{}}}}"));
        Assert.Equal(ConfigurationException.CredentialFailed, error.ErrorId);
        Assert.Contains("exec plugin", error.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_plugin_gets_its_arguments_as_they_are_and_runs_once()
    {
        Script("plugin", $$$"""
            echo run >> "{{{Folder}}}/runs"
            printf '%s\n' "$@" > "{{{Folder}}}/args"
            printf '%s' "$KUBERNETES_EXEC_INFO" > "{{{Folder}}}/info"
            echo '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"'$SECRET'"}}'
            """);
        var credential =
            Load(
                "exec:\n  apiVersion: client.authentication.k8s.io/v1\n  command: ./plugin\n  args: ['a b', '--c=d e', '']\n  env: [{name: SECRET, value: t1}]\n  provideClusterInfo: true\n  interactiveMode: Never").Credential!;
        Assert.Equal("Bearer t1", await HeaderAsync(credential));
        Assert.Equal("Bearer t1", await HeaderAsync(credential));
        Assert.Equal(["a b", "--c=d e", ""], File.ReadAllLines(Path.Combine(Folder, "args")));
        Assert.Single(File.ReadAllLines(Path.Combine(Folder, "runs")));
        Assert.Contains(
            "\"server\":\"https://api.example.com:6443\"",
            File.ReadAllText(Path.Combine(Folder, "info")),
            StringComparison.Ordinal);
        await credential.GetAuthorizationAsync(renew: true, default);
        Assert.Equal(2, File.ReadAllLines(Path.Combine(Folder, "runs")).Length);
    }

    [UnixFact]
    public async Task A_plugin_that_fails_is_told_with_what_it_said()
    {
        Script("plugin", "echo 'please log in' >&2; exit 3");
        var error =
            await Assert.ThrowsAsync<ConfigurationException>(
                () =>
                    HeaderAsync(
                        Load(
                            "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}").Credential!));
        Assert.Contains("ended with 3: please log in", error.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    public async Task A_plugin_that_hangs_is_killed_and_told_with_what_it_said()
    {
        Script(
            "plugin",
            $"echo 'To sign in open https://login.example.com' >&2; echo $$ > '{Folder}/pid.new'; mv '{Folder}/pid.new' '{Folder}/pid'; exec sleep 300");
        var credential =
            Load(
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}").Credential!;
        var time = ((ExecCredential)credential).Time = new InstantTime(longestPause: TimeSpan.FromSeconds(10));
        var header = HeaderAsync(credential);
        // Its name for itself is the last that it does before it hangs.
        Assert.True(SpinWait.SpinUntil(() => File.Exists(Path.Combine(Folder, "pid")), TimeSpan.FromSeconds(20)));
        await ((InstantTime)time).PassAsync(TimeSpan.FromSeconds(60));
        var error = await Assert.ThrowsAsync<ConfigurationException>(() => header);
        Assert.Contains(
            "did not end within 60 seconds: To sign in open https://login.example.com",
            error.Message,
            StringComparison.Ordinal);
        var id = int.Parse(
            File.ReadAllText(Path.Combine(Folder, "pid")), System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < 100 && IsRunning(id); i++)
        {
            await Task.Delay(50);
        }

        Assert.False(IsRunning(id));

        static bool IsRunning(int id)
        {
            try
            {
                using var process = System.Diagnostics.Process.GetProcessById(id);
                return !process.HasExited;
            }
            catch (ArgumentException)
            {
                return false;
            }
        }
    }

    [UnixFact]
    public async Task A_plugin_that_answers_nonsense_gives_no_secret_away()
    {
        Script("plugin", "echo 'token: verysecret'");
        var error =
            await Assert.ThrowsAsync<ConfigurationException>(
                () =>
                    HeaderAsync(
                        Load(
                            "exec: {apiVersion: client.authentication.k8s.io/v1, command: ./plugin, interactiveMode: Never}").Credential!));
        Assert.DoesNotContain("verysecret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_is_not_installed_is_told_with_its_hint()
    {
        var error = await Assert.ThrowsAsync<ConfigurationException>(
            () =>
                HeaderAsync(
                    Load(
                        "exec: {apiVersion: client.authentication.k8s.io/v1, command: no-such-plugin-anywhere, installHint: Install it from somewhere., interactiveMode: Never}").Credential!));
        Assert.Contains("Install it from somewhere.", error.Message, StringComparison.Ordinal);
    }

    private ClusterConfiguration Load(string user) =>
        new KubeconfigSource().Load(new KubeconfigRequest { Paths = [Write("config", Kubeconfig(user))] });
}
