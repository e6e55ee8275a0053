using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Files;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <content>Reads Images by name, of one cluster or of several, each of which gets a folder.</content>
public sealed partial class ExportOSImageCommand
{
    /// <summary>Clusters that are read at the same time.</summary>
    private const int MaxClusters = 8;

    private readonly SemaphoreSlim _writing = new(1);
    private List<ClusterReference>? _clusters;
    private Dictionary<ClusterReference, string>? _folders;

    private async Task ExportNamedAsync(
        List<ImageIdentity> images, PipelineOutput output, CancellationToken cancellationToken)
    {
        _clusters ??= await ExpandAsync(cancellationToken).ConfigureAwait(false);
        if (_clusters.Count < 2)
        {
            var resolver = _clusters is [var only] ? ResolverOf(_clusters, only) : Clusters;
            var readers = new Dictionary<object, IImageReader>();
            foreach (var image in images)
            {
                await CountAsync(
                    image.Name,
                    image.Name,
                    async () => await WriteAsync(
                        await ReadAsync(image, images, resolver, readers, output, cancellationToken)
                            .ConfigureAwait(false),
                        null,
                        output,
                        cancellationToken).ConfigureAwait(false),
                    output,
                    cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        _folders ??= await FindFoldersAsync(output, cancellationToken).ConfigureAwait(false);
        await new ClusterFanOut([.. _folders.Keys], MaxClusters, output).RunAsync(
            (cluster, token) => ExportFromAsync(cluster, images, output, token),
            static () => false,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Returns the folder of each cluster: its name, with a number where an earlier one has that. Those that cannot be
    /// found are told of.
    /// </summary>
    private async Task<Dictionary<ClusterReference, string>> FindFoldersAsync(
        PipelineOutput output, CancellationToken cancellationToken)
    {
        if (!_files!.IsFolder)
        {
            throw new ParameterException(
                "SeveralClusters",
                $"'{Path ?? LiteralPath}' is one file, and several clusters can have Images of the same name: give a "
                    + "folder that is there, or one whose path ends with a slash. It gets a folder for each cluster.",
                Path ?? LiteralPath);
        }

        var folders = new Dictionary<ClusterReference, string>();
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        // One after the other, so that the same clusters get the same folders each time.
        await new ClusterFanOut(_clusters!, 1, output).RunInOrderAsync(
            async (cluster, token) =>
            {
                var connection = await ResolverOf(_clusters!, cluster).ConnectAsync(
                    null, output, token).ConfigureAwait(false);
                var name = ImageFileWriter.ToFileName(connection.Name);
                var folder = name;
                for (var number = 2; !taken.Add(folder); number++)
                {
                    folder = $"{name}-{number}";
                }

                folders[cluster] = folder;
            },
            cancellationToken).ConfigureAwait(false);
        _hasFailed |= folders.Count < _clusters!.Count;
        return folders;
    }

    private async Task ExportFromAsync(
        ClusterReference cluster,
        List<ImageIdentity> images,
        PipelineOutput output,
        CancellationToken cancellationToken)
    {
        var readers = new Dictionary<object, IImageReader>();
        foreach (var named in images)
        {
            Image? image = null;
            try
            {
                image = await ReadAsync(
                    named, images, ResolverOf(_clusters!, cluster), readers, output, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                _hasFailed = true;
                _tally.Begin(named.Name).Fail(e);
                await EachAsync(
                    named.Name, cluster, output, () => Task.FromException(e), cancellationToken)
                    .ConfigureAwait(false);
                continue;
            }

            await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await CountAsync(
                    image.Name,
                    image,
                    () => WriteAsync(image, _folders![cluster], output, cancellationToken),
                    output,
                    cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                _writing.Release();
            }
        }
    }

    private static async Task<Image> ReadAsync(
        ImageIdentity image,
        List<ImageIdentity> images,
        ClusterResolver resolver,
        Dictionary<object, IImageReader> readers,
        PipelineOutput output,
        CancellationToken cancellationToken)
    {
        var key = (object?)image.Cluster ?? resolver;
        if (!readers.TryGetValue(key, out var api))
        {
            readers[key] = api = await resolver.OpenReaderAsync(
                image.Cluster, output, cancellationToken).ConfigureAwait(false);
            api.Expect(images.Where(other => Equals(other.Cluster, image.Cluster)).Select(other => other.Name));
        }

        var name = image.NeedsSearch
            ? await new ImageNameResolver(api).ResolveAsync(image.Name, cancellationToken).ConfigureAwait(false)
            : image.Name;
        return await api.GetAsync(name, null, cancellationToken).ConfigureAwait(false);
    }
}
