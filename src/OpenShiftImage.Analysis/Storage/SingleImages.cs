using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Storage;

/// <summary>Each Image is a group of its own.</summary>
/// <param name="images">The Images.</param>
internal sealed class SingleImages(ImageTable images) : IImageGroups
{
    /// <inheritdoc/>
    public int Count => images.Count;

    /// <inheritdoc/>
    public string NameOf(int group) => images.NameOf(group);

    /// <inheritdoc/>
    public IReadOnlyList<int> ImagesOf(int group) => [group];
}
