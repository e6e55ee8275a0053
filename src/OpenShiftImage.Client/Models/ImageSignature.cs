using System.Text.Json.Serialization;
using OpenShiftImage.Models;

namespace OpenShiftImage;

/// <summary>A signature of an image (<c>com.github.openshift.api.image.v1.ImageSignature</c>).</summary>
public sealed class ImageSignature : ApiObject
{
    /// <summary>Name, which is <c>IMAGE@SIGNATURE</c>.</summary>
    [JsonIgnore]
    public string? Name => Metadata?.Name;

    /// <summary>How long ago the signature was made; null when it does not say.</summary>
    [JsonIgnore]
    public TimeSpan? Age => CreatedText?.Age;

    /// <summary>Kind of the object; empty inside an Image. Field <c>kind</c>.</summary>
    public string? Kind { get; set; }

    /// <summary>Schema version of the object; empty inside an Image. Field <c>apiVersion</c>.</summary>
    public string? ApiVersion { get; set; }

    /// <summary>Standard metadata; the name is <c>IMAGE@SIGNATURE</c>. Field <c>metadata</c>.</summary>
    public ObjectMeta? Metadata { get; set; }

    /// <summary>Type of the stored blob, for example <c>atomic</c>. Field <c>type</c>.</summary>
    public string Type { get; set; } = "";

    /// <summary>The signature itself. Field <c>content</c>.</summary>
    public byte[]? Content { get; set; }

    /// <summary>Observations of the current state of the signature. Field <c>conditions</c>.</summary>
    public List<SignatureCondition>? Conditions { get; set; }

    /// <summary>
    /// Identity of the image as the signature tells it, for example a pull specification. Field <c>imageIdentity</c>.
    /// </summary>
    public string? ImageIdentity { get; set; }

    /// <summary>Claims of the signature. Field <c>signedClaims</c>.</summary>
    public Dictionary<string, string>? SignedClaims { get; set; }

    /// <summary>When the signature was made. Field <c>created</c>.</summary>
    [JsonIgnore]
    public DateTime? Created { get => CreatedText?.Local; set => CreatedText = ApiTime.From(value); }

    [JsonInclude, JsonPropertyName("created")]
    internal ApiTime? CreatedText { get; set; }

    /// <summary>Who issued the signing certificate or key. Field <c>issuedBy</c>.</summary>
    public SignatureIssuer? IssuedBy { get; set; }

    /// <summary>Who made the signature. Field <c>issuedTo</c>.</summary>
    public SignatureSubject? IssuedTo { get; set; }
}
