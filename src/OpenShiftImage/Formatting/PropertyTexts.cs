using System.Collections;
using System.Management.Automation;

namespace OpenShiftImage.Formatting;

/// <summary>
/// The properties of an object as text, each worked out when it is asked for. A dictionary, because that is what a view
/// can look into where PowerShell's language mode forbids it to call methods.
/// </summary>
internal abstract class PropertyTexts(PSObject instance) : Hashtable
{
    public override object? this[object key]
    {
        get => Format((string)key, ValueOf((string)key));
        set => throw new NotSupportedException("A view reads the texts of an object, and sets none.");
    }

    /// <summary>The object, or the bag of its properties that comes from another process.</summary>
    protected object Instance => instance.BaseObject;

    /// <summary>Returns a property of the object.</summary>
    protected object? ValueOf(string name) => PowerShellValue.UnwrapUnlessCustom(instance.Properties[name]?.Value);

    public override bool Contains(object key) => true;

    public override bool ContainsKey(object key) => true;

    /// <summary>Returns what is shown of a property.</summary>
    protected abstract object? Format(string name, object? value);
}
