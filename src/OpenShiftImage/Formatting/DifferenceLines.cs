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

        var lines = differences.Take(MostLines).Select(item => Line(name, item)).Prepend($"{image} change:");
        return string.Join('\n', differences.Count > MostLines
            ? lines.Append(string.Create(
                CultureInfo.CurrentCulture, $"{WhatIf}  and {differences.Count - MostLines} more"))
            : lines);
    }

    private static string Line(string name, ImageDifference item)
    {
        var (before, after) = (Shown(name, item, item.Reference), Shown(name, item, item.Difference));
        return $"{WhatIf}  {item.Property} {DifferingText.FitEnd(DisplayText.Line(item.Key), Width)}: "
            + $"{Side(before, after)} => {Side(after, before)}";
    }

    private static string Side(string? text, string? other) =>
        text is null ? Nothing : DifferingText.Fit(text, other, Width);

    /// <summary>Returns a text without secrets, as a question about a change shows it.</summary>
    private static string? Shown(string name, ImageDifference item, string? text) => text is null
        ? null
        : DisplayText.Digest(SecretNames.Mask(
            item.Key, item.Property == ImageProperty.Identity ? PullSpec.WithoutDigest(text, name) : text));
}
