namespace OpenShiftImage;

/// <summary>A cluster that objects come from and go back to.</summary>
public interface ICluster
{
    /// <summary>
    /// Gets the name that people know it by: the context of the kubeconfig, else the address of the server.
    /// </summary>
    string Name { get; }
}
