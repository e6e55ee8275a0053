namespace OpenShiftImage.Analysis.Images;

/// <summary>What an analysis needs to know of an Image.</summary>
internal sealed class ImageFacts
{
    /// <summary>Gets or sets its name (<c>metadata.name</c>).</summary>
    public string Name { get; set; } = "";

    /// <summary>
    /// Gets or sets when it was stored (<c>metadata.creationTimestamp</c>); null where it does not say.
    /// </summary>
    public DateTimeOffset? Created { get; set; }

    /// <summary>
    /// Gets or sets whether it was pushed to the integrated registry: the annotation
    /// <c>openshift.io/image.managed</c> is <c>true</c>, exactly.
    /// </summary>
    public bool IsManaged { get; set; }

    /// <summary>Gets or sets where it can be pulled from (<c>dockerImageReference</c>).</summary>
    public string? Reference { get; set; }

    /// <summary>Gets or sets its size as its metadata says (<c>dockerImageMetadata.Size</c>).</summary>
    public long MetadataSize { get; set; }

    /// <summary>Gets its layers, a repeated one as often as it is told.</summary>
    public List<LayerFacts> Layers { get; } = [];

    /// <summary>Gets the names of the members, of a manifest list (<c>dockerImageManifests[].digest</c>).</summary>
    public List<DigestKey> Members { get; } = [];

    /// <summary>Clears everything, to be filled again.</summary>
    public void Clear()
    {
        (Name, Created, IsManaged, Reference, MetadataSize) = ("", null, false, null, 0);
        Layers.Clear();
        Members.Clear();
    }
}
