using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Storage;
using OpenShiftImage.Analysis.Usage;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>What a report is made of, of one cluster. What nobody has told stays null, and its section away.</summary>
/// <param name="cluster">The cluster; null for what came from none.</param>
/// <param name="options">What the report is told.</param>
internal sealed class ReportData(ICluster? cluster, ReportOptions options)
{
    private readonly ImageFactsReader _reader = new();

    /// <summary>Gets the cluster; null for what came from none.</summary>
    public ICluster? Cluster => cluster;

    /// <summary>Gets what the report is told.</summary>
    public ReportOptions Options => options;

    /// <summary>Gets or sets the time that ages are counted to.</summary>
    public DateTimeOffset AsOf { get; set; } = options.AsOf;

    /// <summary>Gets the Images.</summary>
    public ImageTable? Images { get; private set; }

    /// <summary>Gets what groups of Images take, as it was measured elsewhere.</summary>
    public List<StorageTable> Storage { get; } = [];

    /// <summary>Gets what a prune does.</summary>
    public PruneSummary? Prune { get; private set; }

    /// <summary>Gets which rules are broken.</summary>
    public RuleSummary? Rules { get; private set; }

    /// <summary>Gets what else is to be said of the cluster: names and values.</summary>
    public List<(string Name, string Value)> Facts { get; } = [];

    /// <summary>Gets what makes the figures less than they seem.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Gets or sets why nothing could be said of a prune; null where it could, or was not asked.</summary>
    public string? PruneProblem { get; set; }

    /// <summary>Gets or sets why nothing could be said of namespaces; null where it could, or was not asked.</summary>
    public string? NamespaceProblem { get; set; }

    /// <summary>Gets or sets why nothing could be said at all; null where it could.</summary>
    public string? Failure { get; set; }

    /// <summary>Adds an Image.</summary>
    public void Add(Image image) => (Images ??= new ImageTable()).Add(_reader.Read(image));

    /// <summary>Adds what a prune does with an Image; nothing, where it was judged without what may use it.</summary>
    public void Add(ImageUsage usage)
    {
        PruneProblem ??= usage.NotCollected?.Gap;
        if (PruneProblem is not null)
        {
            Prune = null;
            return;
        }

        Prune ??= new PruneSummary(options);
        Prune.NotCollected ??= usage.NotCollected;
        Prune.Add(usage);
    }

    /// <summary>Adds what a group of Images takes.</summary>
    public void Add(ImageStorage storage)
    {
        var table = Storage.Find(known => known.GroupedBy == storage.GroupedBy);
        if (table is null)
        {
            table = new StorageTable(storage.GroupedBy);
            Storage.Add(table);
        }

        if (storage.IsTotal)
        {
            table.Total = storage;
        }
        else
        {
            table.Rows.Add(storage);
        }
    }

    /// <summary>Adds what a rule says of an Image.</summary>
    public void Add(ImageTestResult result) => (Rules ??= new RuleSummary(options)).Add(result);

    /// <summary>Takes all Images of the cluster, and the image streams where they could be read.</summary>
    public void Use(ImageTable images, StreamTable? streams)
    {
        Images = images;
        if (streams is null)
        {
            return;
        }

        var report = new StorageReport(images, cluster, nameof(ImageStorageGroup.Namespace));
        Storage.Add(new StorageTable(nameof(ImageStorageGroup.Namespace))
        {
            Rows = [.. report.Measure(StorageGrouping.ByStreams(images, streams, byNamespace: true))],
            Total = report.Total(),
        });
    }

    /// <summary>Takes what has been decided on the Images.</summary>
    /// <param name="analysis">What has been decided.</param>
    /// <param name="notCollected">Kinds that may not have been collected; null where there are none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public void Use(UsageAnalysis analysis, MissingKinds? notCollected, CancellationToken cancellationToken)
    {
        Prune = new PruneSummary(options)
        {
            NotCollected = notCollected,
            Storage = [.. new StorageReport(analysis.Images, cluster)
                .Measure(StorageGrouping.ByVerdict(analysis.Images, analysis))],
        };
        var report = new UsageReport(analysis, cluster, notCollected);
        for (var image = 0; image < analysis.Images.Count; image++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Prune.Add(report.Of(image));
        }
    }
}
