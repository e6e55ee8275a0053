using System.Management.Automation;
using OpenShiftImage.Analysis.Comparison;
using OpenShiftImage.Binding;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Tells in what Images differ from another.</summary>
[Cmdlet(VerbsData.Compare, "OSImage")]
[OutputType("OpenShiftImage.ImageDifference")]
public sealed class CompareOSImageCommand : SingleClusterCommand
{
    private Image? _reference;
    private bool _hasFailed;

    /// <summary>The Image to compare with: an Image, its name, the beginning of its digest, or a pull spec.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateInput("an Image or its name")]
    [ImageIdentityTransformation]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public ImageIdentity[]? ReferenceObject { get; set; }

    /// <summary>The Images to compare, each with the reference.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateInput("an Image or its name")]
    [ImageIdentityTransformation]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public ImageIdentity[]? DifferenceObject { get; set; }

    /// <summary>Compares nothing but these.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ImageProperty[]? Property { get; set; }

    /// <summary>Returns also what is equal.</summary>
    [Parameter]
    public SwitchParameter IncludeEqual { get; set; }

    private protected override string? OfflineErrorId => null;

    private protected override void Prepare()
    {
        if (ReferenceObject is not [var reference])
        {
            ThrowTerminatingError(ErrorRecords.For(
                new ParameterException(
                    "SeveralReferences",
                    $"-ReferenceObject is one Image, and there are {ReferenceObject!.Length}: give those to compare "
                        + "with it as -DifferenceObject."),
                MyInvocation.MyCommand.Name)!);
            return;
        }

        if (reference.IsText && ErrorRecords.ForWildcard(reference.Name, MyInvocation.MyCommand.Name) is { } record)
        {
            ThrowTerminatingError(record);
        }

        if (Cluster is not null
            && DifferenceObject!.Prepend(reference).All(image => ImageFinder.Given(image) is not null))
        {
            ThrowTerminatingError(ErrorRecords.For(
                new ParameterException(
                    "ClusterWithInput",
                    "-Cluster says where names are looked for, and both sides are Images, which are compared as they "
                        + "are: leave it out, or give names."),
                MyInvocation.MyCommand.Name)!);
        }

        base.Prepare();
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var source = ReferenceObject![0];
        // What is not found once is one error, however many are compared with it.
        if (_hasFailed
            || (_reference is null && !await EachAsync(
                source.Name,
                output,
                async () => _reference = await FindAsync(source, output, cancellationToken).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false)))
        {
            _hasFailed = true;
            return;
        }

        foreach (var image in DifferenceObject!)
        {
            if (RefuseWildcard(image) is { } record)
            {
                await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
                continue;
            }

            await EachAsync(
                image.Name,
                output,
                () => CompareAsync(image, output, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<Image> FindAsync(
        ImageIdentity image, PipelineOutput output, CancellationToken cancellationToken) =>
        ImageFinder.Given(image) ?? await ImageFinder.ReadAsync(
            image,
            await Clusters.OpenReaderAsync(image.Cluster, output, cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);

    private async Task CompareAsync(ImageIdentity image, PipelineOutput output, CancellationToken cancellationToken)
    {
        var difference = await FindAsync(image, output, cancellationToken).ConfigureAwait(false);
        var comparison = new ImageComparison(_reference!, difference);
        if (comparison.IsOfListAndMember)
        {
            var (list, other) = _reference!.IsManifestList ? (_reference, difference) : (difference, _reference);
            await output.WarnAsync(
                $"Image '{list.Name}' is a manifest list and '{other.Name}' is not: layers, config and environment are "
                    + "not compared, since a list has none. "
                    + (comparison.Counterpart is { } member
                        ? $"Its member for the same platform is '{member}'."
                        : "It has no member for the same platform."),
                cancellationToken).ConfigureAwait(false);
        }

        await output.WriteAllAsync(comparison.Compare(Property ?? [], IncludeEqual), cancellationToken)
            .ConfigureAwait(false);
    }
}
