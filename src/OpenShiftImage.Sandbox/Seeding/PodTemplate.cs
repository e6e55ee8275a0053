namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>Writes the specs of pods, as pods have them and as what makes pods has them.</summary>
internal static class PodTemplate
{
    private const string Sidecar = "registry.redhat.io/openshift4/ose-oauth-proxy:v4.22";

    /// <summary>Returns the fields of a template, as JSON without braces.</summary>
    /// <param name="labels">The labels of its pods.</param>
    /// <param name="image">The pull spec of its first container.</param>
    /// <param name="initImage">The pull spec of its init container; null for none.</param>
    /// <param name="restartPolicy">When its containers start again.</param>
    public static string Create(
        IReadOnlyDictionary<string, string> labels, string image, string? initImage, string restartPolicy = "Always") =>
        $"\"metadata\":{{\"labels\":{SeededObject.ToJson(labels)}}},"
        + $"\"spec\":{{{CreateSpec(image, initImage, hasSidecar: false, restartPolicy)}}}";

    /// <summary>Returns the fields of a spec, as JSON without braces.</summary>
    public static string CreateSpec(string image, string? initImage, bool hasSidecar, string restartPolicy)
    {
        var init = initImage is null ? "" : $"\"initContainers\":[{CreateContainer("init", initImage)}],";
        var sidecar = hasSidecar ? "," + CreateContainer("proxy", Sidecar) : "";
        return $"{init}\"containers\":[{CreateContainer("app", image)}{sidecar}],\"restartPolicy\":\"{restartPolicy}\","
            + "\"terminationGracePeriodSeconds\":30,\"dnsPolicy\":\"ClusterFirst\",\"securityContext\":{},"
            + "\"schedulerName\":\"default-scheduler\"";
    }

    private static string CreateContainer(string name, string image)
    {
        var policy = image.Contains('@', StringComparison.Ordinal) ? "IfNotPresent" : "Always";
        return $"{{\"name\":\"{name}\",\"image\":\"{image}\",\"resources\":{{}},"
            + "\"terminationMessagePath\":\"/dev/termination-log\",\"terminationMessagePolicy\":\"File\","
            + $"\"imagePullPolicy\":\"{policy}\"}}";
    }
}
