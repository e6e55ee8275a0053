using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Base of the cmdlets that work with Images: which cluster they talk to.</summary>
public abstract class ImageCommand : AsyncCommand
{
    private ClusterConnection? _connection;

    /// <summary>The cluster: a connection, or the name of a context. Left out: the one connected to, else the kubeconfig's current context.</summary>
    [Parameter]
    [ValidateNotNull]
    public ClusterReference? Cluster { get; set; }

    private protected ClusterConnection Connection => _connection!;

    private protected override void Prepare()
    {
        if (_connection is not null)
        {
            return;
        }

        try
        {
            _connection = Cluster?.Resolve(Session.Current) ?? Session.Current.GetDefault();
        }
        catch (ConfigurationException e)
        {
            ThrowTerminatingError(ErrorRecords.For(e, MyInvocation.MyCommand.Name));
        }
    }

    /// <summary>Runs one object's share of the work, so that its failure is its own and the others go on.</summary>
    private protected static async Task EachAsync(
        object? target, PipelineOutput output, CancellationToken cancellationToken, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not (ConfigurationException or OperationCanceledException) && ErrorRecords.For(e, target) is { } record)
        {
            await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
        }
    }
}

/// <summary>Base of the cmdlets that write Images: who writes, how strictly, and what comes back.</summary>
public abstract class ImageWriteCommand : ImageCommand
{
    /// <summary>Name of who makes the change, as the server records it (<c>fieldManager</c>).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? FieldManager { get; set; }

    /// <summary>What the server does with unknown and duplicate fields (<c>fieldValidation</c>); its default is Warn.</summary>
    [Parameter]
    public FieldValidation? FieldValidation { get; set; }

    /// <summary>Gives the Image as the server answers it; under -WhatIf, as it would be.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Warns of what was asked and not taken: the server itself says nothing.</summary>
    private protected static ValueTask WarnOfNotTakenAsync(
        string name, IReadOnlyList<string> fields, Decision decision, PipelineOutput output, CancellationToken cancellationToken) => fields.Count == 0
        ? ValueTask.CompletedTask
        : output.WarnAsync(
            $"The server {(decision == Decision.DryRun ? "would accept" : "accepted")} the change of Image '{name}' and {(decision == Decision.DryRun ? "would silently keep" : "silently kept")} as it was: {string.Join(", ", fields)}.",
            cancellationToken);

    private protected WriteOptions ToOptions(Decision decision) => new()
    {
        DryRun = decision == Decision.DryRun,
        FieldManager = FieldManager,
        FieldValidation = FieldValidation,
    };
}
