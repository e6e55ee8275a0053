namespace OpenShiftImage;

/// <summary>How the server reads <c>resourceVersion</c> in a list.</summary>
public enum ResourceVersionMatch
{
    /// <summary>The list at exactly that version.</summary>
    Exact,

    /// <summary>A list at that version or any later one.</summary>
    NotOlderThan,
}
