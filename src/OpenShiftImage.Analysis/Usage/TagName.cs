namespace OpenShiftImage.Analysis.Usage;

/// <summary>A tag of an image stream.</summary>
internal readonly record struct TagName(string Namespace, string Stream, string Tag)
{
    /// <summary>Returns <c>namespace/stream:tag</c>.</summary>
    public override string ToString() => $"{Namespace}/{Stream}:{Tag}";
}
