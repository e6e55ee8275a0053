namespace OpenShiftImage.Completion;

/// <summary>What a completer has found.</summary>
/// <param name="Items">The suggestions.</param>
/// <param name="Reason">Why there are none; null when nothing fits.</param>
/// <param name="Advice">What to do about it.</param>
internal sealed record Suggestions(
    IReadOnlyList<Suggestion> Items, string? Reason = null, string Advice = "no suggestions")
{
    /// <summary>Returns no suggestions, because something failed.</summary>
    public static Suggestions None(string reason) => new([], reason);

    /// <summary>Returns no suggestions, because they are still on their way.</summary>
    public static Suggestions NotYet(string reason) => new([], reason, "Tab again in a moment");
}
