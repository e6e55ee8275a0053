namespace OpenShiftImage;

/// <summary>
/// Who issued the signing certificate or key (<c>com.github.openshift.api.image.v1.SignatureIssuer</c>).
/// </summary>
public sealed class SignatureIssuer : ApiObject
{
    /// <summary>Organization name. Field <c>organization</c>.</summary>
    public string? Organization { get; set; }

    /// <summary>Common name. Field <c>commonName</c>.</summary>
    public string? CommonName { get; set; }
}
