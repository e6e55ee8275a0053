using System.Management.Automation;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Binding;

/// <summary>Takes a time; a bare number is refused, of which PowerShell would make ticks since the year 1.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MomentTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellValue.Unwrap(inputData) switch
        {
            DateTimeOffset time => time.UtcDateTime,
            DateTime => inputData,
            ValueType number => throw new ArgumentTransformationMetadataException(
                $"The number {number} is no time: write 2026-11-01 or 2026-11-01T08:00:00Z."),
            _ => inputData,
        };
}
