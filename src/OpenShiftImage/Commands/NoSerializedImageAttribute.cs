using System.Management.Automation;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Commands;

/// <summary>
/// Refuses as a name what is left of an Image that was kept without its JSON: whoever pipes a backup wants the backup, not what
/// the cluster has under the same name by now.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NoSerializedImageAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => SerializedObject.IsOf(inputData, typeof(Image))
        ? throw new ArgumentTransformationMetadataException(
            "The Image was kept without its JSON, and so not as a whole. To read the one that the cluster has, give its name.")
        : inputData;
}
