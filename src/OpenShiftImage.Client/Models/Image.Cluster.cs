namespace OpenShiftImage;

/// <content>The cluster that an Image came from: no field of the API, so it is neither written nor compared.</content>
public sealed partial class Image
{
    /// <summary>A member of a manifest list is an Image of the same cluster.</summary>
    private List<ImageManifest>? WithCluster(List<ImageManifest>? members)
    {
        if (Cluster is not null)
        {
            foreach (var member in (members ?? []).Where(member => member is not null && member.Cluster is null))
            {
                member.Cluster = Cluster;
            }
        }

        return members;
    }
}
