namespace OpenShiftImage;

/// <summary>
/// A cluster that has a name: a context of a kubeconfig, or a connection of the session, such as to what was collected.
/// </summary>
public sealed class ClusterContext : ICluster
{
    internal ClusterContext(string name, string? server, string? user, string? contextNamespace, bool isCurrent)
    {
        (Name, Server, User) = (name, server, user);
        (Namespace, IsCurrent) = (contextNamespace, isCurrent);
    }

    /// <summary>Gets whether it is the current one, which is used where none is named.</summary>
    public bool IsCurrent { get; }

    /// <summary>Gets the name, which -Cluster and Connect-OSImageCluster take.</summary>
    public string Name { get; }

    /// <summary>
    /// Gets the address of the API server; null where the kubeconfig has none for it. Of a collected cluster it is the
    /// path.
    /// </summary>
    public string? Server { get; }

    /// <summary>Gets the name of the user as the kubeconfig has it; null where there is none.</summary>
    public string? User { get; }

    /// <summary>Gets the namespace; null where there is none. Images have none.</summary>
    public string? Namespace { get; }

    /// <summary>
    /// Gets the path of the folder or file that the cluster was collected into; null for a live one.
    /// </summary>
    public string? Path { get; internal init; }

    /// <summary>Gets the connection of the session; null for a context of a kubeconfig.</summary>
    internal ICluster? Connection { get; init; }

    /// <summary>Returns the same context, current or not.</summary>
    internal ClusterContext With(bool isCurrent) => new(Name, Server, User, Namespace, isCurrent);

    /// <summary>Returns the name.</summary>
    public override string ToString() => Primitives.ControlCharacters.Escape(Name);
}
