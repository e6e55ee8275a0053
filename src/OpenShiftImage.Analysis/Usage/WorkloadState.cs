namespace OpenShiftImage.Analysis.Usage;

/// <summary>Whether an object that uses Images is at work.</summary>
internal enum WorkloadState
{
    /// <summary>A pod that runs or waits to.</summary>
    Active,

    /// <summary>A pod that does not run and may be started again.</summary>
    Restartable,

    /// <summary>A pod that is done.</summary>
    Done,

    /// <summary>What makes pods, or builds.</summary>
    Template,
}
