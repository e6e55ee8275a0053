namespace OpenShiftImage.Sandbox.Primitives;

/// <summary>What the server's type registry says about kinds and versions.</summary>
internal static class GoScheme
{
    /// <summary>Returns the message about a kind that is not registered for a version.</summary>
    public static string NotRegistered(string? kind, string? apiVersion) =>
        $"no kind \"{kind}\" is registered for version \"{apiVersion}\" in scheme \"pkg/runtime/scheme.go:110\"";

    /// <summary>Returns the message about a kind that is decoded as an Image and is none.</summary>
    public static string NotAnImage(string? kind, string? apiVersion) =>
        apiVersion == ImageResource.ApiVersion && kind is "ImageStream" or "ImageSignature" or "ImageList"
            ? $"converting (v1.{kind}) to (image.Image): unknown conversion"
            : NotRegistered(kind, apiVersion);
}
