using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>Who made the signature (<c>com.github.openshift.api.image.v1.SignatureSubject</c>).</summary>
public sealed class SignatureSubject : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "organization", "commonName", "publicKeyID",
    ];

    private string? _organization;
    private string? _commonName;
    private string _publicKeyID = "";

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>Organization name. Field <c>organization</c>.</summary>
    [JsonPropertyName("organization")]
    public string? Organization { get => _organization; set => Set(ref _organization, value, 0); }

    /// <summary>Common name. Field <c>commonName</c>.</summary>
    [JsonPropertyName("commonName")]
    public string? CommonName { get => _commonName; set => Set(ref _commonName, value, 1); }

    /// <summary>Key id of the public key that verifies the signature. Field <c>publicKeyID</c>.</summary>
    [JsonPropertyName("publicKeyID")]
    public string PublicKeyID { get => _publicKeyID; set => Set(ref _publicKeyID, value, 2); }
}
