namespace OpenShiftImage.Analysis.Reports;

/// <summary>What a pipeline gives a report, apart by the cluster that it came from.</summary>
/// <param name="options">What the report is told.</param>
internal sealed class ReportInputs(ReportOptions options)
{
    private readonly List<ReportData> _clusters = [];

    /// <summary>Gets what came from each cluster.</summary>
    public IReadOnlyList<ReportData> Clusters => _clusters;

    /// <summary>Takes something; false where it is nothing that a report is made of.</summary>
    public bool Add(object? item)
    {
        switch (item)
        {
            case Image image:
                Of(image.Cluster).Add(image);
                return true;
            case ImageUsage usage:
                Of(usage.Cluster).Add(usage);
                return true;
            case ImageStorage storage:
                Of(storage.Cluster).Add(storage);
                return true;
            case ImageTestResult result:
                Of(result.Cluster).Add(result);
                return true;
            default:
                return false;
        }
    }

    private ReportData Of(ICluster? cluster)
    {
        var data = _clusters.Find(known => Equals(known.Cluster, cluster));
        if (data is null)
        {
            data = new ReportData(cluster, options);
            _clusters.Add(data);
        }

        return data;
    }
}
