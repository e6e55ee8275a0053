namespace OpenShiftImage.Analysis.Rules;

/// <summary>A base image, and until when it is supported.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Labels">The labels by which it is known, with wildcards: all of them.</param>
/// <param name="EndOfLife">The last day on which it is supported.</param>
internal sealed record EndOfLifeBase(string Name, IReadOnlyDictionary<string, string> Labels, DateOnly EndOfLife)
{
    /// <summary>Returns whether an image has its labels.</summary>
    public bool IsBaseOf(IReadOnlyDictionary<string, string> labels) => Labels.All(label =>
        labels.TryGetValue(label.Key, out var value) && Wildcard.IsMatch(label.Value, value));
}
