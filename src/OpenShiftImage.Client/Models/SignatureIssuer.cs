using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>Who issued the signing certificate or key (<c>com.github.openshift.api.image.v1.SignatureIssuer</c>).</summary>
public sealed class SignatureIssuer : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "organization", "commonName",
    ];

    private string? _organization;
    private string? _commonName;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>Organization name. Field <c>organization</c>.</summary>
    [JsonPropertyName("organization")]
    public string? Organization { get => _organization; set => Set(ref _organization, value, 0); }

    /// <summary>Common name. Field <c>commonName</c>.</summary>
    [JsonPropertyName("commonName")]
    public string? CommonName { get => _commonName; set => Set(ref _commonName, value, 1); }
}
