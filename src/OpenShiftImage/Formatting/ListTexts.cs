using System.Management.Automation;

namespace OpenShiftImage.Formatting;

/// <summary>Properties as a list shows them: whole, on as many lines as it takes.</summary>
internal sealed class ListTexts(PSObject instance) : PropertyTexts(instance)
{
    protected override object? Format(string name, object? value) =>
        Instance is Image image ? FormatImage(image, name, value) : DisplayText.Value(value);

    private static string FormatImage(Image image, string name, object? value) => (name, value) switch
    {
        // An Image has two times that are easily confused.
        ("CreationTimestamp", _) => DisplayText.Moment(image.CreationTimestamp, "stored"),
        ("Created", _) => DisplayText.Moment(image.Created, "built"),
        ("Size", _) => DisplayText.SizeInLayers(image),
        ("Signatures", _) => DisplayText.Signatures(image),
        ("Entrypoint" or "Cmd", IReadOnlyList<string> words) => DisplayText.Words(words),
        (_, IReadOnlyDictionary<string, string> map) => DisplayText.Map(map),
        (_, IReadOnlyList<ImageLayer> layers) => DisplayText.Layers(layers),
        (_, IReadOnlyList<ImageManifest> manifests) => DisplayText.Manifests(manifests),
        (_, IReadOnlyList<string> items) => DisplayText.Items(items),
        _ => DisplayText.Text(value),
    };
}
