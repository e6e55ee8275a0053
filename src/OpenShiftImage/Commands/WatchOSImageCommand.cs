using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Formatting;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Commands;

/// <summary>Watches Images: an event for each that is created, changed or deleted, until stopped.</summary>
[Cmdlet(VerbsCommon.Watch, "OSImage")]
[OutputType(typeof(ImageEvent))]
public sealed class WatchOSImageCommand : MultiClusterCommand
{
    private const int MaxBatches = 8;

    private readonly List<ImageIdentity> _images = [];
    private long _left;

    /// <summary>Names of the Images to watch; left out: all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ImageIdentityTransformation]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public ImageIdentity[]? Name { get; set; }

    /// <summary>Labels to select by (<c>labelSelector</c>).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Selector]
    [Alias("l", "Selector")]
    [ArgumentCompleter(typeof(Completion.LabelSelectorCompleter))]
    public string? LabelSelector { get; set; }

    /// <summary>Fields to select by (<c>fieldSelector</c>).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [Selector]
    [ArgumentCompleter(typeof(Completion.FieldSelectorCompleter))]
    public string? FieldSelector { get; set; }

    /// <summary>Version after which events are wanted (<c>resourceVersion</c>); left out: from now on.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResourceVersion { get; set; }

    /// <summary>Returns what there is first, as Added events (<c>sendInitialEvents</c>).</summary>
    [Parameter]
    public SwitchParameter SendInitialEvents { get; set; }

    /// <summary>Returns the server's bookmarks too.</summary>
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

    /// <summary>
    /// Seconds for which a watch that was established goes on through 401 and 403; 300 by default, 0 for the error at
    /// once.
    /// </summary>
    [Parameter]
    [ValidateRange(0, 86_400)]
    public int UnauthorizedTimeoutSeconds { get; set; } = 300;

    /// <summary>
    /// Uses the deprecated paths <c>/watch/images</c> and <c>/watch/images/{name}</c>, for servers and proxies that
    /// know no other.
    /// </summary>
    [Parameter]
    public SwitchParameter UseWatchPath { get; set; }

    private protected override string? OfflineErrorId => CollectedClusterException.NotSupportedOffline;

    /// <inheritdoc/>
    protected override void ProcessRecord() => _images.AddRange(Name ?? []);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // One watch of all names from the pipeline keeps the order of events. Without a name there is nothing to watch.
        if (_images.Count > 0 || !MyInvocation.ExpectingInput)
        {
            _left = Count;
            base.ProcessRecord();
        }

        base.EndProcessing();
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        foreach (var image in _images)
        {
            if (!MyInvocation.ExpectingInput && image.IsText && WildcardPattern.ContainsWildcardCharacters(image.Name))
            {
                throw new ParameterException(
                    "WildcardInName", "A watch takes names or selectors; wildcards select nothing on the server. "
                        + "Filter its events with Where-Object.", image.Name);
            }

            if (!image.NeedsSearch)
            {
                ImageApi.Escape(image.Name);
            }
        }

        var own = _images.Count > 0 ? _images[0].Cluster : null;
        if (Cluster is null && _images.Find(image => !Equals(image.Cluster, own)) is { } stranger)
        {
            throw new ParameterException(
                "SeveralClusters", $"'{_images[0]}' is from {own?.Name ?? "no cluster"}, "
                    + $"'{stranger}' from {stranger.Cluster?.Name ?? "none"}: "
                    + "a watch without -Cluster is of one cluster. Watch each with a cmdlet of its own, "
                    + "or name them with -Cluster.", stranger.Name);
        }

        var clusters = await ExpandAsync(cancellationToken).ConfigureAwait(false);
        if (clusters.Count < 2)
        {
            var resolver = clusters is [var only] ? CreateResolver(only) : Clusters;
            await WatchAsync(
                await resolver.OpenApiAsync(own, output, cancellationToken).ConfigureAwait(false),
                isOneOfSeveral: false,
                output,
                cancellationToken,
                cancellationToken).ConfigureAwait(false);
            return;
        }

