using System.Globalization;
using System.Security.Cryptography;

namespace OpenShiftImage.Analysis.Comparison;

/// <summary>
/// The signatures of an Image by name. The name begins with that of the Image, which is left out: it differs anyway.
/// </summary>
internal static class SignatureTexts
{
    /// <summary>Returns of each signature what it is, who made it, what was found of it, and its digest.</summary>
    public static Dictionary<string, string> Of(Image image)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var signature in (image.Signatures ?? []).Where(signature => signature is not null))
        {
            var name = signature.Metadata?.Name ?? "";
            Add(name[(name.IndexOf('@', StringComparison.Ordinal) + 1)..], Describe(signature));
        }

        foreach (var blob in (image.DockerImageSignatures ?? []).Where(blob => blob is not null))
        {
            Add("schema 1", DigestOf(blob));
        }

        return found;

        // Of signatures of one name each is a row: the second and those after it are numbered.
        void Add(string name, string text)
        {
            string key;
            do
            {
                var number = counts[name] = counts.GetValueOrDefault(name) + 1;
                key = number == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} ({number})");
            }
            while (!found.TryAdd(key, text));
        }
    }

    private static string Describe(ImageSignature signature)
    {
        var conditions = (signature.Conditions ?? []).Where(condition => condition is not null)
            .Select(condition => $"{condition.Type}={condition.Status}").Order(StringComparer.Ordinal);
        return string.Join(
            ", ",
            new[]
            {
                signature.Type,
                signature.ImageIdentity,
                signature.IssuedBy?.CommonName is { Length: > 0 } issuer ? $"by {issuer}" : null,
                string.Join(' ', conditions),
                signature.Content is { Length: > 0 } content ? DigestOf(content) : null,
            }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string DigestOf(byte[] content) =>
        "sha256:" + Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant();
}
