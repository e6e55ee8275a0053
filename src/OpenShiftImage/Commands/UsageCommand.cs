using System.Management.Automation;
using OpenShiftImage.Binding;

namespace OpenShiftImage.Commands;

/// <summary>Base of the cmdlets that look at who uses Images.</summary>
public abstract class UsageCommand : AnalysisCommand
{
    /// <summary>
    /// Passes over references of workloads that are none, instead of deciding nothing (<c>--ignore-invalid-refs</c>).
    /// </summary>
    [Parameter]
    public SwitchParameter IgnoreInvalidReference { get; set; }

    /// <summary>
    /// The time that ages are counted to. Left out: now; of what was collected the time of that, where it tells it.
    /// </summary>
    [Parameter]
    [MomentTransformation]
    public DateTime AsOf { get; set; }

    /// <summary>Gets whether the time was given.</summary>
    private protected bool HasTime => MyInvocation.BoundParameters.ContainsKey(nameof(AsOf));

    /// <summary>Gets the time that was given, or now.</summary>
    private protected DateTimeOffset GivenTime => HasTime ? AsOf.ToUniversalTime() : Time.GetUtcNow();
}
