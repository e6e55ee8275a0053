namespace OpenShiftImage.Serialization;

/// <summary>The fields that only the server sets.</summary>
internal static class ServerFields
{
    private static readonly string[] s_metadata =
    [
        "resourceVersion", "uid", "selfLink", "generation", "creationTimestamp", "deletionTimestamp",
        "deletionGracePeriodSeconds", "managedFields",
    ];

    /// <summary>Returns a copy that can be applied.</summary>
    public static Image WithoutForApply(Image image)
    {
        var copy = WithoutForCreate(image);
        copy.Kind = "Image";
        copy.ApiVersion = "image.openshift.io/v1";
        return copy;
    }

    /// <summary>Returns a copy that can be created: a server refuses, or ignores, what only it sets.</summary>
    public static Image WithoutForCreate(Image image)
    {
        var copy = ImageJson.ParseImage(ImageJson.ToUtf8Bytes(image));
        if (copy.Metadata is not { } metadata)
        {
            return copy;
        }

        foreach (var field in s_metadata)
        {
            FieldPresence.Remove(metadata, field, ImageJson.ObjectMeta);
        }

        return copy;
    }
}
