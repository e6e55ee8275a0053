using System.Management.Automation;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Binding;

/// <summary>Refuses what PowerShell would round, or take for 0.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class WholeNumberAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var plain = PowerShellValue.Unwrap(inputData);
        return plain is string { Length: 0 } || (plain is double or float or decimal && !IsWhole(plain))
            ? throw new ArgumentTransformationMetadataException("A whole number is taken here.")
            : inputData;
    }

    private static bool IsWhole(object number) =>
        LanguagePrimitives.TryConvertTo<decimal>(number, out var value) && value == decimal.Truncate(value);
}
