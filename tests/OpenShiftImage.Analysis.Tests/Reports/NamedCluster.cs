namespace OpenShiftImage.Analysis.Tests.Reports;

/// <summary>A cluster that has a name and nothing else.</summary>
internal sealed record NamedCluster(string Name) : ICluster;
