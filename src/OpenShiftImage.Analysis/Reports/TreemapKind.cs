namespace OpenShiftImage.Analysis.Reports;

/// <summary>What a piece of a treemap stands for.</summary>
internal enum TreemapKind
{
    /// <summary>A registry, with pieces of its own.</summary>
    Registry,

    /// <summary>Bytes that only one repository has.</summary>
    Repository,

    /// <summary>Bytes that only one has each of several small ones together.</summary>
    Others,

    /// <summary>Bytes that several have.</summary>
    Shared,
}
