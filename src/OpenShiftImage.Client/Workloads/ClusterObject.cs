namespace OpenShiftImage.Workloads;

/// <summary>What is kept of an object of a cluster that bears on which Images are used.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Namespace">Its namespace (<c>metadata.namespace</c>); empty where it has none.</param>
/// <param name="Name">Its name (<c>metadata.name</c>).</param>
/// <param name="Created">When it was created (<c>metadata.creationTimestamp</c>); null where it does not say.</param>
internal abstract record ClusterObject(
    Api.ResourceType Type, string Namespace, string Name, DateTimeOffset? Created);
