using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Deletes Images: by name, by object, or all that selectors choose.</summary>
[Cmdlet(VerbsCommon.Remove, "OSImage", DefaultParameterSetName = ParameterSets.Name, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(DeletionResult))]
public sealed class RemoveOSImageCommand : ThrottledCommand
{
    private const string Warning = "Deleting an Image frees no storage of the registry, and image streams that refer to it can break. "
        + "'oc adm prune images' is the tool that removes what nothing uses and frees its storage.";

    private const int MostNamed = 5;

    /// <summary>Names of the Images.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ParameterSets.Name)]
    [ValidateNotNullOrEmpty]
    [ObjectName]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>Images, as Get-OSImage gives them.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ParameterSets.Object)]
    [ValidateNotNull]
    public Image? InputObject { get; set; }

    /// <summary>Deletes, in one request, the Images with these labels.</summary>
    [Parameter(ParameterSetName = ParameterSets.Selector)]
    [ValidateNotNullOrEmpty]
    [Selector]
    [ArgumentCompleter(typeof(Completion.LabelSelectorCompleter))]
    public string? LabelSelector { get; set; }

    /// <summary>Deletes, in one request, the Images with these fields.</summary>
    [Parameter(ParameterSetName = ParameterSets.Selector)]
    [ValidateNotNullOrEmpty]
    [Selector]
    [ArgumentCompleter(typeof(Completion.FieldSelectorCompleter))]
    public string? FieldSelector { get; set; }

    /// <summary>Deletes, in one request, every Image of the cluster.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.All)]
    public SwitchParameter All { get; set; }

    /// <summary>Deletes an Image only if it is still the very object, in the very version, that came in.</summary>
    [Parameter(ParameterSetName = ParameterSets.Object)]
    public SwitchParameter IfUnchanged { get; set; }

    /// <summary>Seconds before the Image goes (<c>gracePeriodSeconds</c>); has no effect on Images.</summary>
    [Parameter]
    [ValidateRange(0, long.MaxValue)]
    public long? GracePeriodSeconds { get; set; }

    /// <summary>How dependents are treated (<c>propagationPolicy</c>); nothing depends on an Image.</summary>
    [Parameter]
    public DeletionPropagation? PropagationPolicy { get; set; }

    /// <summary>Leaves dependents alone (<c>orphanDependents</c>); deprecated, and excludes -PropagationPolicy.</summary>
    [Parameter]
    public SwitchParameter OrphanDependents { get; set; }

    /// <summary>Gives what was deleted: a result for each name, the Images themselves when selectors chose them.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private bool? Orphan => MyInvocation.BoundParameters.ContainsKey(nameof(OrphanDependents)) ? OrphanDependents.IsPresent : null;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Orphan is not null && PropagationPolicy is not null)
        {
            ThrowTerminatingError(ErrorRecords.For(
                new ParameterException("PropagationPolicyWithOrphanDependents", "-PropagationPolicy and -OrphanDependents say the same thing: use one of them."),
                MyInvocation.MyCommand.Name));
        }

        if (ParameterSetName == ParameterSets.All && !All)
        {
            ThrowTerminatingError(ErrorRecords.For(
                new ParameterException("NothingToRemove", "-All:$false removes nothing. Name the Images, or choose them with -LabelSelector or -FieldSelector."),
                MyInvocation.MyCommand.Name));
        }

        if (ParameterSetName == ParameterSets.Selector && !Chooses(LabelSelector) && !Chooses(FieldSelector))
        {
            ThrowTerminatingError(ErrorRecords.For(
                new ParameterException("SelectorSelectsAll", "The selector selects everything. If every Image is to go, say so with -All.", LabelSelector ?? FieldSelector),
                MyInvocation.MyCommand.Name));
        }

    }

    private protected override void Prepare()
    {
        base.Prepare();
        var only = MyInvocation.BoundParameters.TryGetValue("WhatIf", out var whatIf) && whatIf is SwitchParameter { IsPresent: true };
        if (!only && !Session.Current.HasWarnedOfRemoval)
        {
            Session.Current.HasWarnedOfRemoval = true;
            WriteWarning(Warning);
        }
    }

    private protected override Item[] Items()
    {
        if (ParameterSetName is ParameterSets.Selector or ParameterSets.All)
        {
            return [new Item(DescribeCollection(), "Remove Images", RemoveCollectionAsync)];
        }

        if (InputObject is { } image)
        {
            return [Refusal(image) is { } refusal ? Item.Refused(ErrorRecords.For(refusal, image)!) : ItemFor(image.Name!, image)];
        }

        return [.. Name!.Select(name => RefuseWildcard(name) is { } record ? Item.Refused(record) : ItemFor(name, null))];
    }

    private Item ItemFor(string name, Image? image)
    {
        var options = new DeleteOptions
        {
            GracePeriodSeconds = GracePeriodSeconds,
            PropagationPolicy = PropagationPolicy,
            OrphanDependents = Orphan,
            PreconditionUid = IfUnchanged ? image!.Metadata!.Uid : null,
            PreconditionResourceVersion = IfUnchanged ? image!.Metadata!.ResourceVersion : null,
        };
        return new Item(name, "Remove Image", (decision, output, cancellationToken) => RemoveAsync(name, options, decision, output, cancellationToken));
    }

    /// <summary>A selector of nothing but separators, as "$a,$b" without values makes, selects everything.</summary>
    private static bool Chooses(string? selector) => selector is not null && selector.Any(c => c != ',' && !char.IsWhiteSpace(c));

    private ParameterException? Refusal(Image image)
    {
        if (string.IsNullOrEmpty(image.Name))
        {
            return new ParameterException("InvalidImage", "The input has no name, so there is no Image to delete.", image);
        }

        return IfUnchanged && (string.IsNullOrEmpty(image.Metadata!.Uid) || string.IsNullOrEmpty(image.Metadata.ResourceVersion))
            ? new ParameterException("NothingToCompare", $"Image '{image.Name}' carries no uid or no resourceVersion, so nobody can tell whether it is unchanged. Start from what Get-OSImage gives.", image)
            : null;
    }

    private async Task RemoveAsync(string name, DeleteOptions options, Decision decision, PipelineOutput output, CancellationToken cancellationToken)
    {
        var result = await CreateApi(output).DeleteAsync(name, options with { DryRun = decision == Decision.DryRun }, cancellationToken).ConfigureAwait(false);
        if (result.IsPending && decision == Decision.Proceed)
        {
            await output.WarnAsync(
                $"Image '{name}' is marked for deletion and stays until its finalizers are gone: {string.Join(", ", result.Image!.Metadata?.Finalizers ?? [])}.",
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
        return chosen.Length == 0 ? $"every Image of {Connection}" : $"every Image of {Connection} with {chosen}";
    }

    private async Task RemoveCollectionAsync(Decision decision, PipelineOutput output, CancellationToken cancellationToken)
    {
        var options = new DeleteCollectionOptions
        {
            LabelSelector = LabelSelector,
            FieldSelector = FieldSelector,
            DryRun = decision == Decision.DryRun,
            GracePeriodSeconds = GracePeriodSeconds,
            PropagationPolicy = PropagationPolicy,
            OrphanDependents = Orphan,
        };
        output.Report(new ProgressState("the server answers when the last Image is gone"));
        var count = 0L;
        var names = new List<string?>();
        await TakeAsync(await CreateApi(output).DeleteCollectionAsync(options, TakeAsync, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        if (decision == Decision.DryRun)
        {
            var told = $"What if: {count} Images would be removed{(count == 0 ? "" : ": ")}{string.Join(", ", names)}{(count > names.Count ? ", …" : "")}";
            await output.RunAsync(cmdlet => cmdlet.Host.UI.WriteLine(Printable.Escape(told)), cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await output.VerboseAsync($"{count} Images were removed.", cancellationToken).ConfigureAwait(false);
        }

        async ValueTask TakeAsync(Page<Image> page)
        {
            count += page.Items.Count;
            names.AddRange(page.Items.Take(MostNamed - names.Count).Select(image => image.Name));
            if (PassThru)
            {
                await output.WriteAllAsync(page.Items, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
