using System.Management.Automation;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Binding;

namespace OpenShiftImage.Commands;

/// <summary>Base of the cmdlets that tell what <c>oc adm prune images</c> would do.</summary>
public abstract class PruneCommand : UsageCommand
{
    /// <summary>How many of the latest places of each tag stay (<c>--keep-tag-revisions</c>).</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(0, int.MaxValue)]
    public int KeepTagRevisions { get; set; } = UsageOptions.DefaultKeepTagRevisions;

    /// <summary>
    /// The age below which Images, places in image streams, streams and pods that are done count as young, and keep
    /// what they name (<c>--keep-younger-than</c>): a TimeSpan, or text such as 96h.
    /// </summary>
    [Parameter]
    [AgeTransformation]
    public TimeSpan KeepYoungerThan { get; set; } = UsageOptions.DefaultKeepYoungerThan;
}
