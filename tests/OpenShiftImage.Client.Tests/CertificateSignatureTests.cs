using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>Which algorithms of signatures count, by what a certificate says of them.</summary>
public sealed class CertificateSignatureTests
{
    private const string Pss = "1.2.840.113549.1.1.10";
    private const string Mgf1 = "1.2.840.113549.1.1.8";
    private const string Sha1 = "1.3.14.3.2.26";
    private const string Sha224 = "2.16.840.1.101.3.4.2.4";
    private const string Sha256 = "2.16.840.1.101.3.4.2.1";
    private const string Sha384 = "2.16.840.1.101.3.4.2.2";
    private const string Sha512 = "2.16.840.1.101.3.4.2.3";

    [Theory]
    [InlineData("1.3.101.112", true)]
    [InlineData("1.2.840.113549.1.1.11", true)]
    [InlineData("1.2.840.113549.1.1.12", true)]
    [InlineData("1.2.840.113549.1.1.13", true)]
    [InlineData("1.2.840.10045.4.3.2", true)]
    [InlineData("1.2.840.10045.4.3.3", true)]
    [InlineData("1.2.840.10045.4.3.4", true)]
    [InlineData("1.2.840.113549.1.1.4", false)]
    [InlineData("1.2.840.113549.1.1.5", false)]
    [InlineData("1.2.840.113549.1.1.14", false)]
    [InlineData("1.2.840.10045.4.1", false)]
    [InlineData("1.3.101.113", false)]
    public void An_algorithm_is_one_of_those_that_Go_takes(string algorithm, bool isStrong) =>
        Assert.Equal(isStrong, IsStrong(algorithm, _ => { }));

    [Theory]
    [InlineData(Sha256, Mgf1, Sha256, 32, true)]
    [InlineData(Sha384, Mgf1, Sha384, 48, true)]
    [InlineData(Sha512, Mgf1, Sha512, 64, true)]
    [InlineData(Sha256, Mgf1, Sha256, 20, false)]
    [InlineData(Sha256, Mgf1, Sha256, 48, false)]
    [InlineData(Sha384, Mgf1, Sha384, 32, false)]
    [InlineData(Sha256, Mgf1, Sha384, 32, false)]
    [InlineData(Sha256, Mgf1, Sha1, 32, false)]
    [InlineData(Sha1, Mgf1, Sha1, 20, false)]
    [InlineData(Sha224, Mgf1, Sha224, 28, false)]
    [InlineData(Sha224, Mgf1, Sha224, 0, false)]
    [InlineData(Sha256, "1.2.840.113549.1.1.9", Sha256, 32, false)]
    [InlineData(Sha256, Mgf1, Sha256, 1L << 40, false)]
    [InlineData(Sha224, Mgf1, Sha224, 1L << 40, false)]
    public void PSS_has_one_hash_and_a_salt_of_its_length(
        string hash, string mask, string maskHash, long salt, bool isStrong) =>
        Assert.Equal(isStrong, IsStrong(Pss, parameters =>
        {
            using (parameters.PushSequence())
            {
                using (parameters.PushSequence(Field(0)))
                {
                    WriteAlgorithm(hash, _ => { });
                }

                using (parameters.PushSequence(Field(1)))
                {
                    WriteAlgorithm(mask, _ => WriteAlgorithm(maskHash, _ => { }));
                }

                using (parameters.PushSequence(Field(2)))
                {
                    parameters.WriteInteger(salt);
                }
            }

            void WriteAlgorithm(string identifier, Action<AsnWriter> rest)
            {
                using (parameters.PushSequence())
                {
                    parameters.WriteObjectIdentifier(identifier);
                    rest(parameters);
                }
            }
        }));

    [Fact]
    public void PSS_that_does_not_say_its_hash_means_SHA_1() =>
        Assert.False(IsStrong(Pss, parameters => parameters.PushSequence().Dispose()));

    [Fact]
    public void A_key_that_is_not_RSA_s_has_a_usual_size()
    {
        using var certificate = CurveCertificates.Issue("curve");
        Assert.True(CertificateSignature.HasUsualKey(certificate));
    }

    private static Asn1Tag Field(int number) => new(TagClass.ContextSpecific, number);

    private static bool IsStrong(string algorithm, Action<AsnWriter> parameters)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=a", key, HashAlgorithmName.SHA256);
        using var certificate = request.Create(
            request.SubjectName,
            new Claim(key, algorithm, parameters),
            DateTimeOffset.UtcNow,
            DateTimeOffset.UtcNow.AddDays(1),
            [1]);
        return CertificateSignature.IsStrong(certificate);
    }

    /// <summary>Names an algorithm, and signs with none: what is looked at is only what a certificate says.</summary>
    private sealed class Claim(ECDsa key, string algorithm, Action<AsnWriter> parameters) : X509SignatureGenerator
    {
        public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
        {
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(algorithm);
                parameters(writer);
            }

            return writer.Encode();
        }

        public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => [1, 2, 3];

        protected override PublicKey BuildPublicKey() => new(key);
    }
}
