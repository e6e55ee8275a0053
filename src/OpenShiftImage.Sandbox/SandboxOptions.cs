namespace OpenShiftImage.Sandbox;

/// <summary>How a sandbox is set up.</summary>
public sealed record SandboxOptions
{
    /// <summary>The loopback port to listen on; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>Number of Images to start with.</summary>
    public int Images { get; init; } = 250;

    /// <summary>
    /// Number of distinct layers of all Images together, about and up to 4 an Image, beside those of the bases; null
    /// for some six an Image.
    /// </summary>
    public int? Layers { get; init; }

    /// <summary>Number of image streams; null for one in keeping with the Images, 5,000 at most.</summary>
    public int? Streams { get; init; }

    /// <summary>Number of pods; null for one in keeping with the Images, 50,000 at most.</summary>
    public int? Pods { get; init; }

    /// <summary>
    /// A folder with the objects to serve, a file for each resource (<c>pods.json</c> and so on), each a list over all
    /// namespaces. They replace all seeded objects, the Images only where it has <c>images.json</c>; null for none.
    /// </summary>
    public string? StateFolder { get; init; }

    /// <summary>Groups that are not there: <c>apps.openshift.io</c>, <c>build.openshift.io</c>.</summary>
    public IReadOnlyList<string> WithoutGroups { get; init; } = [];

    /// <summary>Resources with which nobody may do anything, <c>admin</c> neither: <c>pods</c> and so on.</summary>
    public IReadOnlyList<string> ForbiddenResources { get; init; } = [];

    /// <summary>How long the history of changes is kept: older continue tokens and watches are expired.</summary>
    public TimeSpan CompactAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether <c>POST /control/compact</c> makes all history expire at once.</summary>
    public bool Control { get; init; }

    /// <summary>What is added to the time of each answer, as a network would.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary>Bearer token of <c>reader</c>, who may read Images and change none; null for no such user.</summary>
    public string? ReaderToken { get; init; }

    /// <summary>Where to write the kubeconfig; null for a temporary folder that goes with the sandbox.</summary>
    public string? KubeconfigPath { get; init; }
}
