using OpenShiftImage.Sandbox.Patching;
using OpenShiftImage.Sandbox.Status;

namespace OpenShiftImage.Sandbox.Requests;

/// <summary>The types of bodies that the server accepts.</summary>
internal static class ContentTypes
{
    /// <summary>Returns whether an object in a body is YAML.</summary>
    /// <exception cref="StatusError">It is neither JSON nor YAML.</exception>
    public static bool IsYaml(HttpRequest request) => Get(request) switch
    {
        "" or "application/json" => false,
        "application/yaml" => true,
        _ => throw StatusError.UnsupportedMediaType(
            "the body of the request was in an unknown format - accepted media types include: "
            + "application/json, application/yaml, application/vnd.kubernetes.protobuf"),
    };

    /// <summary>Returns the type of a patch.</summary>
    /// <exception cref="StatusError">There is no such patch.</exception>
    public static string GetPatchType(HttpRequest request) => Get(request) switch
    {
        var type and (PatchTypes.Json or PatchTypes.Merge or PatchTypes.StrategicMerge or PatchTypes.Apply) => type,
        _ => throw StatusError.UnsupportedMediaType("415: Unsupported Media Type", hasDetails: true),
    };

    private static string Get(HttpRequest request) => (request.ContentType ?? "").Split(';')[0].Trim();
}
