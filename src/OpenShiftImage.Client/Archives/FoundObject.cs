using OpenShiftImage.Api;

namespace OpenShiftImage.Archives;

/// <summary>An object that was found in an archive, or what stands in its place.</summary>
/// <param name="Type">Its kind; null for an error, and for an empty list.</param>
/// <param name="Json">
/// Its JSON, in UTF-8, which is valid until the next is asked for; empty where only the kind is known.
/// </param>
/// <param name="Entry">The archive and the file in it.</param>
/// <param name="Place">Returns the line and column of a byte of the JSON.</param>
/// <param name="Error">What is wrong; null for an object.</param>
internal readonly record struct FoundObject(
    ResourceType? Type,
    ReadOnlyMemory<byte> Json,
    string Entry,
    Func<long, (int Line, int Column)>? Place,
    OpenShiftImageException? Error)
{
    /// <summary>Gets whether the JSON is known to have the shape that was asked for.</summary>
    public bool HasShape { get; init; }

    /// <summary>Gets why the object may not be whole; null where nothing says so.</summary>
    public string? Doubt { get; init; }

    /// <summary>Gets whether the last line of its file does not end, as it does in whatever writes YAML.</summary>
    public bool HasOpenEnd { get; init; }

    /// <summary>Gets whether it stands for an empty list that does not say of what.</summary>
    public bool IsEmptyList => Type is null && Error is null;

    /// <summary>Returns what stands for an empty list that does not say of what.</summary>
    public static FoundObject EmptyList(string entry) => new(null, default, entry, null, null);

    /// <summary>Returns what stands for a faulty document.</summary>
    public static FoundObject Faulty(OpenShiftImageException error, string entry) =>
        new(null, default, entry, null, error);

    /// <summary>Returns what shows that a kind was collected, whether or not there are objects of it.</summary>
    public static FoundObject Mark(ResourceType type, string entry) => new(type, default, entry, null, null);
}
