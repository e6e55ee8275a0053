namespace OpenShiftImage.Sandbox.Primitives;

/// <summary>What the API calls the resource.</summary>
internal static class ImageResource
{
    public const string Group = "image.openshift.io";
    public const string ApiVersion = Group + "/v1";
    public const string Kind = "Image";

    /// <summary>Version of the object in <c>dockerImageMetadata</c>.</summary>
    public const string MetadataApiVersion = Group + "/1.0";

    /// <summary>The media type of a manifest that has platforms as its members.</summary>
    public const string ManifestListType = "application/vnd.docker.distribution.manifest.list.v2+json";

    /// <summary>The media type of a manifest that has layers.</summary>
    public const string ManifestType = "application/vnd.docker.distribution.manifest.v2+json";
}
