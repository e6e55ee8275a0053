using OpenShiftImage.Api;

namespace OpenShiftImage.Client.Tests;

/// <summary>A list of Images in pages, which counts the pages that were read.</summary>
internal sealed class ListedImages(params Image[][] pages) : IImageReader
{
    public ICluster? Cluster => null;

    public bool IsInNameOrder { get; init; } = true;

    /// <summary>Gets how many pages were read.</summary>
    public int PagesRead { get; private set; }

    public async IAsyncEnumerable<Page<Image>> ListAsync(
        ListOptions options, bool consistent, long most,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var page in pages)
        {
            PagesRead++;
            yield return new Page<Image>(page, new ListMeta());
        }
    }

    public async IAsyncEnumerable<Page<PartialObjectMetadata>> ListMetadataAsync(
        ListOptions options, bool consistent, long most,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var page in pages)
        {
            PagesRead++;
            yield return new Page<PartialObjectMetadata>([.. page.Select(MetadataOf)], new ListMeta());
        }
    }

    public Task<PartialObjectMetadata> GetMetadataAsync(
        string name, GetOptions? options, CancellationToken cancellationToken) =>
        pages.SelectMany(page => page).FirstOrDefault(image => image.Name == name) is { } found
            ? Task.FromResult(MetadataOf(found))
            : throw Missing(name);

    public Task<Page<Image>> ListPageAsync(ListOptions options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Page<PartialObjectMetadata>> ListMetadataPageAsync(
        ListOptions options, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Image> GetAsync(string name, GetOptions? options, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<string> GetTextAsync(
        string name, GetOptions? options, bool metadataOnly, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<TextPage> ListTextPageAsync(
        ListOptions options, bool metadataOnly, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public IAsyncEnumerable<TextPage> ListTextAsync(
        ListOptions options, bool metadataOnly, bool consistent, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    private static PartialObjectMetadata MetadataOf(Image image) => new() { Metadata = image.Metadata };

    private static ApiException Missing(string name) =>
        new(System.Net.HttpStatusCode.NotFound, null, null, null, "GET", name);
}
