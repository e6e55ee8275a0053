using System.Threading.Channels;

namespace OpenShiftImage.Api;

/// <summary>A page that is being read: the token of the next one is known before its items are, and a very large one comes in parts.</summary>
internal sealed class PendingPage<T>
    where T : ApiResource
{
    private readonly TaskCompletionSource<string?> _nextToken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<Page<T>> _parts = Channel.CreateBounded<Page<T>>(1);

    /// <param name="read">Reads the page, and calls back as soon as its metadata are there; more than once if it must begin again.</param>
    public PendingPage(Func<PendingPage<T>, Task<Page<T>>> read) => Page = ReadAsync(read);

    /// <summary>The token of the next page, before this one is complete; null when there is none, or this page fails.</summary>
    public Task<string?> NextToken => _nextToken.Task;

    /// <summary>The parts of a page that is too large to be held; they end when the page does, which is what is cancelled.</summary>
    public IAsyncEnumerable<Page<T>> Parts => _parts.Reader.ReadAllAsync(CancellationToken.None);

    /// <summary>The page, or what is left of it after its parts.</summary>
    public Task<Page<T>> Page { get; }

    /// <summary>Notes the metadata of the page.</summary>
    public void SetMetadata(ListMeta metadata) => _nextToken.TrySetResult(string.IsNullOrEmpty(metadata.Continue) ? null : metadata.Continue);

    /// <summary>Hands on a part, and waits until the one before has been taken.</summary>
    public ValueTask AddPartAsync(Page<T> part, CancellationToken cancellationToken) => _parts.Writer.WriteAsync(part, cancellationToken);

    /// <summary>Leaves the page to itself: whether it fails is nobody's concern any more.</summary>
    public void ObserveException() => _ = Page.ContinueWith(
        static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task<Page<T>> ReadAsync(Func<PendingPage<T>, Task<Page<T>>> read)
    {
        try
        {
            var page = await read(this).ConfigureAwait(false);
            _nextToken.TrySetResult(page.Continue);
            return page;
        }
        finally
        {
            _nextToken.TrySetResult(null);
            _parts.Writer.TryComplete();
        }
    }
}
