using System.Text.Json;
using OpenShiftImage.Documents;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Archives;

/// <summary>How much of an Image is read: all, or its metadata.</summary>
/// <typeparam name="T">What is read.</typeparam>
internal abstract class CollectedForm<T>
    where T : ApiResource, new()
{
    /// <summary>Gets the shape of what is read; null where its JSON is not kept.</summary>
    public virtual JsonShapeValidator? Shape => null;

    /// <summary>Reads an object that was found; the error is null when it could be.</summary>
    public (T? Item, DocumentException? Error) Read(FoundObject found)
    {
        try
        {
            var item = Read(found.Json, found.HasShape);
            return ObjectIdentity.Of(item).Name is { Length: > 0 }
                ? (item, null)
                : (null, Describe(
                    found, new InvalidJsonException("it has no metadata.name, as every object of a cluster has.")));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (null, Describe(found, e));
        }
    }

    /// <summary>Reads an object.</summary>
    /// <param name="json">Its JSON, which is whole.</param>
    /// <param name="hasShape">Whether it is known to have the types of the API.</param>
    protected abstract T Read(ReadOnlyMemory<byte> json, bool hasShape);

    private static DocumentException Describe(FoundObject found, Exception exception)
    {
        var (line, column) = found.Place!(JsonDocuments.OffsetOf(found.Json.Span, exception as JsonException));
        return JsonDocuments.Describe(exception, found.Entry, line, column);
    }
}
