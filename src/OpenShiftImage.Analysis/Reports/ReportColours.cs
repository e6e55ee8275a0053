namespace OpenShiftImage.Analysis.Reports;

/// <summary>
/// The colours of figures. They stand on white and on a dark page, and under white text; none of them means anything
/// that is not written beside it.
/// </summary>
internal static class ReportColours
{
    /// <summary>What is there alone.</summary>
    public const string Unique = "#2f6f9f";

    /// <summary>What would be freed.</summary>
    public const string Freed = "#b0511c";

    /// <summary>What stays.</summary>
    public const string Kept = "#3f7d3a";

    /// <summary>Text on any of them.</summary>
    public const string OnColour = "#ffffff";

    /// <summary>Text and lines on the page itself, whatever its colour is.</summary>
    public const string OnPage = "currentColor";

    private static readonly string[] s_registries =
    [
        "#2f6f9f", "#3f7d3a", "#84489b", "#8a6414", "#a63d40", "#1f7a7a", "#5a63b5", "#9c3f78", "#4f6d12", "#7d5538",
    ];

    /// <summary>Returns the colour of a registry, by its place among them.</summary>
    public static string OfRegistry(int number) => s_registries[number % s_registries.Length];
}
