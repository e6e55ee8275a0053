using System.Management.Automation;
using OpenShiftImage.Analysis.Comparison;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Formatting;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Base of the cmdlets that write Images: who writes, how strictly, and what comes back.</summary>
public abstract class ImageWriteCommand : ThrottledCommand
{
    /// <summary>Name of who makes the change, as the server records it (<c>fieldManager</c>).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? FieldManager { get; set; }

    /// <summary>
    /// What the server does with unknown and duplicate fields (<c>fieldValidation</c>); its default is Warn.
    /// </summary>
    [Parameter]
    public FieldValidation? FieldValidation { get; set; }

    /// <summary>Returns the Image as the server answers it; under -WhatIf, as it would be.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Warns of what was asked and not taken: the server itself says nothing.</summary>
    private protected static ValueTask WarnOfIgnoredFieldsAsync(
        string name,
        IReadOnlyList<string> fields,
        Decision decision,
        PipelineOutput output,
        CancellationToken cancellationToken) => fields.Count == 0
        ? ValueTask.CompletedTask
        : output.WarnAsync(
            $"The server {(decision == Decision.DryRun ? "would accept" : "accepted")} the change of Image '{name}' "
                + $"and {(decision == Decision.DryRun ? "would silently keep" : "silently kept")} as it was: "
                + $"{string.Join(", ", fields)}.",
            cancellationToken);

    /// <summary>
    /// Under -WhatIf, reads an Image as it is now, so that a change can be told; null where nobody is told, and where
    /// it cannot be read: the change itself says what is wrong.
    /// </summary>
    private protected static async Task<Image?> ReadBeforeAsync(
        ChangeRequest request, CancellationToken cancellationToken)
    {
        if (!request.IsDryRun)
        {
            return null;
        }

        try
        {
            return await request.Api.GetAsync(request.Name, null, cancellationToken).ConfigureAwait(false);
        }
        catch (OpenShiftImageException)
        {
            return null;
        }
    }

    /// <summary>
    /// Tells a person who has asked -WhatIf in what the Image would differ: as Write-Host, which can be redirected and
    /// silenced.
    /// </summary>
    private protected static async ValueTask TellDifferencesAsync(
        ChangeRequest request, Image? before, Image after, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            var text = DifferenceLines.Of(request.Name, [.. new ImageComparison(before, after).Compare([])]);
            await request.Output.RunAsync(
                cmdlet => cmdlet.WriteInformation(new HostInformationMessage { Message = text }, ["PSHOST"]),
                cancellationToken).ConfigureAwait(false);
        }
    }

    private protected WriteOptions ToOptions(Decision decision) => new()
    {
        DryRun = decision == Decision.DryRun,
        FieldManager = FieldManager,
        FieldValidation = FieldValidation,
    };
}
