using System.Management.Automation;

namespace OpenShiftImage.Formatting;

/// <summary>Takes values out of the wrapper that PowerShell puts around them.</summary>
internal static class PowerShellValue
{
    /// <summary>
    /// Returns the object in the wrapper; of a custom object the empty base that all custom objects share.
    /// </summary>
    public static object? Unwrap(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    /// <summary>
    /// Returns the object in the wrapper; a custom object stays as it is, because the wrapper holds its properties.
    /// </summary>
    public static object? UnwrapUnlessCustom(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
