using System.Text.Json.Serialization.Metadata;
using OpenShiftImage.Models;

namespace OpenShiftImage.Serialization;

/// <summary>As <see cref="DeferredJson{T}"/>, in memory that is used again.</summary>
/// <param name="memory">The memory.</param>
/// <param name="utf8Json">The JSON in it.</param>
/// <param name="type">How it is read.</param>
internal sealed class ReusedJson<T>(ReusedMemory memory, ReadOnlyMemory<byte> utf8Json, JsonTypeInfo<T> type)
    : DeferredContent
    where T : ApiResource, new()
{
    /// <exception cref="ObjectDisposedException">The memory is used for other objects by now.</exception>
    public override ReadOnlySpan<byte> Utf8Json
    {
        get
        {
            ObjectDisposedException.ThrowIf(memory.IsReturned, memory);
            return utf8Json.Span;
        }
    }

    public override void ReadInto(ApiResource target)
    {
        ObjectDisposedException.ThrowIf(memory.IsReturned, memory);
        FieldPresence.Copy(RawJsonConverter.Deserialize(utf8Json, type)!, target, type);
    }
}
