namespace OpenShiftImage;

/// <summary>Who made the signature (<c>com.github.openshift.api.image.v1.SignatureSubject</c>).</summary>
public sealed class SignatureSubject : ApiObject
{
    /// <summary>Organization name. Field <c>organization</c>.</summary>
    public string? Organization { get; set; }

    /// <summary>Common name. Field <c>commonName</c>.</summary>
    public string? CommonName { get; set; }

    /// <summary>Key id of the public key that verifies the signature. Field <c>publicKeyID</c>.</summary>
    public string PublicKeyID { get; set; } = "";
}
