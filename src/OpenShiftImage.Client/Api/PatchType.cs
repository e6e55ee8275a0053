namespace OpenShiftImage;

/// <summary>How the server reads a patch.</summary>
public enum PatchType
{
    /// <summary>RFC 7386: what the patch has replaces, <c>null</c> removes.</summary>
    Merge,

    /// <summary>RFC 6902: a list of operations.</summary>
    Json,

    /// <summary>Kubernetes' merge, which merges lists by key and knows directives.</summary>
    StrategicMerge,

    /// <summary>Server-side apply: the fields that a manager wants to own.</summary>
    Apply,
}
