namespace OpenShiftImage.Pipeline;

/// <summary>What came of asking whether to go on.</summary>
internal enum Decision
{
    /// <summary>Do it.</summary>
    Proceed,

    /// <summary>-WhatIf: ask the server what would happen.</summary>
    DryRun,

    /// <summary>The answer was no: send nothing.</summary>
    Skip,
}
