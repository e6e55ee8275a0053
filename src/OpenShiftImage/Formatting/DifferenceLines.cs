using System.Globalization;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Formatting;

/// <summary>In what an Image would differ, for a person who has asked what if: a line each.</summary>
internal static class DifferenceLines
{
    private const string WhatIf = "What if: ";
    private const string Nothing = "(none)";
    private const int MostLines = 20;
    private const int Width = 60;

    /// <summary>Returns the lines.</summary>
    /// <param name="name">Name of the Image.</param>
    /// <param name="differences">In what it would differ from what it is now.</param>
    public static string Of(string name, IReadOnlyCollection<ImageDifference> differences)
    {
        var image = $"{WhatIf}Image {DisplayText.Digest(name)} would";
        if (differences.Count == 0)
        {
            return $"{image} be as it is in all that Compare-OSImage compares.";
        }

        var lines = differences.Take(MostLines).Select(Line).Prepend($"{image} change:");
        return string.Join('\n', differences.Count > MostLines
            ? lines.Append(string.Create(
                CultureInfo.CurrentCulture, $"{WhatIf}  and {differences.Count - MostLines} more"))
            : lines);
    }

    private static string Line(ImageDifference item) =>
        $"{WhatIf}  {item.Property} {DifferingText.FitEnd(DisplayText.Line(item.Key), Width)}: "
            + $"{Side(item.Key, item.Reference, item.Difference)} => {Side(item.Key, item.Difference, item.Reference)}";

    private static string Side(string key, string? text, string? other) => text is null
        ? Nothing
        : DifferingText.Fit(Shown(key, text), other is null ? null : Shown(key, other), Width);

    /// <summary>Returns a text without secrets, as a question about a change shows it.</summary>
    private static string Shown(string key, string text) => DisplayText.Digest(SecretNames.Mask(key, text));
}
