using System.Management.Automation;
using OpenShiftImage.Analysis.References;
using OpenShiftImage.Analysis.Reports;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Api;
using OpenShiftImage.Archives;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Commands;

/// <summary>
/// Reads what a report says of a cluster: its objects once, then its Images once. What uses Images may be forbidden;
/// the rest is reported all the same, and no Image is called prunable then.
/// </summary>
/// <param name="reader">What reads the cluster.</param>
/// <param name="connection">The cluster.</param>
/// <param name="output">Takes errors and progress.</param>
/// <param name="isOneOfSeveral">Whether there are other clusters, so that an error must say which it is.</param>
internal sealed class ReportReader(
    UsageReader reader, ClusterConnection connection, PipelineOutput output, bool isOneOfSeveral)
{
    /// <summary>Reads the cluster.</summary>
    /// <param name="report">What the report is told.</param>
    /// <param name="usage">The options of the prune.</param>
    /// <param name="hasTime">Whether they have the time that ages are counted to; otherwise it is looked for.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ReportData> ReadAsync(
        ReportOptions report, UsageOptions usage, bool hasTime, CancellationToken cancellationToken)
    {
        if (!hasTime)
        {
            usage = usage with { AsOf = await reader.FindTimeAsync(cancellationToken).ConfigureAwait(false) };
        }

        var data = new ReportData(connection, report) { AsOf = usage.AsOf };
        var analysis = new UsageAnalysis(usage);
        var problem = await FindProblemAsync(
            () => reader.ReadUsersAsync(analysis, cancellationToken), cancellationToken).ConfigureAwait(false);
        await reader.VisitImagesAsync(analysis.Add, cancellationToken).ConfigureAwait(false);
        output.Report(new ProgressState("working out the report"));

        // The image streams are read before all else, so that they are known unless it is they that failed.
        data.NamespaceProblem = problem is UnreadableKindException { Type: var type } && type == UsageTypes.ImageStream
            ? problem.Message
            : reader.Missing.Contains(UsageTypes.ImageStream)
                ? "There are no image streams in what was collected, which say which namespaces have an Image."
                : null;
        data.Use(analysis.Images, data.NamespaceProblem is null ? analysis.Streams : null);
        if (problem is null && reader.NotCollected?.Gap is { } gap)
        {
            data.PruneProblem = gap;
            AddFacts(data, usage, analysis);
            return data;
        }

        problem ??= await FindProblemAsync(
            () =>
            {
                reader.RequireNoFaults();
                analysis.Decide(cancellationToken);
                data.Use(analysis, reader.NotCollected, cancellationToken);
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        data.PruneProblem = problem?.Message;
        AddFacts(data, usage, analysis);
        return data;
    }

    /// <summary>
    /// Does what only the verdicts need. What fails there is an error, and returned; what fails for everything goes on.
    /// </summary>
    private async Task<Exception?> FindProblemAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work().ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is InvalidReferencesException
            or CollectedClusterException { ErrorId: CollectedClusterException.InvalidArchive }
            or UnreadableKindException { InnerException: ApiException { StatusCode: not 401 } }
            or UnreadableKindException
        {
            InnerException: TransportException { ErrorId: TransportException.RequestTimeout },
        })
        {
            await output.ErrorAsync(RecordOf(e), cancellationToken).ConfigureAwait(false);
            return e;
        }
    }

    private ErrorRecord RecordOf(Exception e) => isOneOfSeveral
        ? ErrorRecords.ForCluster(e, connection, connection.Name)!
        : ErrorRecords.For(e, connection.Name)!;

    private void AddFacts(ReportData data, UsageOptions usage, UsageAnalysis analysis)
    {
        data.Warnings.AddRange(reader.Warnings);
        if (analysis.Workloads.Invalid.Count > 0 && data.PruneProblem is null)
        {
            data.Warnings.Add(
                $"{ReportFormat.Count(analysis.Workloads.Invalid.Count, "reference", "references")} of workloads could "
                    + "not be read, and were passed over.");
        }

        data.Facts.Add(connection.Path is { } path ? ("Read from", path) : ("Server", connection.Server));
        data.Facts.Add(connection.Collected is null
            ? ("Read", ReportFormat.Time(data.Options.Made))
            : ("Collected", reader.CollectedAt is { } time ? ReportFormat.Time(time) : "nobody knows when"));
        data.Facts.Add(("Ages are counted to", ReportFormat.Time(usage.AsOf)));
        if (data.Prune is not null)
        {
            data.Facts.Add(("The same prune with oc", UsageCommandLine.Of(usage)));
        }
    }
}
