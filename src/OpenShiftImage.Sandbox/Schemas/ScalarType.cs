namespace OpenShiftImage.Sandbox.Schemas;

/// <summary>The type of a value in an API object.</summary>
internal enum ScalarType
{
    Text,
    Integer,
    Boolean,
    Time,
    Bytes,

    /// <summary>Any JSON, kept as it is.</summary>
    Any,
}
