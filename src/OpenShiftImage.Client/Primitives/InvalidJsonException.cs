using System.Text.Json;

namespace OpenShiftImage.Primitives;

/// <summary>JSON is not what it should be, said in our own words.</summary>
/// <param name="reason">What is wrong.</param>
/// <param name="inner">The cause.</param>
internal sealed class InvalidJsonException(string reason, Exception? inner = null) : JsonException(reason, inner);
