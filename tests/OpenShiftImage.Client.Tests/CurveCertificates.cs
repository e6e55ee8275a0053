using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage.Client.Tests;

/// <summary>Certificates with keys that take no time to make.</summary>
internal static class CurveCertificates
{
    /// <summary>Issues a certificate with its key.</summary>
    /// <param name="name">Its common name.</param>
    /// <param name="issuer">Who signs it; null for itself.</param>
    /// <param name="from">Days from now on which it begins.</param>
    /// <param name="to">Days from now on which it ends.</param>
    /// <param name="isAuthority">Whether it is an authority; null for one that does not say.</param>
    /// <param name="hosts">Its alternative names.</param>
    public static X509Certificate2 Issue(
        string name,
        X509Certificate2? issuer = null,
        double from = -1,
        double to = 1,
        bool? isAuthority = true,
        params string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        if (isAuthority is { } authority)
        {
            request.CertificateExtensions.Add(new X509BasicConstraintsExtension(authority, false, 0, true));
        }

        var names = new SubjectAlternativeNameBuilder();
        Array.ForEach(hosts, names.AddDnsName);
        if (hosts.Length > 0)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        using var signer = issuer?.GetECDsaPrivateKey();
        using var issued = request.Create(
            issuer?.SubjectName ?? request.SubjectName,
            X509SignatureGenerator.CreateForECDsa(signer ?? key),
            DateTimeOffset.UtcNow.AddDays(from),
            DateTimeOffset.UtcNow.AddDays(to),
            RandomNumberGenerator.GetBytes(16));
        return issued.CopyWithPrivateKey(key);
    }
}
