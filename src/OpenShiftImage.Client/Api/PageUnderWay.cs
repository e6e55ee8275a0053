namespace OpenShiftImage;

/// <summary>A page that is being read: its head is known before its items are.</summary>
internal sealed class PageUnderWay<T>
    where T : ApiObject
{
    private readonly TaskCompletionSource<string?> _head = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="read">Reads the page, and calls back as soon as its metadata are there; more than once if it must begin again.</param>
    public PageUnderWay(Func<Action<ListMeta>, Task<Page<T>>> read) => Page = ReadAsync(read);

    /// <summary>The token of the next page, before this one is complete; null when there is none, or this page fails.</summary>
    public Task<string?> Head => _head.Task;

    public Task<Page<T>> Page { get; }

    /// <summary>Leaves the page to itself: whether it fails is nobody's concern any more.</summary>
    public void Forget() => _ = Page.ContinueWith(
        static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task<Page<T>> ReadAsync(Func<Action<ListMeta>, Task<Page<T>>> read)
    {
        try
        {
            var page = await read(metadata => _head.TrySetResult(string.IsNullOrEmpty(metadata.Continue) ? null : metadata.Continue)).ConfigureAwait(false);
            _head.TrySetResult(page.Continue);
            return page;
        }
        finally
        {
            _head.TrySetResult(null);
        }
    }
}
