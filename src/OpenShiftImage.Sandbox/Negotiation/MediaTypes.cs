using OpenShiftImage.Sandbox.Patching;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Negotiation;

/// <summary>The types of bodies that the server takes.</summary>
internal static class MediaTypes
{
    private const string Accepted = "the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf";

    /// <summary>Tells whether an object in a body is YAML.</summary>
    /// <exception cref="StatusError">It is neither JSON nor YAML.</exception>
    public static bool IsYamlBody(HttpRequest request) => Of(request) switch
    {
        "" or "application/json" => false,
        "application/yaml" => true,
        _ => throw StatusError.UnsupportedMediaType(Accepted),
    };

    /// <summary>Gives the type of a patch.</summary>
    /// <exception cref="StatusError">There is no such patch.</exception>
    public static string OfPatch(HttpRequest request) => Of(request) switch
    {
        PatchTypes.Json or PatchTypes.Merge or PatchTypes.StrategicMerge or "application/apply-patch+yaml" => Of(request),
        _ => throw StatusError.UnsupportedMediaType("415: Unsupported Media Type", hasDetails: true),
    };

    private static string Of(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim();
}
