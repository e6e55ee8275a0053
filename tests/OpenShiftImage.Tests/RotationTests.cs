using System.Management.Automation;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Tests;

/// <summary>What is replaced on disk is noticed by the next cmdlet, also where neither time nor size tell; and which files those are.</summary>
public sealed class RotationTests : EnvironmentTest
{
    private readonly string _folder = Directory.CreateTempSubdirectory("osimage-test-").FullName;
    private readonly string _original;

    public RotationTests(SandboxFixture fixture)
        : base(fixture) => _original = File.ReadAllText(Server.KubeconfigPath);

    [Fact]
    public void A_kubeconfig_that_is_replaced_by_one_of_the_same_time_and_size()
    {
        var path = Write("config", _original);
        Environment.SetEnvironmentVariable("KUBECONFIG", path);
        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
        Replace(path, _original.Replace(Server.AdminToken, Server.AliceToken, StringComparison.Ordinal));
        AssertError(Run("Get-OSImage -First 1").Error, "Forbidden", ErrorCategory.PermissionDenied, null);
        AssertError(
            Run("Get-OSImage -First 1 -Cluster sandbox-admin").Error,
            "Forbidden",
            ErrorCategory.PermissionDenied,
            null);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Connect-OSImageCluster")]
    public void A_certificate_authority_that_is_replaced(string connect)
    {
        var authority = Write("ca.crt", Server.CertificateAuthorityPem);
        Environment.SetEnvironmentVariable(
            "KUBECONFIG",
            Write(
                "config",
                System.Text.RegularExpressions.Regex.Replace(
                    _original, "certificate-authority-data: .*", "certificate-authority: ca.crt")));
        Run(connect).Succeeded();
        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
        using var others = new SandboxCertificates();
        File.WriteAllText(authority, others.AuthorityPem);
        AssertError(Run("Get-OSImage -First 1").Error, "CertificateNotTrusted", ErrorCategory.SecurityError, null);
        File.WriteAllText(authority, Server.CertificateAuthorityPem);
        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
    }

    [Fact]
    public void A_certificate_authority_that_was_named_by_parameter()
    {
        var authority = Write("ca.crt", Server.CertificateAuthorityPem);
        Run(
            "Connect-OSImageCluster -Server $server -Token $token -CertificateAuthority $ca",
            ("server", Server.Address.ToString()),
            ("token", Server.AdminToken),
            ("ca", authority)).Succeeded();
        using var others = new SandboxCertificates();
        File.WriteAllText(authority, others.AuthorityPem);
        AssertError(Run("Get-OSImage -First 1").Error, "CertificateNotTrusted", ErrorCategory.SecurityError, null);
    }

    [Fact]
    public void A_connection_outlives_the_kubeconfig_that_was_there_only_to_connect()
    {
        var path = Write("config", _original);
        Run("Connect-OSImageCluster -Kubeconfig $path", ("path", path)).Succeeded();
        File.Delete(path);
        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
        File.WriteAllText(
            path,
            _original.Replace(
                Server.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
                "1",
                StringComparison.Ordinal));
        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
    }

    [Fact]
    public void A_connection_stays_with_its_user_when_the_context_gets_another_one()
    {
        var path = Write("config", _original);
        Run("Connect-OSImageCluster -Kubeconfig $path", ("path", path)).Succeeded();
        File.WriteAllText(path, System.Text.RegularExpressions.Regex.Replace(_original, "user: admin", "user: alice"));
        Assert.Equal("admin", Assert.Single(Run("(Get-OSImageCluster).User").Succeeded()).BaseObject);
        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
    }

    [Fact]
    public void A_live_connection_never_checks_less_and_never_comes_back_from_its_end()
    {
        var path = Write("config", _original);
        Run("$c = Connect-OSImageCluster -Kubeconfig $path", ("path", path)).Succeeded();
        using var others = new SandboxCertificates();
        File.WriteAllText(
            path,
            System.Text.RegularExpressions.Regex.Replace(
                _original, "certificate-authority-data: .*", "insecure-skip-tls-verify: true"));
        Assert.Empty(Run("Get-OSImage -First 1").Warnings);
        File.WriteAllText(path, _original + "\n");
        AssertError(
            Run("Disconnect-OSImageCluster; Get-OSImage -First 1 -Cluster $c").Error,
            "ConnectionClosed",
            ErrorCategory.ConnectionError,
            null);
    }

    [Fact]
    public void A_kubeconfig_by_a_relative_path_is_found_again_after_a_change_of_location()
    {
        var authority = Write("ca.crt", Server.CertificateAuthorityPem);
        Write(
            "config",
            System.Text.RegularExpressions.Regex.Replace(
                _original, "certificate-authority-data: .*", "certificate-authority: ca.crt"));
        Environment.SetEnvironmentVariable("KUBECONFIG", "config");
        Shell.Runspace.SessionStateProxy.Path.SetLocation(_folder);
        Run("Connect-OSImageCluster").Succeeded();
        Shell.Runspace.SessionStateProxy.Path.SetLocation("/");
        using var others = new SandboxCertificates();
        File.WriteAllText(authority, others.AuthorityPem);
        AssertError(Run("Get-OSImage -First 1").Error, "CertificateNotTrusted", ErrorCategory.SecurityError, null);
    }

    [Fact]
    public void A_client_certificate_that_is_replaced_is_shown_from_then_on()
    {
        var (first, second) = (Certificate("first"), Certificate("second"));
        Write("me.crt", first.Pem);
        Write("me.key", first.Key);
        var user = _original[..(_original.LastIndexOf("- name: admin", StringComparison.Ordinal) + 13)]
            + "\n  user: {client-certificate: me.crt, client-key: me.key}\n";
        Environment.SetEnvironmentVariable("KUBECONFIG", Write("config", user));
        Assert.StartsWith(
            "Forbidden,", Run("Connect-OSImageCluster").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.StartsWith(
            "Forbidden,",
            Run("Disconnect-OSImageCluster; Get-OSImage -First 1").Error.FullyQualifiedErrorId,
            StringComparison.Ordinal);
        Write("me.crt", second.Pem);
        // The key of another certificate: whoever reads the files anew notices.
        Assert.StartsWith(
            "InvalidCertificate,", Run("Get-OSImage -First 1").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Write("me.key", second.Key);
        Assert.StartsWith(
            "Forbidden,", Run("Get-OSImage -First 1").Error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void Relative_paths_begin_where_the_session_is()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        Write("sub/config", _original);
        Environment.SetEnvironmentVariable("KUBECONFIG", "config");
        Go("");
        AssertError(Run("Get-OSImage -First 1").Error, "NoConfiguration", ErrorCategory.ObjectNotFound, null);
        Go("sub");
        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
        Assert.Equal(
            "sandbox-admin",
            Run("(TabExpansion2 'Connect-OSImageCluster ' 23).CompletionMatches[0].CompletionText").Succeeded()[0].ToString());
        Write("sub/ca.crt", Server.CertificateAuthorityPem);
        Run("Connect-OSImageCluster -Server $server -Token $token -CertificateAuthority ca.crt; Connect-OSImageCluster -Kubeconfig config",
            ("server", Server.Address.ToString()), ("token", Server.AdminToken)).Succeeded();

        void Go(string folder) => Shell.Runspace.SessionStateProxy.Path.SetLocation(Path.Combine(_folder, folder));
    }

    [Fact]
    public void An_insecure_connection_warns_once()
    {
        Environment.SetEnvironmentVariable(
            "KUBECONFIG",
            Write(
                "config",
                System.Text.RegularExpressions.Regex.Replace(
                    _original, "certificate-authority-data: .*", "insecure-skip-tls-verify: true")));
        Assert.Contains(
            "is not checked",
            Assert.Single(Run("Get-OSImage -First 1 > $null; Get-OSImage -First 1 > $null").Warnings),
            StringComparison.Ordinal);
        Assert.Contains(
            "is not checked",
            Assert.Single(Run("Connect-OSImageCluster > $null; Get-OSImage -First 1 > $null").Warnings),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_check_can_be_left_out_beside_an_authority_too_and_that_is_warned_of_once()
    {
        using var others = new SandboxCertificates();
        Write("ca.crt", others.AuthorityPem);
        Environment.SetEnvironmentVariable(
            "KUBECONFIG",
            Write(
                "config",
                System.Text.RegularExpressions.Regex.Replace(
                    _original, "certificate-authority-data: .*", "certificate-authority: ca.crt")));
        var result = Run(
            "Connect-OSImageCluster -SkipCertificateCheck > $null; Get-OSImage -First 1; Get-OSImage -First 1 > $null");
        Assert.Single(result.Succeeded());
        Assert.Contains("is not checked", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("  user:\n    token: {token}", "as: bob")]
    [InlineData("  cluster:\n    server: {server}", "tls-server-name: localhost")]
    [InlineData("  cluster:\n    server: {server}", "proxy-url: 'http://127.0.0.1:1'")]
    public void A_connection_takes_another_token_but_stays_who_and_where_it_is(string before, string added)
    {
        before = before.Replace("{token}", Server.AdminToken, StringComparison.Ordinal)
            .Replace("{server}", Server.Address.ToString().TrimEnd('/'), StringComparison.Ordinal);
        var path = Write("config", _original);
        Run("Connect-OSImageCluster -Kubeconfig $path", ("path", path)).Succeeded();
        Assert.Contains(before, _original, StringComparison.Ordinal);
        File.WriteAllText(path, _original.Replace(before, $"{before}\n    {added}", StringComparison.Ordinal));
        Assert.Single(Run("Get-OSImage -First 1").Succeeded());
        Assert.DoesNotContain("Impersonate-User", Server.Requests[^1].Headers.Keys);
        File.WriteAllText(path, _original.Replace(Server.AdminToken, Server.AliceToken, StringComparison.Ordinal));
        AssertError(Run("Get-OSImage -First 1").Error, "Forbidden", ErrorCategory.PermissionDenied, null);
    }

    private static (string Pem, string Key) Certificate(string name)
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest(
            "CN=" + name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static void Replace(string path, string text)
    {
        var time = File.GetLastWriteTimeUtc(path);
        Assert.Equal(new FileInfo(path).Length, text.Length);
        File.WriteAllText(path, text);
        File.SetLastWriteTimeUtc(path, time);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
