namespace OpenShiftImage.Sandbox.Seeding;

/// <summary>What runs an application.</summary>
internal enum ControllerKind
{
    /// <summary>Nothing but its pods.</summary>
    None,
    Deployment,
    DeploymentConfig,
    StatefulSet,
    DaemonSet,
    Job,
    CronJob,
}
