using OpenShiftImage.Api;

namespace OpenShiftImage.Workloads;

/// <summary>
/// What is kept of a LimitRange: how large an Image of its namespace may be (<c>spec.limits[].max.storage</c> of the
/// type <c>openshift.io/Image</c>).
/// </summary>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Created">When it was created; null where it does not say.</param>
/// <param name="Maxima">The limits in bytes; what is larger than a decimal can tell is the most that it can.</param>
internal sealed record ImageSizeLimit(
    string Namespace, string Name, DateTimeOffset? Created, IReadOnlyList<decimal> Maxima)
    : ClusterObject(UsageTypes.LimitRange, Namespace, Name, Created);
