namespace OpenShiftImage.Archives;

/// <summary>A field of an object or a list that tells what it is, as far as finding objects goes.</summary>
internal enum DocumentField
{
    /// <summary>Any other.</summary>
    Other,

    /// <summary><c>kind</c>.</summary>
    Kind,

    /// <summary><c>apiVersion</c>.</summary>
    ApiVersion,

    /// <summary><c>items</c>.</summary>
    Items,

    /// <summary><c>metadata</c>.</summary>
    Metadata,
}
