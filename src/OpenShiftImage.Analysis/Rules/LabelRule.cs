using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>Base of the rules about labels: those of the Image object, and those of the image.</summary>
internal abstract class LabelRule(RuleSettings settings) : ImageRule
{
    private protected const string Unknown = "The Image does not say which labels the image has.";

    /// <summary>Gets the names of the labels.</summary>
    private protected string[] Names { get; } = settings.Texts("Name");

    /// <summary>Gets the values that are meant, with wildcards; empty for all.</summary>
    private protected string[] Values { get; } = settings.Texts("Value");

    /// <summary>Gets whose labels are looked at.</summary>
    private protected LabelPlace Place { get; } = Enum.Parse<LabelPlace>(settings.Text("On", nameof(LabelPlace.Any)));

    /// <summary>Gets whether there is more to an Image than can be seen: a manifest list has no config.</summary>
    private protected bool IsPartlyHidden(Image image) => image.IsManifestList && Place != LabelPlace.Object;

    /// <summary>Gets whether labels of the image are looked at, and the Image does not say which it has.</summary>
    private protected bool IsUnknown(Image image) =>
        Place != LabelPlace.Object && !image.IsManifestList && image.Configuration is null;

    /// <summary>Returns the labels that are looked at; one name may come twice.</summary>
    private protected IEnumerable<KeyValuePair<string, string>> LabelsOf(Image image) =>
        (Place == LabelPlace.Image ? [] : image.Labels.AsEnumerable())
            .Concat(Place == LabelPlace.Object ? [] : image.DockerLabels);

    /// <summary>Returns whether a value is one of those that are meant.</summary>
    private protected bool HasValue(string value) => Values.Length == 0 || Wildcard.IsMatch(Values, value);

    /// <summary>Returns a label as it may be shown.</summary>
    private protected static string Show(KeyValuePair<string, string> label) =>
        $"{label.Key}={SecretValue.Mask(SecretNames.Mask(label.Key, label.Value))}";

    /// <summary>Returns the labels that the rule is about, for people to read.</summary>
    private protected string Describe() =>
        string.Join(", ", Names) + (Values.Length == 0 ? "" : $" with the value {string.Join(" or ", Values)}");
}
