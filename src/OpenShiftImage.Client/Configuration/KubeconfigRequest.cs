namespace OpenShiftImage.Configuration;

/// <summary>What is wanted of a kubeconfig.</summary>
internal sealed record KubeconfigRequest
{
    /// <summary>The context to take; null for the current one.</summary>
    public string? Context { get; init; }

    /// <summary>
    /// Returns the folder that relative paths of <c>KUBECONFIG</c> are relative to, and that credential plugins run in:
    /// the location of the session, which is not the process's current folder. Null for that folder. May be called by
    /// any thread, and later.
    /// </summary>
    public Func<string>? GetLocation { get; init; }

    /// <summary>
    /// The folder that relative paths were relative to when the files were read first; null for the session's location.
    /// </summary>
    internal string? BaseFolder { get; init; }

    /// <summary>
    /// The kubeconfig files, which are merged; null for <c>KUBECONFIG</c>, else <c>~/.kube/config</c>, else the pod's
    /// service account.
    /// </summary>
    public IReadOnlyList<string>? Paths { get; init; }
}
