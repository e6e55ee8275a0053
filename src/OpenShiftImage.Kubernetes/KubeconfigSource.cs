using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Configuration;
using OpenShiftImage.Kubernetes.Clusters;
using OpenShiftImage.Kubernetes.Credentials;
using OpenShiftImage.Kubernetes.Kubeconfig;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Kubernetes;

/// <summary>
/// Works out a cluster as kubectl does: the kubeconfig's files merged, else the pod's service account. The module
/// finds it by this name.
/// </summary>
internal sealed class KubeconfigSource : IClusterConfigurationSource
{
    private const string InCluster = "in-cluster";

    /// <summary>Where a pod has the files of its service account.</summary>
    internal string PodFolder { get; init; } = ServiceAccount.Folder;

    /// <summary>Tells how long reading has taken, and how old a pod's token is.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <inheritdoc/>
    public Task<ClusterConfiguration> LoadAsync(KubeconfigRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, () => Load(request), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ClusterContext>> GetContextsAsync(
        KubeconfigRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, () => GetContexts(request), cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<string> GetDefaultPaths(KubeconfigRequest request) =>
        KubeconfigPaths.ResolveDefault(request).Paths;

    /// <inheritdoc/>
    public X509Certificate2Collection ReadAuthorities(byte[] data, string file) =>
        Certificates.ReadAuthorities(data, $"the certificate authority in '{file}'");

    /// <summary>Works out the cluster. Blocks as long as the system does.</summary>
    internal ClusterConfiguration Load(KubeconfigRequest request)
    {
        var folder = KubeconfigPaths.GetBaseFolder(request);
        var paths = KubeconfigPaths.Resolve(request);
        var snapshots = new FileSnapshots();
        var files = ReadFiles(paths, snapshots);
        if (files.Count == 0)
        {
            if (request.Context is null or InCluster && ServiceAccount.Load(PodFolder, snapshots, Time) is { } pod)
            {
                return pod;
            }

            throw new ConfigurationException(
                ConfigurationException.NoConfiguration,
                $"There is no kubeconfig: {paths.DescribeMissing()}, and this is not a pod. "
                + "Log in with 'oc login', or use Connect-OSImageCluster with -Kubeconfig or with -Server and -Token.",
                null);
        }

        // As kubectl: without a current context, one that is named "" counts.
        var name = request.Context ?? CurrentContext(files) ?? "";
        var context = Find(files, "contexts", "context", name) ?? throw new ConfigurationException(
            ConfigurationException.ContextNotFound,
            name.Length == 0
                ? $"{Describe(files)} no current context. Name one of its contexts with -Context. "
                    + $"It has: {Known(files)}."
                : $"{Describe(files)} no context '{name}'. It has: {Known(files)}.",
            name.Length == 0 ? null : name);
        KubeconfigNode? Lookup(string list, string entry, string wanted) => Find(files, list, entry, wanted);
        return ClusterReader.Read(name, context, Lookup, request.GetLocation) with
        {
            Files = snapshots,
            // From the same files, wherever the session has gone meanwhile.
            Reload = token => LoadAsync(
                request with { Context = name.Length == 0 ? null : name, BaseFolder = folder }, token),
        };
    }

    private async Task<T> ReadAsync<T>(KubeconfigRequest request, Func<T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await BoundedFile.RunAsync(read, cancellationToken, Time).ConfigureAwait(false);
        }
        catch (TimeoutException e)
        {
            var what = request.Paths is { } named
                ? string.Join(", ", named)
                : "the kubeconfig, or a file that it names,";
            throw new ConfigurationException(
                ConfigurationException.FileNotReadable,
                $"{what} could not be read within {BoundedFile.Timeout.TotalSeconds:0} seconds: "
                + "is it a pipe that nobody writes to, or on a file system that does not answer?",
                request.Paths is [var one, ..] ? one : null,
                e);
        }
    }

    private static IReadOnlyList<ClusterContext> GetContexts(KubeconfigRequest request)
    {
        var files = ReadFiles(KubeconfigPaths.Resolve(request), new FileSnapshots());
        var current = CurrentContext(files);
        return [.. NamesOfContexts(files).Select(ToContext).OrderBy(context => context.IsCurrent ? 0 : 1)];

        ClusterContext ToContext(string name)
        {
            var context = Find(files, "contexts", "context", name);
            var cluster = context?.Text("cluster") is { } clusterName
                ? Find(files, "clusters", "cluster", clusterName)
                : null;
            return new ClusterContext(
                name,
                cluster?.Text("server") is { } server ? UrlText.Redact(server) : null,
                context?.Text("user"),
                context?.Text("namespace"),
                name == current);
        }
    }

    private static List<KubeconfigFile> ReadFiles(KubeconfigPaths paths, FileSnapshots snapshots)
    {
        var files = new List<KubeconfigFile>();
        foreach (var path in paths.Paths)
        {
            if (!paths.AreRequired && !File.Exists(path) && !Directory.Exists(path))
            {
                snapshots.AddMissing(path);
                continue;
            }

            files.Add(KubeconfigFile.Read(path, snapshots));
        }

        return files;
    }

    private static string? CurrentContext(List<KubeconfigFile> files) =>
        files.Select(file => file.CurrentContext).FirstOrDefault(name => name is not null);

    private static IEnumerable<string> NamesOfContexts(List<KubeconfigFile> files) =>
        files.SelectMany(file => file.Names("contexts")).Where(name => name.Length > 0).Distinct();

    private static KubeconfigNode? Find(List<KubeconfigFile> files, string list, string entry, string name) =>
        files.Select(file => file.Find(list, entry, name)).FirstOrDefault(node => node is not null);

    private static string Describe(List<KubeconfigFile> files)
    {
        var paths = string.Join(", ", files.Select(file => $"'{file.Path}'"));
        return files.Count == 1 ? $"The kubeconfig {paths} has" : $"The kubeconfigs {paths} have";
    }

    private static string Known(List<KubeconfigFile> files)
    {
        var names = NamesOfContexts(files).ToList();
        return names.Count == 0 ? "none" : string.Join(", ", names.Take(10)) + (names.Count > 10 ? ", …" : "");
    }
}
