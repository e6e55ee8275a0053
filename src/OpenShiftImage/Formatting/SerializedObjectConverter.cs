using System.ComponentModel;
using System.Management.Automation;

namespace OpenShiftImage.Formatting;

/// <summary>
/// Makes Images, events and the like of what jobs, remoting and Import-Clixml give for them. For
/// OpenShiftImage.Types.ps1xml; not for scripts.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SerializedObjectConverter : PSTypeConverter
{
    /// <inheritdoc/>
    public override bool CanConvertFrom(object sourceValue, Type destinationType) =>
        SerializedObject.IsOf(sourceValue, destinationType);

    /// <inheritdoc/>
    public override object ConvertFrom(
        object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        SerializedObject.Restore(sourceValue, destinationType);

    /// <inheritdoc/>
    public override bool CanConvertTo(object sourceValue, Type destinationType) => false;

    /// <inheritdoc/>
    public override object ConvertTo(
        object sourceValue, Type destinationType, IFormatProvider formatProvider, bool ignoreCase) =>
        throw new NotSupportedException("Objects are made of what was serialized, and not the other way round.");
}
