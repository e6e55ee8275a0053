namespace OpenShiftImage.Api;

/// <summary>One page of a list as the server's own JSON text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Metadata">What the list says of itself.</param>
/// <param name="Count">The number of items.</param>
internal sealed record TextPage(string Text, ListMeta Metadata, int Count) : IPage
{
    /// <inheritdoc/>
    public string? Continue => string.IsNullOrEmpty(Metadata.Continue) ? null : Metadata.Continue;
}
