using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace OpenShiftImage.Pipeline;

/// <summary>The clock by which the cmdlets of a runspace wait and show how far they have come.</summary>
internal static class CommandClock
{
    private static readonly ConditionalWeakTable<Runspace, TimeProvider> s_clocks = [];

    /// <summary>Gets the clock of the runspace that runs on this thread; for the pipeline's thread.</summary>
    public static TimeProvider Current =>
        Runspace.DefaultRunspace is { } runspace && s_clocks.TryGetValue(runspace, out var clock)
            ? clock
            : TimeProvider.System;

    /// <summary>Sets the clock of a runspace to another than the system's.</summary>
    public static void Set(Runspace runspace, TimeProvider clock) => s_clocks.AddOrUpdate(runspace, clock);
}
