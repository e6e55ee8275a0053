namespace OpenShiftImage.Analysis.Policies;

/// <summary>A rule as a log of SARIF describes it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="First">The first of its results, which tells the rest.</param>
internal sealed record SarifRule(string Id, ImageTestResult First);
