using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>A signature of an image (<c>com.github.openshift.api.image.v1.ImageSignature</c>).</summary>
public sealed class ImageSignature : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "kind", "apiVersion", "metadata", "type", "content", "conditions", "imageIdentity", "signedClaims", "created",
        "issuedBy", "issuedTo",
    ];

    private string? _kind;
    private string? _apiVersion;
    private ObjectMeta? _metadata;
    private string _type = "";
    private byte[]? _content;
    private List<SignatureCondition>? _conditions;
    private string? _imageIdentity;
    private Dictionary<string, string>? _signedClaims;
    private ApiTime? _created;
    private SignatureIssuer? _issuedBy;
    private SignatureSubject? _issuedTo;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>Name, which is <c>IMAGE@SIGNATURE</c>.</summary>
    [JsonIgnore]
    public string? Name => Metadata?.Name;

    /// <summary>How long ago the signature was made; null when it does not say.</summary>
    [JsonIgnore]
    public TimeSpan? Age => _created?.Age;

    /// <summary>Kind of the object; empty inside an Image. Field <c>kind</c>.</summary>
    [JsonPropertyName("kind")]
    public string? Kind { get => _kind; set => Set(ref _kind, value, 0); }

    /// <summary>Schema version of the object; empty inside an Image. Field <c>apiVersion</c>.</summary>
    [JsonPropertyName("apiVersion")]
    public string? ApiVersion { get => _apiVersion; set => Set(ref _apiVersion, value, 1); }

    /// <summary>Standard metadata; the name is <c>IMAGE@SIGNATURE</c>. Field <c>metadata</c>.</summary>
    [JsonPropertyName("metadata")]
    public ObjectMeta? Metadata { get => _metadata; set => Set(ref _metadata, value, 2); }

    /// <summary>Type of the stored blob, for example <c>atomic</c>. Field <c>type</c>.</summary>
    [JsonPropertyName("type")]
    public string Type { get => _type; set => Set(ref _type, value, 3); }

    /// <summary>The signature itself. Field <c>content</c>.</summary>
    [JsonPropertyName("content")]
    public byte[]? Content { get => _content; set => Set(ref _content, value, 4); }

    /// <summary>Observations of the current state of the signature. Field <c>conditions</c>.</summary>
    [JsonPropertyName("conditions")]
    public List<SignatureCondition>? Conditions { get => _conditions; set => Set(ref _conditions, value, 5); }

    /// <summary>Identity of the image as the signature tells it, for example a pull specification. Field <c>imageIdentity</c>.</summary>
    [JsonPropertyName("imageIdentity")]
    public string? ImageIdentity { get => _imageIdentity; set => Set(ref _imageIdentity, value, 6); }

    /// <summary>Claims of the signature. Field <c>signedClaims</c>.</summary>
    [JsonPropertyName("signedClaims")]
    public Dictionary<string, string>? SignedClaims { get => _signedClaims; set => Set(ref _signedClaims, value, 7); }

    /// <summary>When the signature was made. Field <c>created</c>.</summary>
    [JsonIgnore]
    public DateTime? Created { get => _created?.Local; set => CreatedText = ApiTime.From(value); }

    [JsonInclude, JsonPropertyName("created")]
    internal ApiTime? CreatedText { get => _created; set => Set(ref _created, value, 8); }

    /// <summary>Who issued the signing certificate or key. Field <c>issuedBy</c>.</summary>
    [JsonPropertyName("issuedBy")]
    public SignatureIssuer? IssuedBy { get => _issuedBy; set => Set(ref _issuedBy, value, 9); }

    /// <summary>Who made the signature. Field <c>issuedTo</c>.</summary>
    [JsonPropertyName("issuedTo")]
    public SignatureSubject? IssuedTo { get => _issuedTo; set => Set(ref _issuedTo, value, 10); }
}
