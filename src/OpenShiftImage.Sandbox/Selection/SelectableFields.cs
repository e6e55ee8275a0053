using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Selection;

/// <summary>
/// The fields by which objects can be selected; each resource has its own, and its own words for others.
/// </summary>
internal static class SelectableFields
{
    private static readonly Dictionary<ApiResource, string[]> s_further = new()
    {
        [ApiResources.Pods] =
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase",
        ],
        [ApiResources.Namespaces] = ["status.phase"],
        [ApiResources.ReplicationControllers] = ["status.replicas"],
        [ApiResources.Builds] = ["status"],
    };

    /// <summary>Returns what reads a field of an object.</summary>
    /// <exception cref="StatusError">The resource cannot be selected by the field.</exception>
    public static Func<StoredObject, string> Find(ApiResource resource, string field)
    {
        if (field == "metadata.name")
        {
            return item => item.Name;
        }

        if (field == "metadata.namespace" && resource != ApiResources.Namespaces)
        {
            return item => item.Namespace;
        }

        if (!s_further.TryGetValue(resource, out var fields) || !fields.Contains(field))
        {
            throw StatusError.BadRequest(DescribeUnknown(resource, field));
        }

        // A build calls its phase its status.
        var path = field == "status" ? ["status", "phase"] : field.Split('.');
        return item => item.GetText(path);
    }

    private static string DescribeUnknown(ApiResource resource, string field) => resource switch
    {
        { Group: "" } and not { Name: "limitranges" } => $"field label not supported: {field}",
        { Name: "jobs" } => $"field label {GoFormat.Quote(field)} not supported for batchv1.Job",
        _ => $"{GoFormat.Quote(field)} is not a known field selector: "
            + "only \"metadata.name\", \"metadata.namespace\"",
    };
}
