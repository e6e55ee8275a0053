using OpenShiftImage.Api;

namespace OpenShiftImage.Workloads;

/// <summary>What is kept of an image stream: the history of its tags (<c>status.tags</c>).</summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Created">When it was created; null where it does not say.</param>
/// <param name="Tags">Its tags, in its order.</param>
internal sealed record ImageStreamHistory(
    string Namespace, string Name, DateTimeOffset? Created, IReadOnlyList<TagHistory> Tags)
    : ClusterObject(UsageTypes.ImageStream, Namespace, Name, Created);
