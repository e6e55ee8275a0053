using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Binding;

/// <summary>
/// Takes an age as a TimeSpan, as the text of one, or as oc writes it (<c>96h</c>, <c>1h30m</c>). A bare number is
/// refused: PowerShell would make ticks of it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class AgeTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var age = PowerShellValue.Unwrap(inputData) switch
        {
            TimeSpan span => span,
            0 => TimeSpan.Zero,
            string text => Parse(text),
            IFormattable number => throw new ArgumentTransformationMetadataException(
                $"The number {number.ToString(null, CultureInfo.InvariantCulture)} does not say of what: "
                    + $"write {number.ToString(null, CultureInfo.InvariantCulture)}h or a TimeSpan such as "
                    + "1.12:00:00."),
            _ => throw new ArgumentTransformationMetadataException(
                "An age is taken here: a TimeSpan such as 1.12:00:00, or 96h, 90m, 1h30m."),
        };
        return age >= TimeSpan.Zero
            ? age
            : throw new ArgumentTransformationMetadataException("An age must be 0 or more.");
    }

    private static TimeSpan Parse(string text)
    {
        try
        {
            // A text of digits only is days to .NET.
            return text.Contains(':', StringComparison.Ordinal)
                && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var span)
                ? span
                : UsageDuration.Parse(text);
        }
        catch (FormatException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
