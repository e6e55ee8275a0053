using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>
/// What may not have been collected, and verdicts on a page, which goes from hand to hand, cannot do without. Of other
/// kinds a cluster may have none.
/// </summary>
internal static class ReportGaps
{
    /// <summary>Separates the kinds where they are one text.</summary>
    public const string Separator = ", ";

    /// <summary>Returns why there are no verdicts; null where there can be.</summary>
    /// <param name="missing">The kinds that are not there, in the plural.</param>
    public static string? OfVerdicts(IEnumerable<string> missing)
    {
        var gaps = missing.Where(kind => kind == UsageTypes.ImageStream.Plural || kind == UsageTypes.Pod.Plural)
            .ToList();
        return gaps.Count == 0 ? null
            : $"There are no {string.Join(" and no ", gaps)} in what was collected, so that nobody knows which Images "
                + "are in use.";
    }
}
