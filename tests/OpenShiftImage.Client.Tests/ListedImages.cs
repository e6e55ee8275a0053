using System.Net;
using System.Runtime.CompilerServices;
using OpenShiftImage.Api;

namespace OpenShiftImage.Client.Tests;

/// <summary>
/// A list of Images in pages, which counts the pages that were read. It answers what finding a name may cost: lists, and
/// the metadata of one Image. Whoever asks for more than that fails the test.
/// </summary>
internal sealed class ListedImages(params Image[][] pages) : IImageReader
{
    public ICluster? Cluster => null;

    public bool IsInNameOrder { get; init; } = true;

    /// <summary>Gets how many pages were read.</summary>
    public int PagesRead { get; private set; }

    public IAsyncEnumerable<Page<Image>> ListAsync(
        ListOptions options, bool consistent, long most, CancellationToken cancellationToken) =>
        ReadAsync(image => image, cancellationToken);

    public IAsyncEnumerable<Page<PartialObjectMetadata>> ListMetadataAsync(
        ListOptions options, bool consistent, long most, CancellationToken cancellationToken) =>
        ReadAsync(MetadataOf, cancellationToken);

    public Task<PartialObjectMetadata> GetMetadataAsync(
        string name, GetOptions? options, CancellationToken cancellationToken) =>
        pages.SelectMany(page => page).FirstOrDefault(image => image.Name == name) is { } found
            ? Task.FromResult(MetadataOf(found))
            : throw new ApiException(HttpStatusCode.NotFound, null, null, null, "GET", name);

    public Task<Page<Image>> ListPageAsync(ListOptions options, CancellationToken cancellationToken) =>
        Fail<Task<Page<Image>>>();

    public Task<Page<PartialObjectMetadata>> ListMetadataPageAsync(
        ListOptions options, CancellationToken cancellationToken) => Fail<Task<Page<PartialObjectMetadata>>>();

    public Task<Image> GetAsync(string name, GetOptions? options, CancellationToken cancellationToken) =>
        Fail<Task<Image>>();

    public Task<string> GetTextAsync(
        string name, GetOptions? options, bool metadataOnly, CancellationToken cancellationToken) =>
        Fail<Task<string>>();

    public Task<TextPage> ListTextPageAsync(
        ListOptions options, bool metadataOnly, CancellationToken cancellationToken) => Fail<Task<TextPage>>();

    public IAsyncEnumerable<TextPage> ListTextAsync(
        ListOptions options, bool metadataOnly, bool consistent, CancellationToken cancellationToken) =>
        Fail<IAsyncEnumerable<TextPage>>();

    private async IAsyncEnumerable<Page<T>> ReadAsync<T>(
        Func<Image, T> select, [EnumeratorCancellation] CancellationToken cancellationToken)
        where T : ApiResource
    {
        foreach (var page in pages)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            PagesRead++;
            yield return new Page<T>([.. page.Select(select)], new ListMeta());
        }
    }

    private static T Fail<T>([CallerMemberName] string method = "")
    {
        Assert.Fail($"{method} reads more than finding a name may cost.");
        return default!;
    }

    private static PartialObjectMetadata MetadataOf(Image image) => new() { Metadata = image.Metadata };
}
