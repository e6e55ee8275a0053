using System.Globalization;
using OpenShiftImage.Analysis.Reports;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Api;
using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Commands;

/// <summary>Reads what uses the Images of a cluster, and the Images.</summary>
/// <param name="connection">The cluster.</param>
/// <param name="output">Takes warnings, errors and progress.</param>
/// <param name="isOneOfSeveral">Whether there are other clusters, so that an error must say which it is.</param>
/// <param name="operationTimeout">How long a request may take as a whole; null for what is usual.</param>
internal sealed class UsageReader(
    ClusterConnection connection, PipelineOutput output, bool isOneOfSeveral, TimeSpan? operationTimeout)
{
    private const int PageSize = 500;

    /// <summary>The parameter by which most cmdlets are told the time that ages are counted to.</summary>
    private const string AsOf = "-AsOf takes the time, so that what was young then counts as young.";

    private readonly List<string> _warnings = [];

    private readonly FaultRecorder _faults = new(
        isOneOfSeveral ? new ClusterObserver(output, connection, connection.Name) : output);

    /// <summary>Gets the clock by which ages are counted where nothing else tells the time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Gets the kinds that could use Images and of which an archive has none; null where there are none.
    /// </summary>
    public MissingKinds? NotCollected { get; private set; }

    /// <summary>Gets the kinds of which an archive has none, once they have been read.</summary>
    public IReadOnlyCollection<ResourceType> Missing { get; private set; } = [];

    /// <summary>Gets when what is read was collected; null for a live cluster, and where nobody says.</summary>
    public DateTimeOffset? CollectedAt { get; private set; }

    /// <summary>Gets the warnings that were written.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Gets how many documents could not be read, which errors of their own have told.</summary>
    public int FaultCount => _faults.Count;

    /// <summary>Shows each Image once. It holds only during the call, which copies what is to last.</summary>
    public async Task VisitImagesAsync(Action<Image> visit, CancellationToken cancellationToken)
    {
        var count = 0L;
        var visiting = Task.CompletedTask;
        var pages = connection.CreateReader(_faults, operationTimeout).ListAsync(
            new ListOptions { Limit = PageSize, AllowsParts = true, IsTransient = true },
            cancellationToken: cancellationToken);
        try
        {
            await foreach (var page in pages.ConfigureAwait(false))
            {
                // A page is looked at while the next one is read.
                await visiting.ConfigureAwait(false);
                visiting = Task.Run(() => Visit(page), cancellationToken);
                count += page.Items.Count;
                output.Report(ProgressState.OfList(count, page.RemainingItemCount));
            }

            await visiting.ConfigureAwait(false);
        }
        finally
        {
            await Task.WhenAny(visiting).ConfigureAwait(false);
        }

        void Visit(Page<Image> page)
        {
            using (page)
            {
                foreach (var image in page.Items)
                {
                    visit(image);
                }
            }
        }
    }

    /// <summary>Returns the pages of the list of Images.</summary>
    public IAsyncEnumerable<Page<Image>> ListImages(CancellationToken cancellationToken) =>
        connection.CreateReader(_faults, operationTimeout).ListAsync(
            new ListOptions { Limit = PageSize, AllowsParts = true }, cancellationToken: cancellationToken);

    /// <summary>Reads the objects of some kinds.</summary>
    public async Task ReadObjectsAsync(
        IReadOnlyList<ResourceType> types,
        string? space,
        Action<ClusterObject> take,
        CancellationToken cancellationToken)
    {
        output.Report(new ProgressState("reading image streams and workloads"));
        var reader = CreateObjectReader(space);
        await foreach (var page in reader.ReadAsync(types, cancellationToken).ConfigureAwait(false))
        {
            foreach (var item in page)
            {
                take(item);
            }
        }

        await TellNotCollectedAsync(reader, types, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Returns the time that ages are counted to: now; of what was collected the time of that, where it tells it.
    /// </summary>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="advice">How the time is given where nobody tells it.</param>
    public async Task<DateTimeOffset> FindTimeAsync(CancellationToken cancellationToken, string advice = AsOf)
    {
        if (connection.Collected is not { } collected)
        {
            return Clock.GetUtcNow();
        }

        if (collected.FindTime(cancellationToken) is { } time)
        {
            CollectedAt = time;
            await output.VerboseAsync(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"'{connection.Name}' was collected at {time:yyyy-MM-dd HH:mm:ss'Z'}: ages are counted to then."),
                cancellationToken).ConfigureAwait(false);
            return time;
        }

        await WarnAsync(
            $"'{connection.Name}' does not say when it was collected: ages are counted to now. {advice}",
            cancellationToken).ConfigureAwait(false);
        return Clock.GetUtcNow();
    }

    /// <summary>Reads everything that a verdict needs, and decides.</summary>
    public async Task<UsageAnalysis> AnalyseAsync(UsageOptions options, CancellationToken cancellationToken)
    {
        var analysis = new UsageAnalysis(options);
        await ReadUsersAsync(analysis, cancellationToken).ConfigureAwait(false);
        await VisitImagesAsync(analysis.Add, cancellationToken).ConfigureAwait(false);
        RequireNoFaults();
        analysis.Decide(cancellationToken);
        return analysis;
    }

    /// <summary>Reads what uses Images, the image streams first.</summary>
    public async Task ReadUsersAsync(UsageAnalysis analysis, CancellationToken cancellationToken)
    {
        await ReadObjectsAsync(UsageTypes.All, analysis.Options.Namespace, analysis.Add, cancellationToken)
            .ConfigureAwait(false);
        RequireNoFaults();
        analysis.CheckReferences();
        foreach (var reference in analysis.Workloads.Invalid)
        {
            await output.VerboseAsync($"Passed over: {reference}.", cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Requires that every document could be read: one that could not may be a pod that uses any Image, or an Image
    /// that lists it.
    /// </summary>
    public void RequireNoFaults()
    {
        if (_faults.Count > 0)
        {
            throw new CollectedClusterException(
                CollectedClusterException.InvalidArchive,
                $"Nothing is decided: {_faults.Count} of the documents of '{connection.Name}' could not be read as a "
                    + "whole, which errors of their own tell, and may use any Image. Mend or remove them, or collect "
                    + "again.",
                connection.Name);
        }
    }

    private ValueTask WarnAsync(string message, CancellationToken cancellationToken)
    {
        _warnings.Add(message);
        return output.WarnAsync(message, cancellationToken);
    }

    private ClusterObjectReader CreateObjectReader(string? space) =>
        new(connection, () => Dependencies.KubernetesObjects, _faults)
        {
            Namespace = space,
            OperationTimeout = operationTimeout,
        };

    private async Task TellNotCollectedAsync(
        ClusterObjectReader reader, IReadOnlyList<ResourceType> types, CancellationToken cancellationToken)
    {
        if (connection.Collected is null)
        {
            return;
        }

        var missing = types.Where(type => !reader.Collected.Contains(type)).ToList();
        if (missing.Count == 0)
        {
            return;
        }

        Missing = missing;
        var users = missing.Where(type => type != UsageTypes.LimitRange).ToList();
        NotCollected = users.Count == 0 ? null : new MissingKinds(users);
        await WarnAsync(
            $"'{connection.Name}' has no {string.Join(", ", missing.Select(type => type.Plural))}, and does not say "
                + "whether the cluster had none: they count as none. What was not collected may use Images.",
            cancellationToken).ConfigureAwait(false);
    }
}
