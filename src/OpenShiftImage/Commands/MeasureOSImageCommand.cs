using System.Management.Automation;
using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Storage;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Commands;

/// <summary>Measures what Images take, each layer counted once.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "OSImage")]
[OutputType("OpenShiftImage.ImageStorage")]
public sealed class MeasureOSImageCommand : AnalysisCommand
{
    /// <summary>What was given for -GroupBy, as an object: its type is loaded when the cmdlet runs.</summary>
    private object? _groupBy;

    private object? _inputs;

    /// <summary>Images to measure; left out: all of the cluster.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [ImageOf]
    public Image[]? InputObject { get; set; }

    /// <summary>
    /// By what the Images are put together. Left out: whether they were pushed to the integrated registry, with the
    /// total over all.
    /// </summary>
    [Parameter]
    public ImageStorageGroup GroupBy
    {
        get => (ImageStorageGroup?)_groupBy ?? ImageStorageGroup.Managed;
        set => _groupBy = value;
    }

    /// <summary>Puts them together by the value of this label.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? Label { get; set; }

    /// <summary>Writes only so many groups: those that free most when they go.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Top { get; set; } = int.MaxValue;

    /// <summary>Writes also the total over all, last; without -GroupBy and -Label nothing else.</summary>
    [Parameter]
    public SwitchParameter Total { get; set; }

    private protected override bool HasWork => _inputs is not null || !MyInvocation.ExpectingInput;

    private bool IsToldByOthers => Label is null && GroupBy is ImageStorageGroup.Namespace
        or ImageStorageGroup.ImageStream or ImageStorageGroup.Verdict;

    private bool IsGrouped => _groupBy is not null || Label is not null;

    private StorageInputs Inputs => (StorageInputs)(_inputs ??= new StorageInputs(GroupBy, Label));

    private protected override void TakeInput()
    {
        foreach (var image in InputObject ?? [])
        {
            if (_inputs is null)
            {
                Check();
                RefuseClusterWithInput("measured");
            }

            Inputs.Add(image);
        }
    }

    private protected override void Prepare()
    {
        Check();
        base.Prepare();
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        if (_inputs is null && Label is null && GroupBy == ImageStorageGroup.Cluster)
        {
            await MeasureClustersAsync(output, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (_inputs is not null && !IsToldByOthers)
        {
            foreach (var (cluster, groups) in Inputs.ByCluster)
            {
                await WriteAsync(
                    groups.Images, groups.Groups, cluster, Inputs.ByCluster.Count > 1, output, cancellationToken)
                    .ConfigureAwait(false);
            }

            return;
        }

        await ForEachClusterAsync(
            _inputs is null ? [] : [.. Inputs.ByCluster.Select(item => item.Cluster)],
            (connection, owner, isOneOfSeveral, token) =>
                MeasureAsync(connection, owner, isOneOfSeveral, output, token),
            output,
            cancellationToken).ConfigureAwait(false);
    }

    private void Check()
    {
        if (_groupBy is not null && Label is not null)
        {
            Refuse(new ParameterException(
                "LabelWithGroupBy", "-Label puts Images together by a label, -GroupBy by something else: use one."));
        }
    }

    /// <summary>Measures several clusters against each other.</summary>
    private async Task MeasureClustersAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var groups = new StorageGroups(GroupBy, null);
        await ForEachClusterAsync(
            [],
            (connection, _, isOneOfSeveral, token) => ReadAsync(
                groups,
                connection,
                CreateReader(connection, output, isOneOfSeveral),
                token),
            output,
            cancellationToken).ConfigureAwait(false);
        await WriteAsync(groups.Images, groups.Groups, null, false, output, cancellationToken).ConfigureAwait(false);
    }

    private async Task MeasureAsync(
        ClusterConnection connection,
        ICluster? owner,
        bool isOneOfSeveral,
        PipelineOutput output,
        CancellationToken cancellationToken)
    {
        var reader = CreateReader(connection, output, isOneOfSeveral);
        var source = _inputs is null ? new StorageGroups(GroupBy, Label) : Inputs.Of(owner);
        var images = source.Images;
        IImageGroups groups;
        if (IsToldByOthers && GroupBy == ImageStorageGroup.Verdict)
        {
            var analysis = await reader.AnalyseAsync(
                new UsageOptions
                {
                    AsOf = await reader.FindTimeAsync(
                        cancellationToken, "Export-OSImageReport -AsOf takes the time, and measures the verdicts too.")
                        .ConfigureAwait(false),
                },
                cancellationToken).ConfigureAwait(false);
            images = _inputs is null ? analysis.Images : images;
            groups = StorageGrouping.ByVerdict(images, analysis);
        }
        else if (IsToldByOthers)
        {
            var streams = new StreamTable();
            await reader.ReadObjectsAsync(
                [UsageTypes.ImageStream], null, item => streams.Add((ImageStreamHistory)item), cancellationToken)
                .ConfigureAwait(false);
            await ReadUnlessGivenAsync().ConfigureAwait(false);
            groups = StorageGrouping.ByStreams(images, streams, GroupBy == ImageStorageGroup.Namespace);
        }
        else
        {
            await ReadUnlessGivenAsync().ConfigureAwait(false);
            groups = source.Groups;
        }

        await WriteAsync(images, groups, connection, isOneOfSeveral, output, cancellationToken).ConfigureAwait(false);

        Task ReadUnlessGivenAsync() => _inputs is null
            ? ReadAsync(source, connection, reader, cancellationToken)
            : Task.CompletedTask;
    }

    private static Task ReadAsync(
        StorageGroups groups, ClusterConnection connection, UsageReader reader, CancellationToken cancellationToken) =>
        reader.VisitImagesAsync(
            image =>
            {
                lock (groups)
                {
                    groups.Add(image, connection);
                }
            },
            cancellationToken);

    private async Task WriteAsync(
        ImageTable images,
        IImageGroups groups,
        ICluster? cluster,
        bool isOneOfSeveral,
        PipelineOutput output,
        CancellationToken cancellationToken)
    {
        if (images.Layers.DifferingSizes > 0)
        {
            await output.WarnAsync(
                $"{images.Layers.DifferingSizes} times a layer is told with another size than before, first "
                    + $"{images.Layers.FirstDiffering}: the largest counts.",
                cancellationToken).ConfigureAwait(false);
        }

        var report = new StorageReport(images, cluster, Label is null ? GroupBy.ToString() : $"label {Label}");
        var results = IsGrouped || !Total ? report.Measure(groups).Take(Top) : [];
        await WriteAsync(
            Total || !IsGrouped ? results.Append(report.Total()) : results,
            isOneOfSeveral,
            output,
            cancellationToken).ConfigureAwait(false);
    }
}
