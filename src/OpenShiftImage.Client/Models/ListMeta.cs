using System.Text.Json.Serialization;

namespace OpenShiftImage;

/// <summary>Metadata of a list (<c>io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta</c>).</summary>
public sealed class ListMeta : ApiObject
{
    private static readonly string[] s_fieldNames =
    [
        "selfLink", "resourceVersion", "continue", "remainingItemCount",
    ];

    private string? _selfLink;
    private string? _resourceVersion;
    private string? _continue;
    private long? _remainingItemCount;

    internal override string[] FieldNames => s_fieldNames;

    /// <summary>No longer filled by servers. Field <c>selfLink</c>.</summary>
    [JsonPropertyName("selfLink")]
    public string? SelfLink { get => _selfLink; set => Set(ref _selfLink, value, 0); }

    /// <summary>Version that the list shows; a watch can start from it. Field <c>resourceVersion</c>.</summary>
    [JsonPropertyName("resourceVersion")]
    public string? ResourceVersion { get => _resourceVersion; set => Set(ref _resourceVersion, value, 1); }

    /// <summary>Token of the next page; empty on the last. Field <c>continue</c>.</summary>
    [JsonPropertyName("continue")]
    public string? Continue { get => _continue; set => Set(ref _continue, value, 2); }

    /// <summary>Number of items after this page; absent with a selector. Field <c>remainingItemCount</c>.</summary>
    [JsonPropertyName("remainingItemCount")]
    public long? RemainingItemCount { get => _remainingItemCount; set => Set(ref _remainingItemCount, value, 3); }
}
