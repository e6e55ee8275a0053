using System.Management.Automation;

namespace OpenShiftImage.Formatting;

/// <summary>Properties as the cells of a table show them: on one line, and no wider than the column.</summary>
internal sealed class TableTexts(PSObject instance) : PropertyTexts(instance)
{
    // What the other columns and the spaces between take, in OpenShiftImage.Format.ps1xml.
    private const int BesideReferenceOfImage = 12 + 7 + 6 + PlatformWidth + 6 + 4 + 6;
    private const int BesideReferenceOfEvent = 8 + 12 + 20 + 12 + 4;
    private const int PlatformWidth = 11;
    private const int ClusterWidth = 14;
    private const int BesideReferenceOfUsage = 12 + 7 + 18 + 12 + 10 + 5;
    private const int BesideReferenceOfTest = 18 + 6 + 11 + 4;
    private const int BesideNameOfStorage = 7 + 7 + 7 + 10 + 18 + 5;
    private const int BesideReferencesOfBase = 12 + 12 + 11 + 10 + 5;

    // By name: the types of analyses are loaded when the first of their objects is there.
    private const string UsageType = "OpenShiftImage.ImageUsage";
    private const string StorageType = "OpenShiftImage.ImageStorage";
    private const string BaseType = "OpenShiftImage.ImageBase";
    private const string TestType = "OpenShiftImage.ImageTestResult";

    private readonly bool _showsCluster =
        instance.TypeNames is [var type, ..] && type.EndsWith(View.ClusterSuffix, StringComparison.Ordinal);

    private readonly string? _type = instance.BaseObject.GetType().FullName;

    private int ReferenceWidth => _type == TestType
        // The message has as much room.
        ? (TerminalWidth.Get() - (_showsCluster ? ClusterWidth + 1 : 0) - BesideReferenceOfTest) / 2
        : TerminalWidth.Get() - (_showsCluster ? ClusterWidth + 1 : 0) - (
            Instance is ImageEvent ? BesideReferenceOfEvent
            : _type == UsageType ? BesideReferenceOfUsage
            : _type == StorageType ? BesideNameOfStorage
            : BesideReferenceOfImage);

    private int HalfWidth =>
        (TerminalWidth.Get() - (_showsCluster ? ClusterWidth + 1 : 0) - BesideReferencesOfBase) / 2;

    protected override object? Format(string name, object? value) => (name, value) switch
    {
        ("Base", null) when _type == BaseType && ValueOf("IsManifestList") is true => "(a list)",
        ("Reference", null) when _type == TestType => DisplayText.Digest(ValueOf("Name") as string),
        ("Passed", false) => DisplayText.Bad("False"),
        (_, null or bool or int) => value,
        (_, TimeSpan age) => DisplayText.Age(age),
        (_, ImageEventType type) => DisplayText.EventType(type),
        ("Name", string text) when Instance is ImageSignature => DisplayText.SignatureName(text),
        ("Name", string text) when _type == StorageType =>
            ShortReference.Fit(DisplayText.Digest(text), ReferenceWidth),
        ("Name" or "Digest" or "Base", string text) => DisplayText.Digest(text),
        ("Reference" or "BaseReference", string text) when _type == BaseType =>
            ShortReference.Fit(DisplayText.Line(text), HalfWidth),
        ("Share", double share) => ShareBar.Of(share, Alone),
        ("Reference", string text) => ShortReference.Fit(DisplayText.Line(text), ReferenceWidth),
        ("Platform", string { Length: > PlatformWidth } text) =>
            DisplayText.Line(string.Concat(text.AsSpan(0, PlatformWidth - 1), "…")),
        ("Cluster", ICluster { Name.Length: > ClusterWidth } cluster) =>
            DisplayText.Line(string.Concat(cluster.Name.AsSpan(0, ClusterWidth - 1), "…")),
        ("Size" or "UniqueSize" or "ManifestSize" or "AddedBytes", long bytes) => DisplayText.Size(bytes),
        ("Changes", IEnumerable<string> changes) => DisplayText.Line(string.Join(", ", changes)),
        ("Conditions", IEnumerable<SignatureCondition> conditions) => DisplayText.Conditions(conditions),
        _ => DisplayText.Line(DisplayText.Value(value)),
    };

    /// <summary>Which part of its bytes no other group has.</summary>
    private double Alone =>
        ValueOf("Size") is long and > 0 and var size && ValueOf("UniqueSize") is long alone ? (double)alone / size : 0;
}
