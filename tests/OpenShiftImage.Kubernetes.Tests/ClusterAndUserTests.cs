using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpenShiftImage.Configuration;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>What the cluster and the user of a context may say, and what is refused.</summary>
[Collection("Environment")]
public sealed class ClusterAndUserTests : TemporaryFolder
{
    private const string Server = "https://api.example.com:6443";

    [Theory]
    [InlineData("https://api.example.com/a/b?c=d#e", "https://api.example.com/a/b")]
    [InlineData("http://api.example.com", "http://api.example.com/")]
    [InlineData("localhost:8080", "http://localhost:8080/")]
    [InlineData("api.example.com/", "http://api.example.com/")]
    public void A_server_is_an_address_without_query_and_http_by_default(string server, string expected) =>
        Assert.Equal(expected, LoadServer(server).Server.ToString());

    [Theory]
    [InlineData("api.example.com/a")]
    [InlineData("https://")]
    [InlineData("https:// api.example.com")]
    [InlineData("https://api.example.com/a b")]
    [InlineData("/api")]
    public void A_server_that_is_none_is_told_with_its_cluster(string server)
    {
        var error = Assert.Throws<ConfigurationException>(() => LoadServer(server));
        Assert.Equal(ConfigurationException.InvalidKubeconfig, error.ErrorId);
        Assert.Contains($"the server of the cluster 'k', '{server}', is not", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_password_in_the_address_is_refused_with_what_to_do_instead()
    {
        var error = Assert.Throws<ConfigurationException>(() => LoadServer("https://me:secret@api.example.com"));
        var path = Path.Combine(Folder, "config");
        Assert.Equal((ConfigurationException.InvalidServer, path), (error.ErrorId, error.Target));
        Assert.Contains($"cluster 'k' in '{path}' has a user or password", error.Message, StringComparison.Ordinal);
        Assert.Contains("(https://********@api.example.com)", error.Message, StringComparison.Ordinal);
        Assert.Contains("'username' and 'password'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_cluster_and_a_user_do_not_say_is_not_there()
    {
        var read = Load("", "");
        Assert.Null(read.TlsServerName);
        Assert.Null(read.Proxy);
        Assert.Null(read.CertificateAuthority);
        Assert.Null(read.DisableCompression);
        Assert.False(read.SkipCertificateCheck);
        Assert.Null(read.Credential);
        Assert.Null(read.ClientCertificate);
        Assert.Null(read.ImpersonateUser);
        Assert.Null(read.ImpersonateUid);
        Assert.Empty(read.ImpersonateGroups);
        Assert.Empty(read.ImpersonateExtra);
        Assert.False(Load("", "disable-compression: false").DisableCompression);
        Assert.Null(Load("", "disable-compression: null").DisableCompression);
    }

    [Theory]
    [InlineData("https://proxy:3128")]
    [InlineData("socks5://proxy:1080")]
    public void A_proxy_may_have_any_scheme_that_kubectl_knows(string proxy) =>
        Assert.Equal(new Uri(proxy), Load("", "proxy-url: " + proxy).Proxy);

    [Theory]
    [InlineData("proxy-url: proxy", "the proxy-url 'proxy' is not")]
    [InlineData("proxy-url: 'socks4://proxy'", "the proxy-url 'socks4://proxy' is not")]
    [InlineData("proxy-url: 'http://'", "the proxy-url 'http://' is not")]
    [InlineData("proxy-url: 'socks5:///'", "the proxy-url 'socks5:///' is not")]
    [InlineData("tls-server-name: '127.1'", "the tls-server-name '127.1' is no name")]
    [InlineData("certificate-authority-data: aGk=", "certificate authority of the cluster 'k' cannot be read")]
    [InlineData("certificate-authority-data: aGk=\ncertificate-authority: ca.crt", "are both there; which is meant?")]
    [InlineData("certificate-authority: gone/ca.crt", "names as 'certificate-authority', cannot be read")]
    [InlineData("insecure-skip-tls-verify: 'true'", "'insecure-skip-tls-verify' is neither")]
    [InlineData("tls-server-name: 5", "'tls-server-name' must be text")]
    public void What_is_wrong_with_a_cluster_is_told(string cluster, string told) =>
        Assert.Contains(
            told, Assert.Throws<ConfigurationException>(() => Load("", cluster)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("host.example.com")]
    public void The_name_in_the_server_s_certificate_may_be_an_address(string name) =>
        Assert.Equal(name, Load("", $"tls-server-name: '{name}'").TlsServerName);

    [Fact]
    public void A_certificate_that_is_not_to_be_checked_and_an_authority_contradict_each_other()
    {
        using var certificates = new SandboxCertificates();
        Write("ca.crt", certificates.AuthorityPem);
        const string Skip = "insecure-skip-tls-verify: true";
        Assert.True(Load("", Skip).SkipCertificateCheck);
        var error = Assert.Throws<ConfigurationException>(() => Load("", Skip + "\ncertificate-authority: ca.crt"));
        Assert.Equal(ConfigurationException.InvalidKubeconfig, error.ErrorId);
        Assert.Contains("'k' has a certificate authority", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("which is meant?", error.Message, StringComparison.Ordinal);
        var plain = LoadServer("http://localhost", Skip + "\ncertificate-authority: ca.crt");
        Assert.True(plain.SkipCertificateCheck);
        Assert.Single(plain.CertificateAuthority!);
    }

    [Fact]
    public void A_file_of_authorities_that_is_empty_is_none()
    {
        Write("ca.crt", "");
        Assert.Null(Load("", "certificate-authority: ca.crt").CertificateAuthority);
    }

    [Fact]
    public void A_file_that_a_kubeconfig_names_and_that_is_not_there_is_the_target_of_the_error()
    {
        var error = Assert.Throws<ConfigurationException>(() => Load("", "certificate-authority: gone/ca.crt"));
        Assert.Equal(ConfigurationException.FileNotReadable, error.ErrorId);
        Assert.Equal(Path.Combine(Folder, "gone", "ca.crt"), error.Target);
    }

    [Theory]
    [InlineData("as-groups: [g]")]
    [InlineData("as-uid: u")]
    [InlineData("as-user-extra: {scopes: [a]}")]
    public void Groups_of_nobody_are_refused(string user)
    {
        var error = Assert.Throws<ConfigurationException>(() => Load(user));
        Assert.Equal(ConfigurationException.InvalidKubeconfig, error.ErrorId);
        Assert.Contains("the user 'u' acts as", error.Message, StringComparison.Ordinal);
        Assert.Contains("'as' is missing", error.Message, StringComparison.Ordinal);
        Assert.Equal("bob", Load("as: bob\n" + user).ImpersonateUser);
    }

    [Theory]
    [InlineData("as-groups: []")]
    [InlineData("as-user-extra: {}")]
    [InlineData("client-key-data: aGk=")]
    [InlineData("client-certificate-data: ''")]
    [InlineData("client-certificate: null")]
    [InlineData("exec: null")]
    [InlineData("password: secret")]
    public void What_says_nothing_does_no_harm(string user)
    {
        var read = Load(user);
        Assert.Null(read.ClientCertificate);
        Assert.Null(read.Credential);
        Assert.Null(read.ImpersonateUser);
    }

    [Theory]
    [InlineData("token: t\nusername: me", "the user 'u' has a token and a password; which is meant?")]
    [InlineData("token: t\npassword: secret", "the user 'u' has a token and a password; which is meant?")]
    [InlineData("tokenFile: f\npassword: secret", "the user 'u' has a token and a password; which is meant?")]
    [InlineData("exec: {}\nauth-provider: {}", "a plugin ('exec') and an 'auth-provider'; which is meant?")]
    [InlineData("client-certificate-data: aGk=", "the user 'u' has a client certificate without its key.")]
    [InlineData("auth-provider: {name: oidc}", "the auth-provider of the user 'u' has no config.")]
    [InlineData("token: 5", "'token' must be text: a number, true, false, yes or no needs quotes.")]
    [InlineData("as-groups: [5]", "an item of 'as-groups' must be text")]
    [InlineData("as-groups: g", "'as-groups' is not a list.")]
    [InlineData("as-user-extra: [a]", "'as-user-extra' is not a mapping.")]
    [InlineData("exec: {command: a}", "has no apiVersion")]
    [InlineData("client-certificate-data: '%'", "'client-certificate-data' is not base64.")]
    public void What_is_wrong_with_a_user_is_told(string user, string told)
    {
        var error = Assert.Throws<ConfigurationException>(() => Load(user));
        Assert.Equal(ConfigurationException.InvalidKubeconfig, error.ErrorId);
        Assert.Contains(told, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("contexts: [{name: c, context: {user: u}}]", "the context 'c' names no cluster.")]
    [InlineData("contexts: [{name: c}]", "the context 'c' names no cluster.")]
    [InlineData("contexts: [{name: c, context: {cluster: k, user: u}}]", "'c' names the user 'u', which is not there.")]
    [InlineData("contexts: [{name: c, context: {cluster: j}}]", "'c' names the cluster 'j', which is not there.")]
    [InlineData("contexts: [5]", "an item of 'contexts' is not a mapping.")]
    [InlineData("contexts: [{name: c, context: 5}]", "'context' is not a mapping.")]
    public void What_a_context_leaves_open_is_told(string contexts, string told)
    {
        var text = "current-context: c\nclusters: [{name: k, cluster: {server: 'https://one'}}]\n" + contexts;
        var path = Write("config", text);
        var error = Assert.Throws<ConfigurationException>(
            () => new KubeconfigSource().Load(new KubeconfigRequest { Paths = [path] }));
        Assert.StartsWith($"The kubeconfig '{path}' is not valid: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(told, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_context_without_a_user_is_nobody_and_an_item_that_is_null_is_passed_over()
    {
        var text = $"current-context: c\nclusters: [null, {{name: k, cluster: {{server: '{Server}'}}}}]\n"
            + "contexts: [{name: c, context: {cluster: k}}]";
        var read = new KubeconfigSource().Load(new KubeconfigRequest { Paths = [Write("config", text)] });
        Assert.Null(read.User);
        Assert.Null(read.Credential);
        Assert.Equal(("c", Server + "/"), (read.Context, read.Server.ToString()));
    }

    [Fact]
    public async Task A_user_without_a_password_has_an_empty_one_and_neither_is_sent_again_once_refused()
    {
        var credential = Load("username: mé").Credential!;
        var header = await credential.GetAuthorizationAsync(false, default);
        Assert.Equal("Basic " + Convert.ToBase64String("mé:"u8), header!.ToString());
        Assert.Null(await credential.GetAuthorizationAsync(true, default));
    }

    [Theory]
    [InlineData("token: secret", "bearer token")]
    [InlineData("username: me\npassword: secret", "user and password")]
    [InlineData(
        "exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: a, args: [secret]}", "exec plugin a")]
    [InlineData("auth-provider: {name: oidc, config: {idp-issuer-url: 'https://a', client-id: secret}}", "OIDC token")]
    public void A_credential_says_what_it_is_and_not_what_it_holds(string user, string expected) =>
        Assert.Equal(expected, Load(user).Credential!.ToString());

    [Fact]
    public void A_provider_that_is_gone_is_named_with_its_user()
    {
        var error = Assert.Throws<ConfigurationException>(() => Load("auth-provider: {name: gcp}"));
        Assert.Equal((ConfigurationException.CredentialFailed, "u"), (error.ErrorId, error.Target));
        Assert.Contains(
            "The user 'u' has the auth-provider 'gcp', which Kubernetes no longer has",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_certificate_and_its_key_may_be_inline()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=me", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        var read = Load($"client-certificate-data: {ToBase64(certificate.ExportCertificatePem())}\n"
            + $"client-key-data: {ToBase64(key.ExportPkcs8PrivateKeyPem())}");
        Assert.Equal(certificate.Thumbprint, Assert.Single(read.ClientCertificate!).Thumbprint);

        static string ToBase64(string pem) => Convert.ToBase64String(Encoding.ASCII.GetBytes(pem));
    }

    private ClusterConfiguration Load(string user, string cluster = "") =>
        new KubeconfigSource().Load(new KubeconfigRequest { Paths = [Write("config", Kubeconfig(user, cluster))] });

    private ClusterConfiguration LoadServer(string server, string cluster = "") =>
        new KubeconfigSource().Load(new KubeconfigRequest
        {
            Paths = [Write("config", Kubeconfig("", cluster).Replace(
                Server, $"'{server}'", StringComparison.Ordinal))],
        });
}
