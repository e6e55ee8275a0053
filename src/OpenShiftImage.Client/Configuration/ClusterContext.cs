namespace OpenShiftImage;

/// <summary>A context of a kubeconfig: a cluster, and who one is there.</summary>
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

    /// <summary>Gets the address of the API server; null where the kubeconfig has none for it.</summary>
    public string? Server { get; }

    /// <summary>Gets the name of the user as the kubeconfig has it; null where there is none.</summary>
    public string? User { get; }

    /// <summary>Gets the namespace; null where there is none. Images have none.</summary>
    public string? Namespace { get; }

    /// <summary>Returns the name.</summary>
    public override string ToString() => Primitives.ControlCharacters.Escape(Name);
}
