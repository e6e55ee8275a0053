using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OpenShiftImage.Kubernetes.Credentials;

/// <summary>Certificates and keys from PEM or DER.</summary>
internal static class Certificates
{
    /// <summary>RFC 8410's id-Ed25519.</summary>
    private const string Ed25519 = "1.3.101.112";

    /// <summary>
    /// Returns the certificates of a bundle; as Go does, a block that is no certificate is passed over where another
    /// is one.
    /// </summary>
    public static X509Certificate2Collection ReadAuthorities(byte[] data, string what)
    {
        if (!IsPem(data))
        {
            try
            {
                return [new X509Certificate2(data)];
            }
            catch (CryptographicException e)
            {
                throw Invalid(what, e.Message, e);
            }
        }

        var found = ReadBlocks(data, out var fault);
        return found.Count > 0 ? found : throw Invalid(what, fault?.Message ?? "there is no certificate in it", fault);
    }

    /// <summary>
    /// Returns a client certificate with its key, then the other certificates of its file: the intermediates to send
    /// with it.
    /// </summary>
    public static X509Certificate2Collection ReadClient(byte[] certificate, byte[] key, string what)
    {
        var all = ReadBlocks(certificate, out var fault);
        if (all.Count == 0)
        {
            throw Invalid(what, fault?.Message ?? "there is no certificate in it", fault);
        }

        if (all[0].PublicKey.Oid.Value == Ed25519)
        {
            const string Why = "its key is of Ed25519, which .NET cannot use for TLS: "
                + "ask for a certificate with a key of ECDSA or RSA";
            throw Invalid(what, Why, null);
        }

        try
        {
            using var pem = X509Certificate2.CreateFromPem(all[0].ExportCertificatePem(), Encoding.UTF8.GetString(key));
            // Windows wants a key that is in a store for TLS; a round trip through PKCS#12 puts it there.
            return [new X509Certificate2(pem.Export(X509ContentType.Pkcs12)), .. all.Skip(1)];
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Invalid(what, e.Message, e);
        }
    }

    private static X509Certificate2Collection ReadBlocks(byte[] data, out CryptographicException? fault)
    {
        var found = new X509Certificate2Collection();
        fault = null;
        ReadOnlySpan<char> text = Encoding.UTF8.GetString(data);
        // A block that does not end must not hide the one after it.
        while (text.IndexOf("-----BEGIN CERTIFICATE-----") is >= 0 and var begin)
        {
            text = text[begin..];
            var next = text[1..].IndexOf("-----BEGIN");
            var block = next < 0 ? text : text[..(next + 1)];
            try
            {
                found.Add(X509Certificate2.CreateFromPem(block));
            }
            catch (CryptographicException e)
            {
                fault = e;
            }

            text = text[block.Length..];
        }

        return found;
    }

    private static bool IsPem(byte[] data) => data.AsSpan().IndexOf("-----BEGIN"u8) >= 0;

    private static ConfigurationException Invalid(string what, string why, Exception? inner) => new(
        ConfigurationException.InvalidCertificate,
        $"{char.ToUpperInvariant(what[0])}{what[1..]} cannot be read: {why.TrimEnd('.')}.",
        null,
        inner);
}
