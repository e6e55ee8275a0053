using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage.Transport;

/// <summary>
/// Which signatures and keys of certificates are strong enough: those that Go's crypto/x509 and crypto/tls take.
/// </summary>
internal static class CertificateSignature
{
    private const string Pss = "1.2.840.113549.1.1.10";
    private const string Mgf1 = "1.2.840.113549.1.1.8";
    private const int MinRsaBits = 1024;
    private const int MaxRsaBits = 8192;

    /// <summary>SHA-256, SHA-384 and SHA-512 with RSA and ECDSA, and Ed25519.</summary>
    private static readonly HashSet<string> s_strong =
    [
        "1.2.840.113549.1.1.11", "1.2.840.113549.1.1.12", "1.2.840.113549.1.1.13",
        "1.2.840.10045.4.3.2", "1.2.840.10045.4.3.3", "1.2.840.10045.4.3.4",
        "1.3.101.112",
    ];

    /// <summary>Length of the salt, in bytes, that goes with each hash of RSASSA-PSS.</summary>
    private static readonly Dictionary<string, int> s_salts = new()
    {
        ["2.16.840.1.101.3.4.2.1"] = 32,
        ["2.16.840.1.101.3.4.2.2"] = 48,
        ["2.16.840.1.101.3.4.2.3"] = 64,
    };

    /// <summary>Returns whether a certificate's signature is of a kind that cannot be forged today.</summary>
    public static bool IsStrong(X509Certificate2 certificate) => certificate.SignatureAlgorithm.Value is { } algorithm
        && (s_strong.Contains(algorithm) || (algorithm == Pss && HasStrongParameters(certificate.RawDataMemory)));

    /// <summary>
    /// Returns whether a certificate's key has a size that is used today; keys of other kinds than RSA have no such
    /// choice.
    /// </summary>
    public static bool HasUsualKey(X509Certificate2 certificate)
    {
        using var key = certificate.GetRSAPublicKey();
        return key is null || key.KeySize is >= MinRsaBits and <= MaxRsaBits;
    }

    /// <summary>
    /// Reads RSASSA-PSS-params (RFC 4055): one hash for the signature and its mask, and a salt of its length.
    /// </summary>
    private static bool HasStrongParameters(ReadOnlyMemory<byte> certificate)
    {
        try
        {
            var fields = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
            fields.ReadEncodedValue();
            var algorithm = fields.ReadSequence();
            algorithm.ReadObjectIdentifier();
            var parameters = algorithm.ReadSequence();
            var hash = parameters.ReadSequence(Field(0)).ReadSequence().ReadObjectIdentifier();
            var mask = parameters.ReadSequence(Field(1)).ReadSequence();
            return mask.ReadObjectIdentifier() == Mgf1 && mask.ReadSequence().ReadObjectIdentifier() == hash
                && parameters.ReadSequence(Field(2)).TryReadInt32(out var salt)
                && s_salts.TryGetValue(hash, out var length) && salt == length;
        }
        catch (AsnContentException)
        {
            // What is left out means SHA-1.
            return false;
        }
    }

    private static Asn1Tag Field(int number) => new(TagClass.ContextSpecific, number);
}
