using OpenShiftImage.Api;

namespace OpenShiftImage.Workloads;

/// <summary>What is kept of an object that runs or builds containers.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Created">When it was created; null where it does not say.</param>
/// <param name="Phase">The phase of a pod or build (<c>status.phase</c>); null where it does not say.</param>
/// <param name="Images">The Images that it uses, as it names them.</param>
internal sealed record Workload(
    ResourceType Type,
    string Namespace,
    string Name,
    DateTimeOffset? Created,
    string? Phase,
    IReadOnlyList<ImageUse> Images)
    : ClusterObject(Type, Namespace, Name, Created)
{
    /// <summary>
    /// Gets when a pod's containers are started again (<c>spec.restartPolicy</c>); null of what is no pod.
    /// </summary>
    public string? RestartPolicy { get; init; }
}
