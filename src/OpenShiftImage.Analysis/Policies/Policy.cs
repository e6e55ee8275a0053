namespace OpenShiftImage.Analysis.Policies;

/// <summary>Rules that Images are to keep.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rules">Its rules, in the order in which they are looked at.</param>
internal sealed record Policy(string Name, IReadOnlyList<PolicyRule> Rules);