        if (ResourceVersion is not null)
        {
            throw new ParameterException(
                "SeveralClusters",
                "-ResourceVersion is a version of one cluster, and there are several to watch.",
                ResourceVersion);
        }

        // A watch goes on for ever: none may wait until another has ended.
        await new ClusterFanOut(clusters, clusters.Count, output).RunAsync(
            (cluster, token) => WatchOneOfSeveralAsync(cluster, output, cancellationToken, token),
            () => Interlocked.Read(ref _left) <= 0,
            cancellationToken).ConfigureAwait(false);
    }

    private async Task WatchOneOfSeveralAsync(
        ClusterReference cluster,
        PipelineOutput output,
        CancellationToken writeCancellation,
        CancellationToken cancellationToken)
    {
        var api = await CreateResolver(cluster).OpenApiAsync(
            null, output, cancellationToken).ConfigureAwait(false);
        await WatchAsync(
            api, isOneOfSeveral: true, output, writeCancellation, cancellationToken).ConfigureAwait(false);
        if (TimeoutSeconds is null && Interlocked.Read(ref _left) > 0)
        {
            await output.WarnAsync(
                $"The watch of {cluster} has ended; the others go on.", cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WatchAsync(
        ImageApi api,
        bool isOneOfSeveral,
        PipelineOutput output,
        CancellationToken writeCancellation,
        CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var image in _images)
        {
            // A short name that matches no Image would make the watch wait for ever.
            names.Add(image.NeedsSearch
                ? await new ImageNameResolver(api).ResolveAsync(image.Name, cancellationToken).ConfigureAwait(false)
                : image.Name);
        }

        var settings = new WatchSettings
        {
            LabelSelector = SelectorAttribute.Normalize(LabelSelector),
            FieldSelector = SelectorAttribute.Normalize(FieldSelector),
            Names = names.Count > 0 ? names : null,
            UseWatchPath = UseWatchPath,
            ResourceVersion = ResourceVersion,
            SendInitialEvents = SendInitialEvents,
            IncludeBookmark = IncludeBookmark,
            NoReconnect = NoReconnect,
            TimeoutSeconds = TimeoutSeconds,
            Time = Time,
            UnauthorizedTimeout = TimeSpan.FromSeconds(UnauthorizedTimeoutSeconds),
        };
        var watcher = new ImageWatcher(api, settings, output);
        await WriteAsync(
            watcher.WatchBatchesAsync(cancellationToken), isOneOfSeveral, output, writeCancellation)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// Writes events as they come; a few batches may wait for the consumer while the next is read. What was counted is
    /// written, also when the watch is ended since others have brought enough.
    /// </summary>
    private async Task WriteAsync(
        IAsyncEnumerable<IReadOnlyList<ImageEvent>> batches,
        bool isOneOfSeveral,
        PipelineOutput output,
        CancellationToken writeCancellation)
    {
        var writing = new Queue<Task>();
        try
        {
            await foreach (var batch in batches.ConfigureAwait(false))
            {
                if (writing.Count == MaxBatches)
                {
                    await writing.Dequeue().ConfigureAwait(false);
                }

                // Over all clusters together.
                var left = Interlocked.Add(ref _left, -batch.Count) + batch.Count;
                var wanted = batch.Count <= left ? batch : batch.Take((int)Math.Max(0, left)).ToList();
                writing.Enqueue(output.WriteAllAsync(
                    isOneOfSeveral ? wanted.Select(View.WithCluster) : wanted, writeCancellation).AsTask());
                if (left <= batch.Count)
                {
                    break;
                }
            }
        }
        finally
        {
            // The events that have arrived are written before the error that ended the watch.
            await Task.WhenAll(writing).ConfigureAwait(false);
        }
    }
}
