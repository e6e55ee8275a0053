using System.Management.Automation;
using OpenShiftImage.Analysis.Bases;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>
/// Finds on which other Image each Image was built: that whose layers are most of those it begins with.
/// </summary>
[Cmdlet(VerbsCommon.Get, "OSImageBase")]
[OutputType("OpenShiftImage.ImageBase")]
public sealed class GetOSImageBaseCommand : AnalysisCommand
{
    private BaseInputs? _inputs;

    /// <summary>
    /// Images whose base is wanted: Images, names, beginnings of digests, or pull specs. Left out: all of the cluster.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateInput("an Image or its name")]
    [Alias("Name")]
    [ImageIdentityTransformation]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public ImageIdentity[]? InputObject { get; set; }

    /// <summary>Images among which the base is looked for; left out: all of the cluster.</summary>
    [Parameter]
    [ValidateNotNull]
    [ImageOf]
    public Image[]? Among { get; set; }

    private protected override bool HasWork => _inputs is not null || !MyInvocation.ExpectingInput;

    private protected override void TakeInput()
    {
        foreach (var image in InputObject ?? [])
        {
            if (ImageFinder.Given(image) is not null)
            {
                RefuseClusterWithInput("looked at", "-Among takes the Images of another cluster.");
            }

            _inputs ??= new BaseInputs();
            if (RefuseWildcard(image) is { } record)
            {
                WriteError(record);
            }
            else
            {
                _inputs.Add(image);
            }
        }
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        if (_inputs is { HasNames: false } && Among is not null)
        {
            foreach (var owner in _inputs.Owners)
            {
                AddAmong(_inputs.Of(owner).Finder);
                await WriteAsync(
                    _inputs.Of(owner).Finder.Find(owner), _inputs.Owners.Count > 1, output, cancellationToken)
                    .ConfigureAwait(false);
            }

            return;
        }

        await ForEachClusterAsync(
            _inputs?.Owners ?? [],
            (connection, owner, isOneOfSeveral, token) =>
                FindAsync(connection, owner, isOneOfSeveral, output, token),
            output,
            cancellationToken).ConfigureAwait(false);
    }

    private async Task FindAsync(
        ClusterConnection connection,
        ICluster? owner,
        bool isOneOfSeveral,
        PipelineOutput output,
        CancellationToken cancellationToken)
    {
        var reader = CreateReader(connection, output, isOneOfSeveral);
        // Of several clusters that -Cluster names, each has its own Images of the same names.
        var finder = _inputs is null || Cluster is not null
            ? new BaseFinder(knowsInputs: _inputs is not null)
            : _inputs.Of(owner).Finder;
        if (_inputs is not null)
        {
            var names = Cluster is null ? _inputs.Of(owner).Names : _inputs.Names;
            await ReadNamedAsync(names, finder, connection, isOneOfSeveral, output, cancellationToken)
                .ConfigureAwait(false);
            if (finder.Count == 0)
            {
                return;
            }
        }

        AddAmong(finder);
        if (_inputs is null || Among is null)
        {
            await ReadAllAsync(reader, finder, cancellationToken).ConfigureAwait(false);
        }

        await WriteAsync(finder.Find(connection), isOneOfSeveral, output, cancellationToken).ConfigureAwait(false);
    }

    private void AddAmong(BaseFinder finder)
    {
        foreach (var image in Among ?? [])
        {
            finder.AddCandidate(image);
        }
    }

    private Task ReadAllAsync(UsageReader reader, BaseFinder finder, CancellationToken cancellationToken) =>
        reader.VisitImagesAsync(
            _inputs is not null ? finder.AddCandidate
                : Among is not null ? finder.AddInput
                : finder.Add,
            cancellationToken);

    /// <summary>Reads the Images whose names were given; one that is not there is an error of its own.</summary>
    private async Task ReadNamedAsync(
        List<ImageIdentity> names,
        BaseFinder finder,
        ClusterConnection connection,
        bool isOneOfSeveral,
        PipelineOutput output,
        CancellationToken cancellationToken)
    {
        if (names.Count == 0)
        {
            return;
        }

        var reader = connection.CreateReader(output, OperationTimeout);
        reader.Expect(names.Select(image => image.Name));
        foreach (var image in names)
        {
            try
            {
                finder.AddInput(await ImageFinder.ReadAsync(image, reader, cancellationToken).ConfigureAwait(false));
            }
            catch (Exception e) when (e is ApiException { StatusCode: 404 } or ImageNotFoundException
                or AmbiguousNameException or InvalidNameException)
            {
                var record = isOneOfSeveral
                    ? ErrorRecords.ForCluster(e, image.Name, connection.Name)
                    : ErrorRecords.For(e, image.Name);
                await output.ErrorAsync(record!, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
