namespace OpenShiftImage;

/// <summary>How Images are written as text.</summary>
public enum DocumentFormat
{
    /// <summary>YAML documents, parted by <c>---</c>.</summary>
    Yaml,

    /// <summary>JSON: one Image is a value, several are the items of a <c>List</c>.</summary>
    Json,
}
