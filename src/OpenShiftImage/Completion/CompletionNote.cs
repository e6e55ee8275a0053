using System.Management.Automation;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Completion;

/// <summary>
/// Tells a person who has pressed Tab why there is nothing to suggest, without a change to what has been typed.
/// </summary>
internal static class CompletionNote
{
    /// <summary>What fits on a line of a narrow terminal; the tool tip has the rest.</summary>
    private const int MaxLength = 72;

    /// <summary>
    /// Returns the note as two results: a single one would be inserted and never shown. Both leave the word as it was.
    /// For no word a result must have a text all the same; with white space that has no beginning in common nothing is
    /// inserted and the list is shown at once. The texts of the list too must begin differently, because the editor
    /// would take what they have in common.
    /// </summary>
    public static CompletionResult[] ToResults(string typed, string reason, string advice)
    {
        var explanation = ControlCharacters.Escape(reason.ReplaceLineEndings(" ").Replace('\t', ' '));
        return
        [
            new CompletionResult(
                typed.Length > 0 ? typed : " ", $"({Shorten(explanation)})", CompletionResultType.Text, explanation),
            new CompletionResult(typed.Length > 0 ? typed : "\t", advice, CompletionResultType.Text, explanation),
        ];
    }

    private static string Shorten(string text) => text.Length <= MaxLength ? text : text[..(MaxLength - 1)] + "…";
}
