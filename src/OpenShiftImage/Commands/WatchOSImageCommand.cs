using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Watches Images: an event for each that is created, changed or deleted, until stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "OSImage")]
[OutputType(typeof(ImageEvent))]
public sealed class WatchOSImageCommand : ImageCommand
{
    private const int LongestBurst = 256;

    /// <summary>Name of the Image to watch; left out: all.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>Labels to select by (<c>labelSelector</c>).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Selector]
    public string? LabelSelector { get; set; }

    /// <summary>Fields to select by (<c>fieldSelector</c>).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Selector]
    public string? FieldSelector { get; set; }

    /// <summary>Version after which events are wanted (<c>resourceVersion</c>); left out: from now on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceVersion { get; set; }

    /// <summary>Gives what there is first, as Added events (<c>sendInitialEvents</c>).</summary>
    [Parameter]
    public SwitchParameter SendInitialEvents { get; set; }

    /// <summary>Gives the server's bookmarks too.</summary>
    [Parameter]
    public SwitchParameter IncludeBookmark { get; set; }

    /// <summary>Ends with the first request, instead of going on with another.</summary>
    [Parameter]
    public SwitchParameter NoReconnect { get; set; }

    /// <summary>Ends after so many events.</summary>
    [Parameter]
    [ValidateRange(1, long.MaxValue)]
    public long Count { get; set; } = long.MaxValue;

    /// <summary>Ends after so many seconds (<c>timeoutSeconds</c>).</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? TimeoutSeconds { get; set; }

    /// <summary>Uses the deprecated paths <c>/watch/images</c> and <c>/watch/images/{name}</c>, for servers and proxies that know no other.</summary>
    [Parameter]
    public SwitchParameter UseWatchPath { get; set; }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        if (Name is not null && WildcardPattern.ContainsWildcardCharacters(Name))
        {
            throw new ParameterException("WildcardInName", "A watch takes one name or selectors; wildcards select nothing on the server. Filter its events with Where-Object.", Name);
        }

        if (Name is not null)
        {
            ImageApi.Escape(Name);
        }

        var settings = new WatchSettings
        {
            LabelSelector = LabelSelector,
            FieldSelector = FieldSelector,
            Name = Name,
            UseWatchPath = UseWatchPath,
            ResourceVersion = ResourceVersion,
            SendInitialEvents = SendInitialEvents,
            IncludeBookmark = IncludeBookmark,
            NoReconnect = NoReconnect,
            TimeoutSeconds = TimeoutSeconds,
        };
        var watcher = new ImageWatcher(CreateApi(output), settings, output);
        await WriteAsync(watcher.WatchAsync(cancellationToken), output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes events as they come; those of a burst, which are there already, in one go.</summary>
    private async Task WriteAsync(IAsyncEnumerable<ImageEvent> events, PipelineOutput output, CancellationToken cancellationToken)
    {
        var left = Count;
        var burst = new List<ImageEvent>();
        var writing = Task.CompletedTask;
        await using var enumerator = events.GetAsyncEnumerator(cancellationToken);
        while (left > 0)
        {
            var next = enumerator.MoveNextAsync();
            if (!next.IsCompleted)
            {
                var step = next.AsTask();
                next = new ValueTask<bool>(step);
                try
                {
                    await FlushAsync().ConfigureAwait(false);
                }
                catch
                {
                    // An enumerator can be disposed of between steps only.
                    await ((Task)step).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    throw;
                }
            }

            bool more;
            try
            {
                more = await next.ConfigureAwait(false);
            }
            catch
            {
                await FlushAsync().ConfigureAwait(false);
                await writing.ConfigureAwait(false);
                throw;
            }

            if (!more)
            {
                break;
            }

            burst.Add(enumerator.Current);
            left--;
            if (burst.Count == LongestBurst)
            {
                await FlushAsync().ConfigureAwait(false);
            }
        }

        await FlushAsync().ConfigureAwait(false);
        await writing.ConfigureAwait(false);

        async ValueTask FlushAsync()
        {
            if (burst.Count == 0)
            {
                return;
            }

            // One burst is written while the next is read, and no more than that is held.
            await writing.ConfigureAwait(false);
            writing = output.WriteAllAsync(burst, cancellationToken).AsTask();
            burst = [];
        }
    }
}
