using System.Threading.Channels;

namespace OpenShiftImage.Api;

/// <summary>
/// A page that is being read: the token of the next one is known before its items are, and a very large one comes in
/// parts.
/// </summary>
internal sealed class PendingPage<TPage>
    where TPage : class, IPage
{
    private readonly TaskCompletionSource<string?> _nextToken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Channel<TPage> _parts = Channel.CreateBounded<TPage>(1);

    /// <param name="read">
    /// Reads the page, and calls back as soon as its metadata are there; more than once if it must begin again.
    /// </param>
    public PendingPage(Func<PendingPage<TPage>, Task<TPage>> read) => Page = ReadAsync(read);

    /// <summary>
    /// The token of the next page, before this one is complete; null when there is none, or this page fails.
    /// </summary>
    public Task<string?> NextToken => _nextToken.Task;

    /// <summary>
    /// The parts of a page that is too large to be held; they end when the page does, which is what is cancelled.
    /// </summary>
    public IAsyncEnumerable<TPage> Parts => _parts.Reader.ReadAllAsync(CancellationToken.None);

    /// <summary>The page, or what is left of it after its parts.</summary>
    public Task<TPage> Page { get; }

    /// <summary>Notes the token of the next page; an empty one is none.</summary>
    public void SetNextToken(string? token) => _nextToken.TrySetResult(string.IsNullOrEmpty(token) ? null : token);

    /// <summary>Hands on a part, and waits until the one before has been taken.</summary>
    public ValueTask AddPartAsync(TPage part, CancellationToken cancellationToken) =>
        _parts.Writer.WriteAsync(part, cancellationToken);

    /// <summary>Leaves the page to itself: whether it fails is nobody's concern any more.</summary>
    public void ObserveException() => _ = Page.ContinueWith(
        static task =>
            task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);

    private async Task<TPage> ReadAsync(Func<PendingPage<TPage>, Task<TPage>> read)
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
