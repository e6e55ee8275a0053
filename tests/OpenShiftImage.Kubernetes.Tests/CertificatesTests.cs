using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpenShiftImage.Kubernetes.Credentials;
using OpenShiftImage.Sandbox.Hosting;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>Which texts are certificates and keys, as Go reads them.</summary>
public sealed class CertificatesTests : IDisposable
{
    private const string Broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    private const string Unended = "-----BEGIN CERTIFICATE-----\nAAAA\n";

    private readonly SandboxCertificates _certificates = new();
    private readonly SandboxCertificates _others = new();

    private string Key => field ??= NewKey();

    [Fact]
    public void Every_certificate_of_a_bundle_is_an_authority_in_its_order()
    {
        var found = Read(_certificates.AuthorityPem + "\n# another\n" + _others.AuthorityPem + "\n");
        Assert.Equal(
            [_certificates.AuthorityPem, _others.AuthorityPem], found.Select(item => item.ExportCertificatePem()));
    }

    [Fact]
    public void A_block_that_is_no_certificate_is_passed_over_where_another_is_one()
    {
        foreach (var text in (string[])[
            Broken + _certificates.AuthorityPem,
            _certificates.AuthorityPem + "\n" + Broken,
            Unended + _certificates.AuthorityPem,
            Key + "\n" + _certificates.AuthorityPem])
        {
            Assert.Equal(_certificates.AuthorityPem, Assert.Single(Read(text)).ExportCertificatePem());
        }
    }

    [Fact]
    public void An_authority_may_be_DER()
    {
        using var authority = X509Certificate2.CreateFromPem(_certificates.AuthorityPem);
        var found = Certificates.ReadAuthorities(authority.RawData, "the authority");
        Assert.Equal(authority.Thumbprint, Assert.Single(found).Thumbprint);
    }

    [Fact]
    public void A_bundle_without_a_certificate_is_told_with_what_it_was_to_be()
    {
        Assert.Equal("The authority cannot be read: there is no certificate in it.", Fail(Key));
        foreach (var text in (string[])[Broken, Unended, "nonsense"])
        {
            var told = Fail(text);
            Assert.StartsWith("The authority cannot be read: ", told, StringComparison.Ordinal);
            Assert.DoesNotContain("there is no certificate", told, StringComparison.Ordinal);
            Assert.False(told.EndsWith("..", StringComparison.Ordinal), told);
        }

        string Fail(string text)
        {
            var error = Assert.Throws<ConfigurationException>(() => Read(text));
            Assert.Equal(ConfigurationException.InvalidCertificate, error.ErrorId);
            Assert.Null(error.Target);
            return error.Message;
        }
    }

    [Fact]
    public void The_module_is_told_which_file_of_authorities_is_faulty()
    {
        var source = new KubeconfigSource();
        Assert.Single(source.ReadAuthorities(Encoding.ASCII.GetBytes(_certificates.AuthorityPem), "ca.crt"));
        var error = Assert.Throws<ConfigurationException>(() => source.ReadAuthorities("x"u8.ToArray(), "ca.crt"));
        Assert.Contains("certificate authority in 'ca.crt'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_certificate_comes_first_with_its_key_and_its_intermediates_after_it()
    {
        var (certificate, key) = NewClient();
        var found = ReadClient(certificate + "\n" + _certificates.AuthorityPem + "\n" + _others.AuthorityPem, key);
        Assert.Equal(
            [certificate, _certificates.AuthorityPem, _others.AuthorityPem],
            found.Select(item => item.ExportCertificatePem()));
        Assert.Equal([true, false, false], found.Select(item => item.HasPrivateKey));
    }

    [Fact]
    public void A_client_certificate_without_a_key_that_fits_is_refused()
    {
        var (certificate, key) = NewClient();
        foreach (var (text, with, told) in ((string, string, string)[])[
            ("nonsense", key, "there is no certificate in it"),
            (Broken, key, "cannot be read"),
            (certificate, "nonsense", "cannot be read"),
            (certificate, NewClient().Key, "cannot be read")])
        {
            var error = Assert.Throws<ConfigurationException>(() => ReadClient(text, with));
            Assert.Equal(ConfigurationException.InvalidCertificate, error.ErrorId);
            Assert.StartsWith("The client ", error.Message, StringComparison.Ordinal);
            Assert.Contains(told, error.Message, StringComparison.Ordinal);
            Assert.Equal(
                text == "nonsense",
                error.Message.Contains("there is no certificate", StringComparison.Ordinal));
        }
    }

    public void Dispose()
    {
        _certificates.Dispose();
        _others.Dispose();
    }

    private static string NewKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static (string Certificate, string Key) NewClient()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest("CN=me", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }

    private static X509Certificate2Collection Read(string text) =>
        Certificates.ReadAuthorities(Encoding.ASCII.GetBytes(text), "the authority");

    private static X509Certificate2Collection ReadClient(string certificate, string key) =>
        Certificates.ReadClient(Encoding.ASCII.GetBytes(certificate), Encoding.ASCII.GetBytes(key), "the client");
}
