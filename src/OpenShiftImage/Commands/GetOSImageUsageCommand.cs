using System.Management.Automation;
using System.Text.RegularExpressions;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>
/// Tells of each Image who uses it, and whether <c>oc adm prune images</c> would remove it, and why. It never removes
/// anything.
/// </summary>
[Cmdlet(VerbsCommon.Get, "OSImageUsage")]
[OutputType("OpenShiftImage.ImageUsage")]
public sealed partial class GetOSImageUsageCommand : PruneCommand
{
    /// <summary>What was typed, and what objects told: not the objects, which may be very many.</summary>
    private readonly List<string> _texts = [];
    private readonly List<(string Name, ICluster? Cluster)> _names = [];

    /// <summary>
    /// Images to tell about: names, beginnings of digests, pull specs, or Images; wildcards look at names, repositories
    /// and image streams. Left out: all. Everything is read all the same; only what is written is less.
    /// </summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateInput("an Image or its name")]
    [SupportsWildcards]
    [Alias("InputObject")]
    [ImageIdentityTransformation]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public ImageIdentity[]? Name { get; set; }

    /// <summary>Writes nothing but what has one of these verdicts.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public ImageVerdict[]? Verdict { get; set; }

    /// <summary>
    /// Judges by nothing but the limits of the namespaces for the size of Images (<c>--prune-over-size-limit</c>).
    /// </summary>
    [Parameter]
    public SwitchParameter PruneOverSizeLimit { get; set; }

    /// <summary>Keeps Images that were not pushed to the integrated registry (<c>--all=false</c>).</summary>
    [Parameter]
    public SwitchParameter ManagedOnly { get; set; }

    /// <summary>
    /// The only namespace whose image streams, workloads and limits are looked at (<c>--namespace</c>). Such a prune
    /// removes places in image streams, and never Images.
    /// </summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? Namespace { get; set; }

    /// <summary>Tells also of digests that workloads use and that no Image has as its name.</summary>
    [Parameter]
    public SwitchParameter IncludeUnknown { get; set; }

    private protected override bool HasWork =>
        _texts.Count > 0 || _names.Count > 0 || !MyInvocation.ExpectingInput;

    private protected override void TakeInput()
    {
        foreach (var image in Name ?? [])
        {
            if (image.IsText)
            {
                _texts.Add(image.Name);
            }
            else
            {
                _names.Add((image.Name, image.Cluster));
            }
        }
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var options = ToOptions();
        if (MyInvocation.BoundParameters.ContainsKey(nameof(PruneOverSizeLimit)) && !PruneOverSizeLimit)
        {
            await output.WarnAsync(
                "-PruneOverSizeLimit:$false means to oc that neither places nor ages are looked at: whatever says when "
                    + "it was made is kept. Leave it out for oc's defaults.",
                cancellationToken).ConfigureAwait(false);
        }

        await output.VerboseAsync($"The same with oc: {UsageCommandLine.Of(options)}", cancellationToken)
            .ConfigureAwait(false);
        var owners = _names.Select(image => image.Cluster).Distinct().ToList();
        await ForEachClusterAsync(
            owners,
            (connection, owner, isOneOfSeveral, token) =>
                TellAsync(connection, owner, isOneOfSeveral, options, output, token),
            output,
            cancellationToken).ConfigureAwait(false);
    }

    private UsageOptions ToOptions()
    {
        if (Namespace is not null && !NamespaceName().IsMatch(Namespace))
        {
            throw new ParameterException(
                "InvalidNamespace",
                $"'{Namespace}' cannot be a namespace: it has lower-case letters, digits and hyphens, 63 at most, and "
                    + "wildcards are not expanded.",
                Namespace);
        }

        var bound = MyInvocation.BoundParameters;
        var options = new UsageOptions
        {
            KeepTagRevisions = KeepTagRevisions,
            KeepYoungerThan = KeepYoungerThan,
            ManagedOnly = ManagedOnly,
            Namespace = Namespace,
            IgnoreInvalidReferences = IgnoreInvalidReference,
            AsOf = GivenTime,
        };
        try
        {
            return UsageOptions.Combine(
                options,
                bound.ContainsKey(nameof(PruneOverSizeLimit)) ? PruneOverSizeLimit.IsPresent : null,
                bound.ContainsKey(nameof(KeepTagRevisions)) || bound.ContainsKey(nameof(KeepYoungerThan)));
        }
        catch (FormatException e)
        {
            throw new ParameterException("PruneOverSizeLimitWithKeep", e.Message);
        }
    }

    private async Task TellAsync(
        ClusterConnection connection,
        ICluster? owner,
        bool isOneOfSeveral,
        UsageOptions options,
        PipelineOutput output,
        CancellationToken cancellationToken)
    {
        var reader = CreateReader(connection, output, isOneOfSeveral);
        if (!HasTime)
        {
            options = options with { AsOf = await reader.FindTimeAsync(cancellationToken).ConfigureAwait(false) };
        }

        var analysis = await reader.AnalyseAsync(options, cancellationToken).ConfigureAwait(false);
        if (options.Namespace is not null && analysis.Streams.Tags.Count == 0)
        {
            await output.WarnAsync(
                $"The namespace '{options.Namespace}' has no tags of image streams, if it is there at all.",
                cancellationToken).ConfigureAwait(false);
        }

        var report = new UsageReport(analysis, connection, reader.NotCollected);
        var filter = new UsageFilter(
            _names.Where(image => Cluster is not null || Equals(image.Cluster, owner)).Select(image => image.Name),
            _texts);
        var images = Enumerable.Range(0, analysis.Images.Count)
            .Where(image => filter.TakesAll || filter.Matches(
                analysis.Images.NameOf(image), analysis.Images.ReferenceOf(image), analysis.PlacesOf(image)))
            .Where(image => Verdict is null || Verdict.Contains(analysis.VerdictOf(image).Verdict))
            .Select(report.Of);
        await WriteAsync(images, isOneOfSeveral, output, cancellationToken).ConfigureAwait(false);
        if (IncludeUnknown && (Verdict is null || Verdict.Contains(ImageVerdict.Unknown)))
        {
            await WriteAsync(report.Unknown().Where(filter.Matches), isOneOfSeveral, output, cancellationToken)
                .ConfigureAwait(false);
        }

        foreach (var error in filter.Errors())
        {
            await output.ErrorAsync(error, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The label of a name in DNS (RFC 1123), as namespaces have it.</summary>
    [GeneratedRegex("^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamespaceName();
}
