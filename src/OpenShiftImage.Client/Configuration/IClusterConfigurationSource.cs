using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage.Configuration;

/// <summary>Works out a cluster from kubeconfig files or the pod that this runs in. Never writes a file.</summary>
internal interface IClusterConfigurationSource
{
    /// <summary>Works out the cluster.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">
    /// Ends the wait for files, which can be for ever where a pipe or a dead mount is read.
    /// </param>
    /// <exception cref="ConfigurationException">There is none, or it is faulty.</exception>
    Task<ClusterConfiguration> LoadAsync(KubeconfigRequest request, CancellationToken cancellationToken);

    /// <summary>Returns the contexts of the kubeconfig, the current one first.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Ends the wait for files.</param>
    /// <exception cref="ConfigurationException">There is no kubeconfig, or it is faulty.</exception>
    Task<IReadOnlyList<ClusterContext>> GetContextsAsync(
        KubeconfigRequest request, CancellationToken cancellationToken);

    /// <summary>Returns the certificates of a bundle, in PEM or DER.</summary>
    /// <param name="data">The bundle.</param>
    /// <param name="file">Its file, for the error.</param>
    /// <exception cref="ConfigurationException">There is no certificate in it.</exception>
    X509Certificate2Collection ReadAuthorities(byte[] data, string file);

    /// <summary>
    /// Returns the kubeconfig files that are read when none are named, with full paths, whether they are there or not.
    /// </summary>
    /// <param name="request">What is wanted.</param>
    IReadOnlyList<string> GetDefaultPaths(KubeconfigRequest request);
}
