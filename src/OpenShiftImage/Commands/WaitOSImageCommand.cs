using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Primitives;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Commands;

/// <summary>Waits until Images are there, are gone, or are as a script says.</summary>
[Cmdlet(VerbsLifecycle.Wait, "OSImage")]
[OutputType(typeof(Image))]
public sealed class WaitOSImageCommand : MultiClusterCommand
{
    /// <summary>
    /// Names of the Images; they are waited for one after the other, within the time that is left of all.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateInput("an Image or its name")]
    [ImageIdentityTransformation]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public ImageIdentity[]? Name { get; set; }

    /// <summary>What to wait for: Exists, Deleted, or a script that is true for the Image in <c>$_</c>.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(Completion.WaitConditionCompleter))]
    public WaitCondition For { get; set; } = WaitCondition.Exists;

    /// <summary>Seconds to wait, for all Images together; 30 by default.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int TimeoutSeconds { get; set; } = 30;

    /// <summary>
    /// Whose turn comes when the time is over is looked at all the same, once: it may have been there all along.
    /// </summary>
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan s_reportInterval = TimeSpan.FromMilliseconds(500);

    private long? _began;

    private protected override void Prepare()
    {
        base.Prepare();
        _began ??= Time.GetTimestamp();
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var images = new List<ImageIdentity>();
        foreach (var image in Name!)
        {
            if (RefuseWildcard(image) is { } record)
            {
                await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                images.Add(image);
            }
        }

        var clusters = await ExpandAsync(cancellationToken).ConfigureAwait(false);
        if (clusters.Count < 2)
        {
            var resolver = clusters is [var only] ? ResolverOf(clusters, only) : Clusters;
            foreach (var image in images)
            {
                await EachAsync(
                    image.Name,
                    output,
                    () => WaitAsync(image, resolver, output, cancellationToken),
                    cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        // All have the same time: none may wait until another has ended.
        await new ClusterFanOut(clusters, clusters.Count, output).RunAsync(
            async (cluster, token) =>
            {
                foreach (var image in images)
                {
                    await EachAsync(
                        image.Name,
                        cluster,
                        output,
                        () => WaitAsync(image, ResolverOf(clusters, cluster), output, token),
                        token).ConfigureAwait(false);
                }
            },
            static () => false,
            cancellationToken).ConfigureAwait(false);
    }

    private TimeSpan Left => TimeSpan.FromSeconds(TimeoutSeconds) - Time.GetElapsedTime(_began!.Value);

    private protected override string? OfflineErrorId => CollectedClusterException.NotSupportedOffline;

    /// <summary>
    /// Returns the name that is meant; what is short for nothing that is there may be the name of what is to come, or
    /// has gone.
    /// </summary>
    private async Task<string> FindNameAsync(ImageIdentity image, ImageApi api, CancellationToken cancellationToken)
    {
        if (!image.NeedsSearch)
        {
            ImageApi.Escape(image.Name);
            return image.Name;
        }

        var left = Left;
        using var deadline = new TimeLimit(left > TimeSpan.Zero ? left : s_look, Time, cancellationToken);
        try
        {
            return await new ImageNameResolver(api).ResolveAsync(image.Name, deadline.Token).ConfigureAwait(false);
        }
        catch (ApiException e) when (e.StatusCode == 404)
        {
            return image.Name;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new WaitTimeoutException(
                $"Waited {TimeoutSeconds} seconds in vain: the list that tells what '{image}' is "
                    + "short for has not come.",
                image.Name);
        }
    }

    private async Task WaitAsync(
        ImageIdentity image, ClusterResolver resolver, PipelineOutput output, CancellationToken cancellationToken)
    {
        var api = await resolver.OpenApiAsync(image.Cluster, output, cancellationToken).ConfigureAwait(false);
        var name = await FindNameAsync(image, api, cancellationToken).ConfigureAwait(false);
        var waiter = new ImageWaiter(api, name, output);
        var left = Left;
        using var ended = new CancellationTokenSource();
        using var deadline = new TimeLimit(
            left > TimeSpan.Zero ? left : s_look, Time, cancellationToken, ended.Token);
        _ = ReportAsync(name, output, deadline.Token);
        try
        {
            if (left > TimeSpan.Zero)
            {
                await waiter.WaitAsync(
                    image => For.HoldsAsync(image, output, deadline.Token), deadline.Token).ConfigureAwait(false);
            }
            else if (!await waiter.LookAsync(
                image => For.HoldsAsync(image, output, deadline.Token), deadline.Token).ConfigureAwait(false))
            {
                throw new WaitTimeoutException(Describe(name, waiter), name);
            }
        }
        catch (OperationCanceledException e)
            when (deadline.Token.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new WaitTimeoutException(Describe(name, waiter, e.InnerException as OpenShiftImageException), name);
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
        }

        if (waiter.LastSeen is { } seen)
        {
            await output.WriteAsync(seen, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReportAsync(string name, PipelineOutput output, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var left = Math.Max(0, (int)Left.TotalSeconds);
            output.Report(new ProgressState(
                $"waiting until Image '{name}' {For.Describe()}",
                (TimeoutSeconds - left) * 100 / TimeoutSeconds,
                left));
            await Task.Delay(s_reportInterval, Time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private string Describe(string name, ImageWaiter waiter, OpenShiftImageException? failure = null)
    {
        var seen = waiter switch
        {
            { Exists: null } => failure is null ? "the server has not answered yet" : failure.Message.TrimEnd('.'),
            { Exists: true, LastSeen: { } image } => $"it is there, in version {image.Metadata?.ResourceVersion}",
            { LastSeen: { } image } => $"it is gone; its last version was {image.Metadata?.ResourceVersion}",
            _ => "it is not there",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Waited {TimeoutSeconds} second{(TimeoutSeconds == 1 ? "" : "s")} until Image "
                + $"'{name}' {For.Describe()}, in vain: {seen}.");
    }
}
