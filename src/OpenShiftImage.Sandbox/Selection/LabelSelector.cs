namespace OpenShiftImage.Sandbox.Selection;

/// <summary>A label selector: requirements that must all hold.</summary>
internal sealed class LabelSelector
{
    private readonly List<Func<IReadOnlyDictionary<string, string>, bool>> _requirements;

    private LabelSelector(List<Func<IReadOnlyDictionary<string, string>, bool>> requirements) =>
        _requirements = requirements;

    public bool IsEmpty => _requirements.Count == 0;

    /// <summary>Returns the selector that a text names; none selects everything.</summary>
    /// <exception cref="StatusError">The text is no selector.</exception>
    public static LabelSelector Parse(string? text) => new(new LabelSelectorParser(text ?? "").Parse());

    public bool Matches(IReadOnlyDictionary<string, string> labels) =>
        _requirements.TrueForAll(requirement => requirement(labels));
}
