using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Formatting;

/// <summary>
/// In what two Images differ, as the cells of a table show it: side by side, and of long texts the part that differs.
/// </summary>
internal sealed class DifferenceTexts(PSObject instance) : PropertyTexts(instance)
{
    /// <summary>The type, by name: it is loaded when the first of its objects is there.</summary>
    public const string OfType = "OpenShiftImage.ImageDifference";

    // What the other columns and the spaces between take, in OpenShiftImage.Format.ps1xml.
    private const int BesideSides = 24 + 4 + 7 + 4;
    private const int KeyWidth = 24;
    private const int Narrowest = 12;

    private static int Width => Math.Max((TerminalWidth.Get() - BesideSides) / 2, Narrowest);

    private string? ReferenceImage => ValueOf("ReferenceImage") as string;

    private string? DifferenceImage => ValueOf("DifferenceImage") as string;

    protected override object? Format(string name, object? value) => (name, value) switch
    {
        ("Property", _) => Heading(value),
        ("Reference", string text) => Side(text, ValueOf("Difference") as string, ReferenceImage),
        ("Difference", string text) => Side(text, ValueOf("Reference") as string, DifferenceImage),
        ("Key", string text) => DifferingText.FitEnd(DisplayText.Line(text), KeyWidth),
        ("Bytes", long bytes) => DisplayText.Size(bytes),
        _ => DisplayText.Line(value),
    };

    /// <summary>Says of which Images it is, and of layers how many both have: what follows is what each adds.</summary>
    private string Heading(object? property)
    {
        var images = $"{property} of {DisplayText.Digest(ReferenceImage)} and {DisplayText.Digest(DifferenceImage)}";
        return (ValueOf("SharedLayers"), ValueOf("SharedBytes")) switch
        {
            (0, _) => $"{images} (none shared)",
            (int layers, long bytes) => string.Create(
                CultureInfo.CurrentCulture, $"{images} ({layers} shared, {DisplayText.Size(bytes)})"),
            _ => images,
        };
    }

    private string Side(string text, string? other, string? image)
    {
        if (Is("Identity", "Reference"))
        {
            return ShortReference.Fit(DisplayText.Line(PullSpec.WithoutDigest(text, image)), Width);
        }

        if (Is("Identity", "Size") && long.TryParse(text, CultureInfo.InvariantCulture, out var bytes))
        {
            return DisplayText.Size(bytes);
        }

        return DifferingText.Fit(
            DisplayText.Digest(text), other is null ? null : DisplayText.Digest(other), Width);
    }

    private bool Is(string property, string key) =>
        ValueOf("Property")?.ToString() == property && ValueOf("Key") as string == key;
}
