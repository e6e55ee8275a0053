using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage.Tests.Kubectl;

/// <summary>A small PKI: a root, an intermediate, a root that nobody trusts, and certificates from them, good and bad.</summary>
internal sealed class TestCertificates : IDisposable
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;

    public TestCertificates()
    {
        Root = Authority("CN=table root", null);
        Intermediate = Authority("CN=table intermediate", Root);
        Stranger = Authority("CN=table stranger", null);
        // The same name as the intermediate, another key: who only compares names takes it.
        Impostor = Authority("CN=table intermediate", null);
    }

    public X509Certificate2 Root { get; }

    public X509Certificate2 Intermediate { get; }

    public X509Certificate2 Stranger { get; }

    public X509Certificate2 Impostor { get; }

    /// <summary>Issues a certificate with its key.</summary>
    /// <param name="issuer">Who signs it.</param>
    /// <param name="name">Its common name.</param>
    /// <param name="hosts">Its alternative names; none for a certificate without that extension.</param>
    /// <param name="from">Days from now on which it begins.</param>
    /// <param name="to">Days from now on which it ends.</param>
    /// <param name="isSha1">Whether it is signed with SHA-1.</param>
    /// <param name="usage">Extended key usage: server, client, or null for no such extension.</param>
    /// <param name="bits">Size of its RSA key.</param>
    /// <param name="signer">Signs it in the issuer's name; null for SHA-256 with PKCS#1 and the issuer's key.</param>
    public static X509Certificate2 Issue(
        X509Certificate2 issuer, string name, string[] hosts, double from = -1, double to = 30, bool isSha1 = false,
        string? usage = "server", int bits = 2048, X509SignatureGenerator? signer = null)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (hosts.Length > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var host in hosts)
            {
                if (IPAddress.TryParse(host, out var address))
                {
                    names.AddIpAddress(address);
                }
                else
                {
                    names.AddDnsName(host);
                }
            }

            request.CertificateExtensions.Add(names.Build());
        }

        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, true));
        if (usage is not null)
        {
            request.CertificateExtensions.Add(
                new X509EnhancedKeyUsageExtension(
                    [new Oid(usage == "server" ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2")], false));
        }

        using var issued = request.Create(
            issuer.SubjectName,
            signer
                ?? (isSha1
                    ? Sha1(issuer)
                    : X509SignatureGenerator.CreateForRSA(issuer.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1)),
            s_now.AddDays(from),
            s_now.AddDays(to),
            RandomNumberGenerator.GetBytes(16));
        using var withKey = issued.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(
            withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    public static string KeyPem(X509Certificate2 certificate) =>
        certificate.GetRSAPrivateKey()!.ExportPkcs8PrivateKeyPem();

    public void Dispose()
    {
        Root.Dispose();
        Intermediate.Dispose();
        Stranger.Dispose();
        Impostor.Dispose();
    }

    /// <summary>Returns what signs with SHA-1 in an issuer's name, which the library no longer does by itself.</summary>
    public static X509SignatureGenerator Sha1(X509Certificate2 issuer) => new Sha1Generator(issuer.GetRSAPrivateKey()!);

    /// <summary>Makes an authority, which signs itself where it has no issuer.</summary>
    public static X509Certificate2 Authority(
        string name, X509Certificate2? issuer, int bits = 2048, X509SignatureGenerator? signer = null)
    {
        using var key = RSA.Create(bits);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(
            new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        if (issuer is null)
        {
            return X509CertificateLoader.LoadPkcs12(
                request.CreateSelfSigned(s_now.AddDays(-300), s_now.AddYears(1)).Export(X509ContentType.Pkcs12),
                null,
                X509KeyStorageFlags.Exportable);
        }

        using var issued = request.Create(
            issuer.SubjectName,
            signer ?? X509SignatureGenerator.CreateForRSA(issuer.GetRSAPrivateKey()!, RSASignaturePadding.Pkcs1),
            s_now.AddDays(-200),
            s_now.AddDays(200),
            RandomNumberGenerator.GetBytes(16));
        return X509CertificateLoader.LoadPkcs12(
            issued.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private sealed class Sha1Generator(RSA key) : X509SignatureGenerator
    {
        /// <summary>AlgorithmIdentifier of sha1WithRSAEncryption.</summary>
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm) =>
            [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x05, 0x05, 0x00];

#pragma warning disable CA5350 // It is to be weak.
        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) =>
            key.SignData(data, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1);
#pragma warning restore CA5350

        protected override PublicKey BuildPublicKey() => CreateForRSA(key, RSASignaturePadding.Pkcs1).PublicKey;
    }
}
