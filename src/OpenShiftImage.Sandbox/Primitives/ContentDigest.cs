using System.Security.Cryptography;
using System.Text;

namespace OpenShiftImage.Sandbox.Primitives;

/// <summary>Digests by which registries name content.</summary>
internal static class ContentDigest
{
    /// <summary>Returns the digest of a text: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public static string Compute(string content) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(content)));
}
