using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;
using OpenShiftImage.Models;

namespace OpenShiftImage.Serialization;

/// <summary>
/// The JSON of an object that <see cref="JsonShapeValidator"/> has found to fit, so that reading it later cannot fail.
/// </summary>
/// <param name="utf8Json">The JSON.</param>
/// <param name="type">How it is read.</param>
internal sealed class DeferredJson<T>(byte[] utf8Json, JsonTypeInfo<T> type) : DeferredContent
    where T : ApiResource, new()
{
    public override ReadOnlySpan<byte> Utf8Json => utf8Json;

    public override void ReadInto(ApiResource target) =>
        FieldPresence.Copy(RawJsonConverter.Deserialize(utf8Json, type)!, target, type);

    /// <summary>
    /// Makes an object of JSON that has been found to fit; at once where it holds text that only decoding can judge.
    /// </summary>
    /// <param name="utf8Json">The JSON, which is copied.</param>
    /// <param name="type">How it is read.</param>
    /// <param name="memory">
    /// Takes the copy of an object that is looked at once; null for one of any length of life.
    /// </param>
    public static T FromValidatedJson(
        ReadOnlyMemory<byte> utf8Json, JsonTypeInfo<T> type, ReusedMemory? memory = null)
    {
        var span = utf8Json.Span;
        if (!Utf8.IsValid(span) || span.IndexOf("\\ud"u8) >= 0 || span.IndexOf("\\uD"u8) >= 0)
        {
            return RawJsonConverter.Deserialize(utf8Json, type)!;
        }

        return new T
        {
            Deferred = memory is null
                ? new DeferredJson<T>(span.ToArray(), type)
                : new ReusedJson<T>(memory, memory.Keep(span), type),
        };
    }
}
