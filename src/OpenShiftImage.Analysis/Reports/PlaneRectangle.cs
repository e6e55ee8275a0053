namespace OpenShiftImage.Analysis.Reports;

/// <summary>A rectangle of a figure.</summary>
internal readonly record struct PlaneRectangle(double X, double Y, double Width, double Height)
{
    /// <summary>Gets its area.</summary>
    public double Area => Width * Height;

    /// <summary>Returns what is left of it inside a margin.</summary>
    public PlaneRectangle Inside(double margin, double top) => new(
        X + margin,
        Y + top,
        Math.Max(0, Width - (2 * margin)),
        Math.Max(0, Height - top - margin));
}
