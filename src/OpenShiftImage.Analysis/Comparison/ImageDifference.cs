using OpenShiftImage.Primitives;

namespace OpenShiftImage;

/// <summary>One thing in which two Images differ, or in which they are equal.</summary>
public sealed class ImageDifference
{
    internal ImageDifference()
    {
    }

    /// <summary>Gets what of the Images it is about.</summary>
    public ImageProperty Property { get; internal init; }

    /// <summary>
    /// Gets what it is called there: the name of a variable, a label or a field; of a layer its position, from 1; of a
    /// member of a manifest list its platform.
    /// </summary>
    public string Key { get; internal init; } = "";

    /// <summary>Gets what the reference has; null where it has none.</summary>
    public string? Reference { get; internal init; }

    /// <summary>Gets what the difference has; null where it has none.</summary>
    public string? Difference { get; internal init; }

    /// <summary>
    /// Gets <c>&lt;=</c> where only the reference has it, <c>=&gt;</c> where only the difference has it, <c>==</c>
    /// where both have the same, and <c>&lt;&gt;</c> where both have it and it differs.
    /// </summary>
    public string SideIndicator => (Reference, Difference) switch
    {
        (not null, null) => "<=",
        (null, not null) => "=>",
        _ => Reference == Difference ? "==" : "<>",
    };

    /// <summary>Gets the bytes of a layer, or of the manifest of a member; null for anything else.</summary>
    public long? Bytes { get; internal init; }

    /// <summary>
    /// Gets whether both Images have it. Of a layer that is so too where the other has it at another position: it is
    /// stored once, and pulled once.
    /// </summary>
    public bool IsShared { get; internal init; }

    /// <summary>Gets, of a layer, with how many layers both Images begin; null for anything else.</summary>
    public int? SharedLayers { get; internal init; }

    /// <summary>Gets, of a layer, the bytes of those with which both begin; null for anything else.</summary>
    public long? SharedBytes { get; internal init; }

    /// <summary>Gets the name of the Image that was the reference.</summary>
    public string? ReferenceImage { get; internal init; }

    /// <summary>Gets the name of the Image that was compared with it.</summary>
    public string? DifferenceImage { get; internal init; }

    /// <summary>Returns it on one line: <c>Env LANG: C =&gt; C.UTF-8</c>.</summary>
    public override string ToString() => ControlCharacters.Escape(
        $"{Property} {Key}: {Reference ?? "(none)"} {(SideIndicator == "==" ? "==" : "=>")} {Difference ?? "(none)"}")
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
