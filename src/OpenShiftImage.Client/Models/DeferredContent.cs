namespace OpenShiftImage.Models;

/// <summary>The JSON of an object that is read when the object is first looked at.</summary>
internal abstract class DeferredContent
{
    /// <summary>Gets the JSON, in UTF-8.</summary>
    public abstract ReadOnlySpan<byte> Utf8Json { get; }

    /// <summary>Sets the fields of an object to what the JSON has.</summary>
    public abstract void ReadInto(ApiResource target);
}
