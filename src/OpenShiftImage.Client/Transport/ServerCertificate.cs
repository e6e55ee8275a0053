using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage.Transport;

/// <summary>
/// Decides whether a server's certificate is trusted, as Go's crypto/x509, and so kubectl, does: the name must be in
/// the subject's alternative names, no signature below the anchor may use SHA-1 or what else is weak, and any
/// certificate of the authority file is an anchor, be it a root, an intermediate or the server's own.
/// </summary>
internal static class ServerCertificate
{
    /// <summary>What a chain may show because it does not end in a root that the machine knows.</summary>
    private const X509ChainStatusFlags Unrooted =
        X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot
        | X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    /// <summary>Returns the check for connections.</summary>
    /// <param name="anchors">The certificates of the cluster's authority; null for the machine's.</param>
    /// <param name="trustMachineToo">Whether the machine's authorities count beside the anchors.</param>
    public static RemoteCertificateValidationCallback CreateCallback(
        X509Certificate2Collection? anchors, bool trustMachineToo) =>
        (sender, certificate, chain, errors) => Check(sender, certificate, chain, errors, anchors, trustMachineToo);

    private static bool Check(
        object sender,
        X509Certificate? certificate,
        X509Chain? chain,
        SslPolicyErrors errors,
        X509Certificate2Collection? anchors,
        bool trustMachineToo)
    {
        if (certificate is not X509Certificate2 leaf || chain is null)
        {
            throw new UntrustedCertificateException(
                SslPolicyErrors.RemoteCertificateNotAvailable, "The server showed no certificate.");
        }

        var host = sender is SslStream { TargetHostName: { Length: > 0 } name } ? name : "";
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            || !leaf.MatchesHostname(host.TrimEnd('.'), allowWildcards: true, allowCommonName: false))
        {
            var names = GetNames(leaf) is { Length: > 0 } some
                ? $"it is for {some}"
                : "it has no alternative names, and a common name alone no longer counts";
            throw new UntrustedCertificateException(
                SslPolicyErrors.RemoteCertificateNameMismatch, $"The certificate is not for '{host}': {names}.");
        }

        if (FindFault(chain, anchors, trustMachineToo) is { } fault)
        {
            var names = GetNames(leaf) is { Length: > 0 } some ? $" (the server's certificate is for {some})" : "";
            throw new UntrustedCertificateException(
                SslPolicyErrors.RemoteCertificateChainErrors, $"The certificate {fault}{names}.");
        }

        return true;
    }

    private static string? FindFault(X509Chain chain, X509Certificate2Collection? anchors, bool trustMachineToo)
    {
        var elements = chain.ChainElements.ToList();
        var anchor = FindAnchor(chain, elements, anchors, trustMachineToo);
        if (anchor < 0)
        {
            var issuer = elements.Count > 0 ? elements[^1].Certificate.Issuer : "nobody known";
            return $"was issued by '{issuer}', which is no authority that is trusted here";
        }

        return elements.Take(anchor + 1)
            .Select((element, index) => FindFault(element, index, anchor))
            .FirstOrDefault(fault => fault is not null);
    }

    /// <summary>Returns where in a chain the trust begins; -1 where nothing of it is trusted.</summary>
    private static int FindAnchor(
        X509Chain chain, List<X509ChainElement> elements, X509Certificate2Collection? anchors, bool trustMachineToo)
    {
        var anchor = anchors is null ? -1 : elements.FindIndex(element => anchors.Any(
            item => item.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)));
        const X509ChainStatusFlags NoRoot = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;
        return anchor < 0 && (anchors is null || trustMachineToo)
            && chain.ChainStatus.All(status => (status.Status & NoRoot) == 0)
                ? elements.Count - 1
                : anchor;
    }

    private static string? FindFault(X509ChainElement element, int index, int anchor)
    {
        var certificate = element.Certificate;
        var wrong = ~Unrooted & element.ChainElementStatus.Aggregate(
            X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        if (wrong != X509ChainStatusFlags.NoError)
        {
            return $"of '{certificate.Subject}' is not valid: {Describe(wrong, certificate)}";
        }

        if (!CertificateSignature.HasUsualKey(certificate))
        {
            return $"of '{certificate.Subject}' has a key of a size that is not safe, or not usual";
        }

        if (index > 0 && !MaySign(certificate))
        {
            return $"was issued by '{certificate.Subject}', which is no certificate authority";
        }

        var signature = certificate.SignatureAlgorithm.FriendlyName;
        return index < anchor && !CertificateSignature.IsStrong(certificate)
            ? $"of '{certificate.Subject}' is signed with {signature}, which is no longer safe, or not usual"
            : null;
    }

    private static string Describe(X509ChainStatusFlags wrong, X509Certificate2 certificate) => wrong switch
    {
        X509ChainStatusFlags.NotTimeValid =>
            $"it counts from {FormatTime(certificate.NotBefore)} to {FormatTime(certificate.NotAfter)}",
        X509ChainStatusFlags.NotSignatureValid => "its signature is wrong",
        X509ChainStatusFlags.NotValidForUsage => "it is not for a server",
        _ => wrong.ToString(),
    };

    private static string FormatTime(DateTime time) =>
        time.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);

    /// <summary>
    /// Returns whether a certificate says that it is an authority; only those before version 3 cannot say so.
    /// </summary>
    private static bool MaySign(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault() is { } constraints
            ? constraints.CertificateAuthority
            : certificate.Version < 3;

    /// <summary>
    /// Returns what a certificate is for, by its alternative names; a few of them where there are many.
    /// </summary>
    private static string GetNames(X509Certificate2 certificate) => string.Join(
        ", ",
        certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames()
                .Concat(extension.EnumerateIPAddresses().Select(address => address.ToString())))
            .Take(10));
}
