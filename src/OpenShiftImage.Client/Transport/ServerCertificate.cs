using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage.Transport;

/// <summary>
/// Decides whether a server's certificate is trusted, as Go's crypto/x509, and so kubectl, does: the name must be in the subject's
/// alternative names, no signature below the anchor may use SHA-1 or what else is weak, and any certificate of the authority file is an anchor, be it
/// a root, an intermediate or the server's own.
/// </summary>
internal static class ServerCertificate
{
    /// <summary>What a chain may show because it does not end in a root that the machine knows.</summary>
    private const X509ChainStatusFlags Unrooted = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot
        | X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    /// <summary>Returns the check for connections.</summary>
    /// <param name="anchors">The certificates of the cluster's authority; null for the machine's.</param>
    /// <param name="trustMachineToo">Whether the machine's authorities count beside the anchors.</param>
    public static RemoteCertificateValidationCallback CreateCallback(X509Certificate2Collection? anchors, bool trustMachineToo) =>
        (sender, certificate, chain, errors) => Check(sender, certificate, chain, errors, anchors, trustMachineToo);

    private static bool Check(
        object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection? anchors, bool trustMachineToo)
    {
        if (certificate is not X509Certificate2 leaf || chain is null)
        {
            throw new AuthenticationException("The server showed no certificate.");
        }

        var host = sender is SslStream { TargetHostName: { Length: > 0 } name } ? name : "";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) || !leaf.MatchesHostname(host.TrimEnd('.'), allowWildcards: true, allowCommonName: false))
        {
            throw new AuthenticationException($"The certificate is not for '{host}': {DescribeNames(leaf)}.");
        }

        if (Fault(chain, anchors, trustMachineToo) is { } fault)
        {
            throw new AuthenticationException($"The certificate {fault}.");
        }

        return true;
    }

    private static string? Fault(X509Chain chain, X509Certificate2Collection? anchors, bool trustMachineToo)
    {
        var elements = chain.ChainElements.ToList();
        var anchor = anchors is null ? -1 : elements.FindIndex(element => anchors.Any(item => item.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));
        if (anchor < 0 && (anchors is null || trustMachineToo) && elements.Count > 0 && chain.ChainStatus.All(status => (status.Status & Unrooted & (X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot)) == 0))
        {
            anchor = elements.Count - 1;
        }

        if (anchor < 0)
        {
            return $"was issued by '{(elements.Count > 0 ? elements[^1].Certificate.Issuer : "nobody known")}', which is no authority that is trusted here";
        }

        foreach (var (element, index) in elements.Take(anchor + 1).Select((element, index) => (element, index)))
        {
            var wrong = element.ChainElementStatus.Where(status => (status.Status & ~Unrooted) != X509ChainStatusFlags.NoError).Select(status => status.StatusInformation.TrimEnd('.', '\n')).ToList();
            if (wrong.Count > 0)
            {
                return $"of '{element.Certificate.Subject}' is not valid: {string.Join("; ", wrong)}";
            }

            if (!CertificateSignature.HasUsualKey(element.Certificate))
            {
                return $"of '{element.Certificate.Subject}' has a key of a size that is not safe, or not usual";
            }

            if (index > 0 && !MaySign(element.Certificate))
            {
                return $"was issued by '{element.Certificate.Subject}', which is no certificate authority";
            }

            if (index < anchor && !CertificateSignature.IsStrong(element.Certificate))
            {
                return $"of '{element.Certificate.Subject}' is signed with {element.Certificate.SignatureAlgorithm.FriendlyName}, which is no longer safe, or not usual";
            }
        }

        return null;
    }

    /// <summary>Whether a certificate says that it is an authority; only those before version 3 cannot say so.</summary>
    private static bool MaySign(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is { } constraints ? constraints.CertificateAuthority : certificate.Version < 3;

    private static string DescribeNames(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(address => address.ToString()))).Take(10).ToList();
        return names.Count == 0 ? "it has no alternative names, and a common name alone no longer counts" : $"it is for {string.Join(", ", names)}";
    }
}
