using System.Management.Automation;

namespace OpenShiftImage.Binding;

/// <summary>
/// Takes Images, also those of events and pages, and whatever names an Image; a bookmark is about none.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ImagesOrNamesAttribute : ArgumentTransformationAttribute
{
    private readonly ImageOfAttribute _images = new();
    private readonly ImageIdentityTransformationAttribute _names = new();

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        _names.Transform(engineIntrinsics, _images.Transform(engineIntrinsics, inputData));
}
