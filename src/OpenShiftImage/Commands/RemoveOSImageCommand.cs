using System.Globalization;
using System.Management.Automation;
using System.Text.RegularExpressions;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Commands;

/// <summary>Deletes Images: by name, by object, or all that selectors choose.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "OSImage",
    DefaultParameterSetName = ParameterSets.Name,
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DeletionResult))]
public sealed partial class RemoveOSImageCommand : ThrottledCommand
{
    private const string Warning =
        "Deleting an Image frees no storage of the registry, and image streams that refer to it can break. "
            + "'oc adm prune images' is the tool that removes what nothing uses and frees its storage.";

    /// <summary>What is told of an Image that finalizers hold.</summary>
    private const string Pending = "marked for deletion";

    /// <summary>The Images: objects, as Get-OSImage gives them, or their names.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true,
        ParameterSetName = ParameterSets.Name)]
    [ValidateInput("an Image or its name")]
    [Alias("InputObject")]
    [ImageIdentityTransformation]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public ImageIdentity[]? Name { get; set; }

    /// <summary>Deletes the Images with these labels.</summary>
    [Parameter(ParameterSetName = ParameterSets.Selector)]
    [ValidateNotNullOrEmpty]
    [Selector]
    [Alias("l", "Selector")]
    [ArgumentCompleter(typeof(Completion.LabelSelectorCompleter))]
    public string? LabelSelector { get; set; }

    /// <summary>Deletes the Images with these fields.</summary>
    [Parameter(ParameterSetName = ParameterSets.Selector)]
    [ValidateNotNullOrEmpty]
    [Selector]
    [ArgumentCompleter(typeof(Completion.FieldSelectorCompleter))]
    public string? FieldSelector { get; set; }

    /// <summary>Deletes every Image of the cluster.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.All)]
    public SwitchParameter All { get; set; }

    /// <summary>
    /// Deletes in batches of so many, a request each, until nothing that is chosen is left (<c>limit</c>); left out: in
    /// one request.
    /// </summary>
    [Parameter(ParameterSetName = ParameterSets.Selector)]
    [Parameter(ParameterSetName = ParameterSets.All)]
    [ValidateRange(1, long.MaxValue)]
    public long Limit { get; set; }

    /// <summary>Token of the list to go on with (<c>continue</c>): what stands before its place stays.</summary>
    [Parameter(ParameterSetName = ParameterSets.Selector)]
    [Parameter(ParameterSetName = ParameterSets.All)]
    [AllowNull]
    [AllowEmptyString]
    [SingleValue]
    public string? Continue { get; set; }

    /// <summary>Version of the list by which Images are chosen (<c>resourceVersion</c>).</summary>
    [Parameter(ParameterSetName = ParameterSets.Selector)]
    [Parameter(ParameterSetName = ParameterSets.All)]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? ResourceVersion { get; set; }

    /// <summary>How -ResourceVersion is read (<c>resourceVersionMatch</c>).</summary>
    [Parameter(ParameterSetName = ParameterSets.Selector)]
    [Parameter(ParameterSetName = ParameterSets.All)]
    public ResourceVersionMatch? ResourceVersionMatch { get; set; }

    /// <summary>Seconds after which the server ends each request (<c>timeoutSeconds</c>).</summary>
    [Parameter(ParameterSetName = ParameterSets.Selector)]
    [Parameter(ParameterSetName = ParameterSets.All)]
    [ValidateRange(1, int.MaxValue)]
    public int TimeoutSeconds { get; set; }

    /// <summary>
    /// Sent as it is (<c>sendInitialEvents</c>): the reference has it, and servers refuse it for a deletion.
    /// </summary>
    [Parameter(ParameterSetName = ParameterSets.Selector)]
    [Parameter(ParameterSetName = ParameterSets.All)]
    public SwitchParameter SendInitialEvents { get; set; }

    /// <summary>Deletes an Image only if it is still the very object, in the very version, that came in.</summary>
    [Parameter(ParameterSetName = ParameterSets.Name)]
    public SwitchParameter IfUnchanged { get; set; }

    /// <summary>Seconds before the Image goes (<c>gracePeriodSeconds</c>); has no effect on Images.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? GracePeriodSeconds { get; set; }

    /// <summary>How dependents are treated (<c>propagationPolicy</c>); nothing depends on an Image.</summary>
    [Parameter]
    public DeletionPropagation? PropagationPolicy { get; set; }

    /// <summary>
    /// Leaves dependents alone (<c>orphanDependents</c>); deprecated, and excludes -PropagationPolicy.
    /// </summary>
    [Parameter]
    public SwitchParameter OrphanDependents { get; set; }

    /// <summary>
    /// Returns what was deleted: a result for each name, the Images themselves when selectors chose them.
    /// </summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Asks no question, as -Confirm:$false does.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override ConfirmImpact Impact => ConfirmImpact.High;

    private protected override bool IsForced => Force;

    private bool? Orphan =>
        MyInvocation.BoundParameters.ContainsKey(nameof(OrphanDependents)) ? OrphanDependents.IsPresent : null;

    private protected override string[] Verbs => ["removed", Pending];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Orphan is not null && PropagationPolicy is not null)
        {
            Refuse(
                "PropagationPolicyWithOrphanDependents",
                "-PropagationPolicy and -OrphanDependents say the same thing: use one of them.");
        }

        if (ParameterSetName == ParameterSets.All && !All)
        {
            Refuse(
                "NothingToRemove",
                "-All:$false removes nothing. Name the Images, or choose them with -LabelSelector or -FieldSelector.");
        }

        if (ParameterSetName == ParameterSets.Selector && !Chooses(LabelSelector) && !Chooses(FieldSelector))
        {
            Refuse(
                "SelectorSelectsAll",
                "The selector selects everything. If every Image is to go, say so with -All.",
                LabelSelector ?? FieldSelector);
        }

        if (MyInvocation.BoundParameters.ContainsKey(nameof(Continue)) && string.IsNullOrEmpty(Continue))
        {
            Refuse(
                "NothingToContinue",
                "-Continue is empty, as -ContinueVariable is after the last page: nothing is left to remove. "
                    + "To begin with the first Image, leave -Continue out.");
        }

        if (Continue is not null && ResourceVersion is not (null or "0"))
        {
            Refuse(
                "ContinueWithResourceVersion",
                "-Continue goes on with the version of its list; -ResourceVersion cannot choose another.");
        }

        if (Continue is not null && Session.Current.Tokens.BelongsToOthers(Continue, new ListOptions
        {
            LabelSelector = SelectorAttribute.Normalize(LabelSelector),
            FieldSelector = SelectorAttribute.Normalize(FieldSelector),
        }))
        {
            Refuse(
                "ContinueWithOtherSelectors",
                "-Continue goes on with a list that had other selectors: what is removed would belong to neither. "
                    + "Use the selectors of that list.");
        }
    }

    private void Refuse(string id, string message, object? target = null) =>
        ThrowTerminatingError(
            ErrorRecords.For(new ParameterException(id, message, target), MyInvocation.MyCommand.Name));

    private protected override void Prepare()
    {
        base.Prepare();
        if (!IsWhatIf && !Session.Current.HasWarnedOfRemoval)
        {
            Session.Current.HasWarnedOfRemoval = true;
            WriteWarning(Warning);
        }
    }

    private protected override Change[] Changes() => ParameterSetName is ParameterSets.Selector or ParameterSets.All
        ?
        [
            new Change("Remove", null, RemoveCollectionAsync)
            {
                Target = DescribeCollection(),
                DescribeAsync = CountCollectionAsync,
                IsCollection = true,
            },
        ]
        : [.. Name!.Select(ChangeOf)];

    private Change ChangeOf(ImageIdentity image)
    {
        if (RefuseWildcard(image) is { } record)
        {
            return Change.Refused(record);
        }

        if (IfUnchanged && (string.IsNullOrEmpty(image.Uid) || string.IsNullOrEmpty(image.ResourceVersion)))
        {
            var refusal = new ParameterException(
                "NothingToCompare", $"Image '{image.Name}' came without a uid or a resourceVersion, "
                    + "so nobody can tell whether it is unchanged. Start from what Get-OSImage gives.", image.Name);
            return Change.Refused(ErrorRecords.For(refusal, image.Name)!);
        }

        var options = new DeleteOptions
        {
            GracePeriodSeconds = GracePeriodSeconds,
            PropagationPolicy = PropagationPolicy,
            OrphanDependents = Orphan,
            PreconditionUid = IfUnchanged ? image.Uid : null,
            PreconditionResourceVersion = IfUnchanged ? image.ResourceVersion : null,
        };
        return new Change(
            "Remove", image, (request, cancellationToken) => RemoveAsync(request, options, cancellationToken));
    }

    /// <summary>
    /// Returns whether a selector chooses: one of nothing but separators, as "$a,$b" without values makes, selects
    /// everything, and so does the empty namespace, which every Image has.
    /// </summary>
    private static bool Chooses(string? selector) => selector?.Split(',')
        .Any(part => part.Trim() is { Length: > 0 } requirement && !EmptyNamespace().IsMatch(requirement)) == true;

    [GeneratedRegex("^metadata\\.namespace\\s*==?\\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex EmptyNamespace();

    private async Task RemoveAsync(ChangeRequest request, DeleteOptions options, CancellationToken cancellationToken)
    {
        var (name, output) = (request.Name, request.Output);
        request.Step.Sending();
        var result = await request.Api.DeleteAsync(
            name, options with { DryRun = request.IsDryRun }, cancellationToken).ConfigureAwait(false);
        request.Step.Done(result.IsPending ? Pending : null);
        if (result.IsPending && !request.IsDryRun)
        {
            await output.WarnAsync(
                $"Image '{name}' is marked for deletion and stays until its finalizers are gone: "
                    + $"{string.Join(", ", result.Image!.Metadata?.Finalizers ?? [])}.",
                cancellationToken).ConfigureAwait(false);
        }

        if (PassThru)
        {
            await output.WriteAsync(result, cancellationToken).ConfigureAwait(false);
        }
    }

    private string DescribeCollection()
    {
        var chosen = string.Join(" and ", new[]
        {
            LabelSelector is null ? null : $"labels {LabelSelector}",
            FieldSelector is null ? null : $"fields {FieldSelector}",
        }.OfType<string>());
        var all = (chosen.Length == 0 ? "every Image" : $"every Image with {chosen}")
            + (Continue is null ? "" : ", from where -Continue goes on");
        return Limit > 0 ? string.Create(CultureInfo.CurrentCulture, $"{all}, {Limit:N0} at a time") : all;
    }

    /// <summary>Asks the server what would be removed now, and adds up the layers of that.</summary>
    private async Task<string> CountCollectionAsync(ImageApi api, CancellationToken cancellationToken)
    {
        var (count, layers) = (0L, new Dictionary<string, long>(StringComparer.Ordinal));
        await new ImageCollectionRemover(api, CollectionOptions(dryRun: true)).RemoveAsync(
            static () => { }, AddAsync, cancellationToken).ConfigureAwait(false);
        var images = string.Create(CultureInfo.CurrentCulture, $"{count:N0} Image{(count == 1 ? "" : "s")}");
        return $"{DescribeCollection()} (now {images} with {Formatting.DisplayText.Size(layers.Values.Sum())} in "
            + "layers, of which a prune frees those that no other Image has)";

        ValueTask AddAsync(Page<Image> page)
        {
            count += page.Items.Count;
            foreach (var layer in page.Items.SelectMany(image => image.DockerImageLayers ?? []).OfType<ImageLayer>())
            {
                layers[layer.Name ?? ""] = layer.Size;
            }

            return ValueTask.CompletedTask;
        }
    }

    private DeleteCollectionOptions CollectionOptions(bool dryRun) => new()
    {
        LabelSelector = SelectorAttribute.Normalize(LabelSelector),
        FieldSelector = SelectorAttribute.Normalize(FieldSelector),
        Limit = Limit > 0 ? Limit : null,
        Continue = Continue,
        ResourceVersion = ResourceVersion,
        ResourceVersionMatch = ResourceVersionMatch,
        TimeoutSeconds = TimeoutSeconds > 0 ? TimeoutSeconds : null,
        SendInitialEvents =
            MyInvocation.BoundParameters.ContainsKey(nameof(SendInitialEvents)) ? SendInitialEvents.IsPresent : null,
        DryRun = dryRun,
        GracePeriodSeconds = GracePeriodSeconds,
        PropagationPolicy = PropagationPolicy,
        OrphanDependents = Orphan,
    };

    private async Task RemoveCollectionAsync(ChangeRequest request, CancellationToken cancellationToken)
    {
        var (output, all, held) = (request.Output, new NameSample(), new NameSample());
        long? limit = Limit > 0 ? Limit : null;
        if (limit is null)
        {
            output.Report(new ProgressState("the server answers when the last Image is gone"));
        }

        var remover = new ImageCollectionRemover(request.Api, CollectionOptions(request.IsDryRun));
        await remover.RemoveAsync(
            () => request.Step.Sending(limit), TakeAsync, cancellationToken).ConfigureAwait(false);
        if (request.IsDryRun)
        {
            var report = $"What if: {all.Count} Images would be removed{(all.Count == 0 ? "" : ": ")}{all}";
            await output.RunAsync(
                cmdlet => cmdlet.Host.UI.WriteLine(ControlCharacters.Escape(report)),
                cancellationToken).ConfigureAwait(false);
        }
        else if (held.Count > 0)
        {
            await output.WarnAsync(
                $"{held.Count} of the Images are marked for deletion and stay until their finalizers are gone: {held}.",
                cancellationToken).ConfigureAwait(false);
        }

        async ValueTask TakeAsync(Page<Image> page)
        {
            var pending = page.Items.Where(ImageCollectionRemover.IsHeld).ToList();
            all.Add(page.Items);
            held.Add(pending);
            request.Step.Done(count: page.Items.Count - pending.Count);
            request.Step.Done(Pending, pending.Count);
            if (page.IsPart)
            {
                // The rest of the same answer is still to be read.
                request.Step.Sending(null);
            }

            if (limit is not null)
            {
                output.Report(ProgressState.OfList(all.Count, page.RemainingItemCount));
                await output.VerboseAsync(
                    $"A batch of {page.Items.Count} Images, {all.Count} so far.",
                    cancellationToken).ConfigureAwait(false);
            }

            if (PassThru)
            {
                await output.WriteAllAsync(page.Items, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
