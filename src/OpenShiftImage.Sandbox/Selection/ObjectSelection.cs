using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Selection;

/// <summary>Both selectors of a request.</summary>
internal sealed record ObjectSelection(LabelSelector Labels, FieldSelector Fields)
{
    public bool IsEmpty => Labels.IsEmpty && Fields.IsEmpty;

    public bool Matches(StoredObject item) => Fields.Matches(item) && Labels.Matches(item.Labels);
}
