using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using OpenShiftImage.Configuration;
using OpenShiftImage.Tests.Kubectl;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>Which signatures and keys a server's chain may have, in real handshakes. The table with kubectl has names, dates and anchors.</summary>
public sealed class CertificateTrustTests
{
    private static readonly TestCertificates s_pki = new();

    public static TheoryData<string, bool> Signatures => new()
    {
        { "RSA with SHA-256", true },
        { "RSA with SHA-384", true },
        { "RSA with SHA-512", true },
        { "RSA with SHA-1", false },
        { "PSS with SHA-256", true },
        { "PSS with SHA-384", true },
        { "PSS with SHA-512", true },
        { "ECDSA with SHA-256", true },
        { "ECDSA with SHA-384", true },
        { "ECDSA with SHA-512", true },
        { "ECDSA with SHA-1", false },
    };

    [Theory]
    [MemberData(nameof(Signatures))]
    public async Task A_certificate_must_have_a_strong_signature(string signature, bool isTrusted)
    {
        var (authority, signer) = Signer(signature);
        var leaf = TestCertificates.Issue(authority, "leaf", ["127.0.0.1"], signer: signer);
        Assert.Equal(isTrusted, CertificateSignature.IsStrong(leaf));
        await ConnectAsync(leaf, [], authority, isTrusted);
    }

    [Fact]
    public async Task An_intermediate_that_is_signed_with_SHA_1_is_refused()
    {
        using var weak = TestCertificates.Authority(
            "CN=weak intermediate", s_pki.Root, signer: TestCertificates.Sha1(s_pki.Root));
        await ConnectAsync(TestCertificates.Issue(weak, "leaf", ["127.0.0.1"]), [weak], s_pki.Root, false);
    }

    [Fact]
    public async Task An_anchor_needs_no_strong_signature()
    {
        // Nobody forges what is compared byte for byte.
        using var weak = TestCertificates.Authority(
            "CN=weak intermediate", s_pki.Root, signer: TestCertificates.Sha1(s_pki.Root));
        await ConnectAsync(TestCertificates.Issue(weak, "leaf", ["127.0.0.1"]), [], weak, true);
    }

    [Theory]
    [InlineData(1023, false)]
    [InlineData(1024, true)]
    [InlineData(8192, true)]
    [InlineData(8200, false)]
    public void A_key_must_have_a_usual_size(int bits, bool isUsual)
    {
        // The platform ends a handshake with some of these keys by itself; which of them, differs from machine to machine.
        using var certificate = X509CertificateLoader.LoadCertificate(WithKeyOf(bits));
        Assert.Equal(isUsual, CertificateSignature.HasUsualKey(certificate));
    }

    [Theory]
    [InlineData("another host", "not for '127.0.0.1': it is for api.example.com, *.apps.example.com, 10.0.0.1.")]
    [InlineData("no names", "not for '127.0.0.1': it has no alternative names")]
    [InlineData("expired", "of 'CN=leaf' is not valid: it counts from ")]
    [InlineData(
        "a client's", "of 'CN=leaf' is not valid: it is not for a server (the server's certificate is for 127.0.0.1)")]
    [InlineData(
        "a stranger's",
        "was issued by 'CN=table stranger', which is no authority that is trusted here (the server's certificate is for 127.0.0.1)")]
    public async Task A_refused_certificate_names_its_fault_and_its_hosts(string fault, string told)
    {
        string[] hosts = fault switch
        {
            "another host" => ["api.example.com", "*.apps.example.com", "10.0.0.1"],
            "no names" => [],
            _ => ["127.0.0.1"],
        };
        using var leaf = TestCertificates.Issue(
            fault == "a stranger's" ? s_pki.Stranger : s_pki.Root,
            "leaf",
            hosts,
            from: -10,
            to: fault == "expired" ? -1 : 30,
            usage: fault == "a client's" ? "client" : "server");
        var error = await ConnectAsync(leaf, [], s_pki.Root, false);
        Assert.Equal(TransportException.CertificateNotTrusted, error!.ErrorId);
        Assert.Contains(
            $" is not trusted: The certificate {(told.StartsWith("not", StringComparison.Ordinal) ? "is " : "")}{told}",
            error.Message,
            StringComparison.Ordinal);
        Assert.EndsWith(
            " Check the server's address and the certificate authority of the connection.",
            error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_whose_only_name_is_its_common_name_is_refused()
    {
        using var leaf = TestCertificates.Issue(s_pki.Root, "api.example.com", []);
        var error = await ConnectAsync(leaf, [], s_pki.Root, false, tlsServerName: "api.example.com");
        Assert.Equal(TransportException.CertificateNotTrusted, error!.ErrorId);
        Assert.Contains(
            "it has no alternative names, and a common name alone no longer counts",
            error.Message,
            StringComparison.Ordinal);
        using var named = TestCertificates.Issue(s_pki.Root, "another", ["api.example.com"]);
        await ConnectAsync(named, [], s_pki.Root, true, tlsServerName: "api.example.com");
    }

    private static (X509Certificate2 Authority, X509SignatureGenerator Signer) Signer(string signature)
    {
        var hash = signature[(signature.LastIndexOf(' ') + 1)..] switch
        {
            "SHA-1" => HashAlgorithmName.SHA1,
            "SHA-384" => HashAlgorithmName.SHA384,
            "SHA-512" => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA256,
        };
        if (!signature.StartsWith("ECDSA", StringComparison.Ordinal))
        {
            var padding = signature.StartsWith("PSS", StringComparison.Ordinal)
                ? RSASignaturePadding.Pss
                : RSASignaturePadding.Pkcs1;
            return (s_pki.Root, hash == HashAlgorithmName.SHA1
                ? TestCertificates.Sha1(s_pki.Root)
                : new Hashing(X509SignatureGenerator.CreateForRSA(s_pki.Root.GetRSAPrivateKey()!, padding), hash));
        }

        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=curve", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return (request.CreateSelfSigned(
            DateTimeOffset.UtcNow.AddDays(-300),
            DateTimeOffset.UtcNow.AddDays(300)), new Hashing(new Curve(key), hash));
    }

