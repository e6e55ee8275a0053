using System.Management.Automation;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Binding;

/// <summary>Takes the Images of events and pages; a bookmark is about none.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ImageOfAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellValue.Unwrap(inputData) switch
        {
            ImageEvent { Type: ImageEventType.Bookmark } => Array.Empty<Image>(),
            ImageEvent happened => happened.Image,
            ImagePage page => page.Items.OfType<Image>().ToArray(),
            _ => inputData,
        };
}
