using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Kubernetes;

/// <summary>Works out a cluster as kubectl does: <c>KUBECONFIG</c>'s files merged, else <c>~/.kube/config</c>, else the pod's service account.</summary>
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
    public Task<IReadOnlyList<string>> GetContextNamesAsync(KubeconfigRequest request, CancellationToken cancellationToken) =>
        ReadAsync(request, () => GetContextNames(request), cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<string> GetDefaultPaths(KubeconfigRequest request)
    {
        var listed = Environment.GetEnvironmentVariable("KUBECONFIG");
        return string.IsNullOrEmpty(listed)
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")]
            : [.. listed.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(path => FullPath(request, path))];
    }

    /// <inheritdoc/>
    public X509Certificate2Collection ReadAuthorities(byte[] data, string file) => Certificates.ReadAuthorities(data, $"the certificate authority in '{file}'");

    /// <summary>Works out the cluster. Blocks as long as the system does.</summary>
    internal ClusterConfiguration Load(KubeconfigRequest request)
    {
        var folder = BaseFolder(request);
        var snapshots = new FileSnapshots();
        var files = ReadFiles(request, snapshots);
        if (files.Count == 0)
        {
            if (request.Context is null or InCluster && ServiceAccount.Load(PodFolder, snapshots, Time) is { } pod)
            {
                return pod;
            }

            throw new ConfigurationException(
                ConfigurationException.NoConfiguration,
                $"There is no kubeconfig: {DescribeMissing(request)}, and this is not a pod. "
                + "Log in with 'oc login', or use Connect-OSImageCluster with -Kubeconfig or with -Server and -Token.",
                null);
        }

        // As kubectl: without a current context, one that is named "" counts.
        var name = request.Context ?? files.Select(file => file.CurrentContext).FirstOrDefault(current => current is not null) ?? "";
        var context = Find(files, "contexts", "context", name) ?? throw new ConfigurationException(
            ConfigurationException.ContextNotFound,
            name.Length == 0
                ? $"{Describe(files)} no current context. Name one of its contexts with -Context. It has: {Known(files)}."
                : $"{Describe(files)} no context '{name}'. It has: {Known(files)}.",
            name.Length == 0 ? null : name);
        return ClusterReader.Read(name, context, (list, entry, wanted) => Find(files, list, entry, wanted), request.GetLocation) with
        {
            Files = snapshots,
            // From the same files, wherever the session has gone meanwhile.
            Reload = token => LoadAsync(request with { Context = name.Length == 0 ? null : name, BaseFolder = folder }, token),
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
            var what = request.Paths is { } named ? string.Join(", ", named) : "the kubeconfig, or a file that it names,";
            throw new ConfigurationException(
                ConfigurationException.FileNotReadable,
                $"{what} could not be read within {BoundedFile.Timeout.TotalSeconds:0} seconds: is it a pipe that nobody writes to, or on a file system that does not answer?",
                request.Paths is [var one, ..] ? one : null,
                e);
        }
    }

    private IReadOnlyList<string> GetContextNames(KubeconfigRequest request)
    {
        var files = ReadFiles(request, new FileSnapshots());
        var current = files.Select(file => file.CurrentContext).FirstOrDefault(name => name is not null);
        return [.. files.SelectMany(file => file.Names("contexts")).Where(name => name.Length > 0).Distinct().OrderBy(name => name == current ? 0 : 1)];
    }

    private List<KubeconfigFile> ReadFiles(KubeconfigRequest request, FileSnapshots snapshots)
    {
        if (request.Paths is { } named)
        {
            return [.. named.Select(path => KubeconfigFile.Read(FullPath(request, path), snapshots))];
        }

        var files = new List<KubeconfigFile>();
        foreach (var path in GetDefaultPaths(request))
        {
            // As kubectl: of the files that KUBECONFIG names, those that are missing do not count.
            if (!File.Exists(path) && !Directory.Exists(path))
            {
                snapshots.AddMissing(path);
                continue;
            }

            files.Add(KubeconfigFile.Read(path, snapshots));
        }

        return files;
    }

    private static string FullPath(KubeconfigRequest request, string path) =>
        Path.GetFullPath(path, BaseFolder(request));

    private static string BaseFolder(KubeconfigRequest request) => request.BaseFolder ?? request.GetLocation?.Invoke() ?? Environment.CurrentDirectory;

    private static KubeconfigNode? Find(List<KubeconfigFile> files, string list, string entry, string name) =>
        files.Select(file => file.Find(list, entry, name)).FirstOrDefault(node => node is not null);

    private string DescribeMissing(KubeconfigRequest request)
    {
        var paths = string.Join(", ", GetDefaultPaths(request).Select(path => $"'{path}'"));
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KUBECONFIG")) ? $"{paths} is not there" : $"KUBECONFIG names none that exists ({paths})";
    }

    private static string Describe(List<KubeconfigFile> files) =>
        (files.Count == 1 ? "The kubeconfig " : "The kubeconfigs ") + string.Join(", ", files.Select(file => $"'{file.Path}'")) + (files.Count == 1 ? " has" : " have");

    private static string Known(List<KubeconfigFile> files)
    {
        var names = files.SelectMany(file => file.Names("contexts")).Where(name => name.Length > 0).Distinct().ToList();
        return names.Count == 0 ? "none" : string.Join(", ", names.Take(10)) + (names.Count > 10 ? ", …" : "");
    }
}
