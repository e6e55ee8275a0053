namespace OpenShiftImage.Sandbox;

/// <summary>A request as the sandbox received it.</summary>
/// <param name="Method">The method.</param>
/// <param name="Target">The target as it came over the wire.</param>
/// <param name="Accept">The Accept header.</param>
/// <param name="ContentType">The Content-Type header.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">The headers without Authorization; each value of a repeated header is a line.</param>
public sealed record LoggedRequest(
    string Method,
    string Target,
    string Accept,
    string ContentType,
    string Body,
    IReadOnlyDictionary<string, string> Headers);
