namespace OpenShiftImage.Analysis.Usage;

/// <summary>What is kept of an object that uses Images.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Phase">The phase of a pod or build; null of others.</param>
/// <param name="State">Whether it is at work.</param>
internal sealed record WorkloadRecord(string Kind, string Namespace, string Name, string? Phase, WorkloadState State)
{
    /// <summary>Returns it as <c>oc adm prune images</c> names it.</summary>
    public override string ToString() => $"{Kind.ToLowerInvariant()}/{Name} namespace={Namespace}";
}