    /// <summary>A certificate whose RSA key is a number of so many bits, which need be no key that could sign.</summary>
    private static byte[] WithKeyOf(int bits)
    {
        var modulus = new byte[(bits + 7) / 8];
        RandomNumberGenerator.Fill(modulus);
        modulus[0] = (byte)(1 << ((bits - 1) % 8));
        modulus[^1] |= 1;
        using var key = RSA.Create(new RSAParameters { Modulus = modulus, Exponent = [1, 0, 1] });
        var request = new CertificateRequest(
            new X500DistinguishedName("CN=sized"), key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var issued = request.Create(
            s_pki.Root.SubjectName,
            X509SignatureGenerator.CreateForRSA(s_pki.Root.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1),
            DateTimeOffset.UtcNow,
            DateTimeOffset.UtcNow.AddDays(1),
            [1]);
        return issued.RawData;
    }

    private static async Task<TransportException?> ConnectAsync(
        X509Certificate2 leaf,
        X509Certificate2Collection intermediates,
        X509Certificate2 anchor,
        bool isTrusted,
        string? tlsServerName = null)
    {
        var shown = SslStreamCertificateContext.Create(leaf, intermediates, offline: true);
        await using var server = new StandInServer(async (socket, stop) =>
        {
            await using var tls = new SslStream(new NetworkStream(socket));
            try
            {
                await tls.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificateContext = shown }, stop);
            }
            catch (System.Security.Authentication.AuthenticationException)
            {
                // The client does not trust the certificate.
                return;
            }

            await tls.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop);
            await tls.WriteAsync(Encoding.ASCII.GetBytes(RawHttpServer.Json("""{"gitVersion":"v1"}""")), stop);
        });
        using var connection = new ClusterConnection(new ClusterConfiguration
        {
            Server = new Uri($"https://{server.Address}"),
            CertificateAuthority = [anchor],
            TlsServerName = tlsServerName,
            RetryTimeout = TimeSpan.Zero,
        });
        var ask = connection.CreateApi().GetServerVersionAsync().WaitAsync(TimeSpan.FromSeconds(15));
        if (isTrusted)
        {
            Assert.Equal("v1", await ask);
            return null;
        }

        var error = await Assert.ThrowsAsync<TransportException>(() => ask);
        // Where the machine's own rules are strict, its TLS refuses before the module looks.
        Assert.Contains(
            error.ErrorId, (string[])[TransportException.CertificateNotTrusted, TransportException.TlsFailed]);
        return error;
    }

    /// <summary>Signs with another hash than it is asked to.</summary>
    private sealed class Hashing(X509SignatureGenerator inner, HashAlgorithmName hash) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            inner.GetSignatureAlgorithmIdentifier(hash);

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => inner.SignData(data, hash);

        protected override PublicKey BuildPublicKey() => inner.PublicKey;
    }

    /// <summary>Signs with a curve and any hash; SHA-1 is one that the library no longer takes by itself.</summary>
    private sealed class Curve(ECDsa key) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(
            HashAlgorithmName hashAlgorithm) => hashAlgorithm == HashAlgorithmName.SHA1
            ? [0x30, 0x09, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x01]
            : CreateForECDsa(key).GetSignatureAlgorithmIdentifier(hashAlgorithm);

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, hashAlgorithm, DSASignatureFormat.Rfc3279DerSequence);

        protected override PublicKey BuildPublicKey() => CreateForECDsa(key).PublicKey;
    }
}
