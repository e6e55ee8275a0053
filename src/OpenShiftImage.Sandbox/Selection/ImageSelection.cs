using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Selection;

/// <summary>Both selectors of a request.</summary>
internal sealed record ImageSelection(LabelSelector Labels, FieldSelector Fields)
{
    public bool IsEmpty => Labels.IsEmpty && Fields.IsEmpty;

    public bool Matches(StoredImage image) => Fields.Matches(image.Name) && Labels.Matches(image.Labels);
}
