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

    /// <summary>
    /// Gets or sets whether its layers are told from the top: the annotation
    /// <c>image.openshift.io/dockerLayersOrder</c> is <c>descending</c>.
    /// </summary>
    public bool IsDescending { get; set; }

    /// <summary>
    /// Gets the digests of its layers before they were compressed, the lowest first
    /// (<c>rootfs.diff_ids</c> in <c>dockerImageConfig</c>); empty where nobody says, and where nobody asked.
    /// </summary>
    public List<DigestKey> DiffIds { get; } = [];

    /// <summary>Clears everything, to be filled again.</summary>
    public void Clear()
    {
        (Name, Created, IsManaged, Reference, MetadataSize) = ("", null, false, null, 0);
        IsDescending = false;
        Layers.Clear();
        DiffIds.Clear();
        Members.Clear();
    }
}
