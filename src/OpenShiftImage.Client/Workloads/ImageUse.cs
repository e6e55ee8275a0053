namespace OpenShiftImage.Workloads;

/// <summary>One use of an Image by an object.</summary>
/// <param name="Use">In which way.</param>
/// <param name="From">What the name is of: DockerImage, a pull spec; ImageStreamTag; ImageStreamImage.</param>
/// <param name="Namespace">The namespace of the stream; null for the object's own, and for a pull spec.</param>
/// <param name="Name">The pull spec, or the name with its tag or digest.</param>
/// <param name="Place">Where in the object it stands, for example <c>spec.containers[0].image</c>.</param>
internal readonly record struct ImageUse(
    ImageUseKind Use, string From, string? Namespace, string Name, string Place)
{
    /// <summary>What a pull spec is called where kinds of references are told apart.</summary>
    public const string DockerImage = "DockerImage";

    /// <summary>Returns the use of a pull spec.</summary>
    public static ImageUse OfPullSpec(ImageUseKind use, string pullSpec, string place) =>
        new(use, DockerImage, null, pullSpec, place);
}
