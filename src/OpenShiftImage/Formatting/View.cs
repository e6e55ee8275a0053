using System.ComponentModel;
using System.Management.Automation;

namespace OpenShiftImage.Formatting;

/// <summary>
/// Properties that OpenShiftImage.Types.ps1xml adds to objects, for the views and for PowerShell's serializer; not for
/// scripts. Properties and not methods, because a view may read properties in every language mode.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class View
{
    /// <summary>Ends the name of the type of objects whose table shows the cluster, as there are several.</summary>
    internal const string ClusterSuffix = "#Cluster";

    /// <summary>Returns an object whose table shows the cluster that it came from.</summary>
    internal static PSObject WithCluster(object item)
    {
        var shown = PSObject.AsPSObject(item);
        var type = item.GetType().FullName + ClusterSuffix;
        if (shown.TypeNames[0] != type)
        {
            shown.TypeNames.Insert(0, type);
        }

        return shown;
    }

    /// <summary>Returns whether the table of an object shows the cluster that it came from.</summary>
    internal static bool ShowsCluster(object item) =>
        PSObject.AsPSObject(item).TypeNames[0].EndsWith(ClusterSuffix, StringComparison.Ordinal);

    /// <summary>Whether a connection is to a live cluster, and not to what was collected.</summary>
    public static bool IsLive(PSObject instance) => instance?.Properties["Path"]?.Value is null;

    /// <summary>The properties of an object as the cells of a table show them, by name.</summary>
    public static object TableText(PSObject instance) =>
        instance.BaseObject.GetType().FullName == DifferenceTexts.OfType
            ? new DifferenceTexts(instance)
            : new TableTexts(instance);

    /// <summary>The properties of an object as a list shows them, by name.</summary>
    public static object ListText(PSObject instance) => new ListTexts(instance);

    /// <summary>Labels as text on one line: <c>a=b,c=d</c>.</summary>
    public static string LabelText(PSObject instance) => DisplayText.Row((instance?.BaseObject as Image)?.Labels);

    /// <summary>The JSON of an object, by which it comes back as what it was.</summary>
    public static byte[]? Utf8Json(PSObject instance) => SerializedObject.ToUtf8Json(instance?.BaseObject);

    /// <summary>The property Name with control characters shown.</summary>
    public static string DisplayName(PSObject instance) => Escape(instance, "Name");

    /// <summary>The property Type with control characters shown.</summary>
    public static string DisplayType(PSObject instance) => Escape(instance, "Type");

    /// <summary>The property Status with control characters shown.</summary>
    public static string DisplayStatus(PSObject instance) => Escape(instance, "Status");

    /// <summary>The property Reason with control characters shown.</summary>
    public static string DisplayReason(PSObject instance) => Escape(instance, "Reason");

    /// <summary>The property Message with control characters shown.</summary>
    public static string DisplayMessage(PSObject instance) => Escape(instance, "Message");

    /// <summary>The property MediaType with control characters shown.</summary>
    public static string DisplayMediaType(PSObject instance) => Escape(instance, "MediaType");

    /// <summary>The property Digest with control characters shown.</summary>
    public static string DisplayDigest(PSObject instance) => Escape(instance, "Digest");

    /// <summary>The property Kind with control characters shown.</summary>
    public static string DisplayKind(PSObject instance) => Escape(instance, "Kind");

    /// <summary>The property Manager with control characters shown.</summary>
    public static string DisplayManager(PSObject instance) => Escape(instance, "Manager");

    /// <summary>The property CommonName with control characters shown.</summary>
    public static string DisplayCommonName(PSObject instance) => Escape(instance, "CommonName");

    /// <summary>The property Organization with control characters shown.</summary>
    public static string DisplayOrganization(PSObject instance) => Escape(instance, "Organization");

    /// <summary>The property Architecture with control characters shown.</summary>
    public static string DisplayArchitecture(PSObject instance) => Escape(instance, "Architecture");

    private static string Escape(PSObject instance, string property) =>
        DisplayText.Line(instance?.Properties[property]?.Value);
}
