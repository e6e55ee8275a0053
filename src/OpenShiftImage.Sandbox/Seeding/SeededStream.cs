namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>An image stream, and the application that runs what it names.</summary>
/// <param name="Index">Its number, which decides what runs it.</param>
/// <param name="Namespace">Its namespace.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tags">Its tags; the first is the one that is run.</param>
/// <param name="LooseImage">The reference of an Image of the application that is in no stream; null for none.</param>
internal sealed record SeededStream(
    int Index, string Namespace, string Name, IReadOnlyList<SeededTag> Tags, string? LooseImage)
{
    private const string Registry = "image-registry.openshift-image-registry.svc:5000";

    private static readonly string[] s_teams = ["team-payments", "team-web"];

    private static readonly ControllerKind[] s_controllers =
    [
        ControllerKind.Deployment, ControllerKind.Deployment, ControllerKind.DeploymentConfig,
        ControllerKind.StatefulSet, ControllerKind.None, ControllerKind.Deployment, ControllerKind.DaemonSet,
        ControllerKind.Job, ControllerKind.CronJob, ControllerKind.Deployment, ControllerKind.None,
    ];

    private static readonly DateTime s_setUp = new(2024, 11, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Gets what runs the application.</summary>
    public ControllerKind Controller => s_controllers[Index % s_controllers.Length];

    /// <summary>Gets the namespace in which the application runs: images for everybody run elsewhere.</summary>
    public string RunsIn => Namespace == "openshift" ? s_teams[Index % s_teams.Length] : Namespace;

    /// <summary>Gets the name of the application.</summary>
    public string Application => Labels["app"];

    /// <summary>Gets the stream's place in the integrated registry.</summary>
    public string Repository { get; } = $"{Registry}/{Namespace}/{Name}";

    /// <summary>Gets the labels of the application's objects.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; } = new Dictionary<string, string>
    {
        ["app"] = Namespace == "openshift" ? $"{Name}-app" : Name,
        ["tier"] = Index % 2 == 0 ? "front" : "back",
    };

    /// <summary>Gets when the newest of what it names came.</summary>
    public DateTime Updated { get; } = Tags.SelectMany(tag => tag.Items, (_, item) => item.Created)
        .DefaultIfEmpty(s_setUp).Max();

    /// <summary>Gets when the oldest of what it names came.</summary>
    public DateTime Created { get; } = Tags.SelectMany(tag => tag.Items, (_, item) => item.Created)
        .DefaultIfEmpty(s_setUp).Min();

    /// <summary>
    /// Returns the pull spec of what the application runs: by digest, not always the newest, or by tag.
    /// </summary>
    /// <param name="back">How many items back in the tag's history; what ran before is named by digest.</param>
    public string GetPullSpec(int back = 0)
    {
        if (Tags is not [{ Items.Count: > 0 } tag, ..])
        {
            return LooseImage ?? "docker.io/library/nginx:latest";
        }

        if (back == 0 && Index % 2 == 1)
        {
            return $"{Repository}:{tag.Name}";
        }

        var position = (Index / 2 % 3) + back;
        return $"{Repository}@{tag.Items[position % tag.Items.Count].Image}";
    }
}
