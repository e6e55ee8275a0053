using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace OpenShiftImage.Kubernetes;

/// <summary>Certificates and keys from PEM or DER.</summary>
internal static class Certificates
{
    public static X509Certificate2Collection Authorities(byte[] data, string what)
    {
        var found = new X509Certificate2Collection();
        try
        {
            if (IsPem(data))
            {
                found.ImportFromPem(Encoding.UTF8.GetString(data));
            }
            else
            {
                found.Add(new X509Certificate2(data));
            }
        }
        catch (CryptographicException e)
        {
            throw Invalid(what, e.Message, e);
        }

        return found.Count > 0 ? found : throw Invalid(what, "there is no certificate in it", null);
    }

    public static X509Certificate2 WithKey(byte[] certificate, byte[] key, string what)
    {
        try
        {
            using var pem = X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(certificate), Encoding.UTF8.GetString(key));
            // Windows wants a key that is in a store for TLS; a round trip through PKCS#12 puts it there.
            return new X509Certificate2(pem.Export(X509ContentType.Pkcs12));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw Invalid(what, e.Message, e);
        }
    }

    private static bool IsPem(byte[] data) => data.AsSpan().IndexOf("-----BEGIN"u8) >= 0;

    private static ConfigurationException Invalid(string what, string why, Exception? inner) => new(
        ConfigurationException.InvalidCertificate, $"{char.ToUpperInvariant(what[0])}{what[1..]} cannot be read: {why.TrimEnd('.')}.", null, inner);
}
