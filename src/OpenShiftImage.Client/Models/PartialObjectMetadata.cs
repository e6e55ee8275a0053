namespace OpenShiftImage;

/// <summary>
/// An object of which only the metadata was asked for (<c>meta.k8s.io/v1</c>, PartialObjectMetadata).
/// </summary>
public sealed partial class PartialObjectMetadata : ApiResource
{
    /// <summary>Always <c>PartialObjectMetadata</c>, where the server says it. Field <c>kind</c>.</summary>
    public string? Kind { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>Always <c>meta.k8s.io/v1</c>, where the server says it. Field <c>apiVersion</c>.</summary>
    public string? ApiVersion { get => Get(ref field); set => Set(ref field, value); }

    /// <summary>The metadata. Field <c>metadata</c>.</summary>
    public override ObjectMeta? Metadata { get => Get(ref field); set => Set(ref field, value); }
}
