using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Commands;

/// <summary>
/// Replaces Images. The version that the object carries must be the one that is stored; with -Force whatever there is.
/// </summary>
[Cmdlet(VerbsCommon.Set, "OSImage", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class SetOSImageCommand : ImageWriteCommand
{
    /// <summary>
    /// The Image as it is to be: an Image, an object from ConvertFrom-Json, a hashtable, or JSON text.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateInput("an Image")]
    public object? InputObject { get; set; }

    /// <summary>
    /// Creates the Image where there is none, and replaces it in whatever version it is, as a restored backup needs it.
    /// </summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    private protected override string[] Verbs =>
        Force ? [ImageRestorer.Created, ImageRestorer.Replaced, ImageRestorer.Unchanged] : [ImageRestorer.Replaced];

    private protected override Change[] Changes()
    {
        Image image;
        ImageIdentity identity;
        try
        {
            var given = PowerShellJson.ToImage(InputObject!);
            if (string.IsNullOrEmpty(given.Name))
            {
                throw new ParameterException(
                    "InvalidImage", "The input has no metadata.name, so there is no Image to replace.", InputObject);
            }

            // The caller may change its object later, so what is sent is the copy that the user was asked about.
            image = ImageJson.ParseImage(ImageJson.ToUtf8Bytes(given));
            identity = ImageIdentity.Of(given, InputObject!);
        }
        catch (ParameterException e)
        {
            return [Change.Refused(ErrorRecords.For(e, InputObject)!)];
        }

        if (!Force)
        {
            return [new Change(
                "Replace", identity, (request, cancellationToken) => ReplaceAsync(request, image, cancellationToken))];
        }

        var restorer = new ImageRestorer(image);
        return [new Change(
            "Create or replace",
            identity,
            (request, cancellationToken) => RestoreAsync(request, restorer, image, cancellationToken))
        {
            ChooseActionAsync = restorer.ChooseActionAsync,
        }];
    }

    /// <summary>
    /// Tells what became of a backup, to the person and not to the pipeline: as Write-Host, which can be redirected and
    /// silenced.
    /// </summary>
    private protected override void Summarize(WorkTally tally)
    {
        if (!Force || tally.Ended == 0)
        {
            base.Summarize(tally);
            return;
        }

        var report = $"{(tally.IsDryRun ? "What if: " : "")}{tally.ToReport()}.";
        WriteInformation(new HostInformationMessage { Message = ControlCharacters.Escape(report) }, ["PSHOST"]);
    }

    private async Task ReplaceAsync(ChangeRequest request, Image image, CancellationToken cancellationToken)
    {
        var before = await ReadBeforeAsync(request, cancellationToken).ConfigureAwait(false);
        request.Step.Sending();
        var replaced = await request.Api.ReplaceAsync(
            request.Name, image, ToOptions(request.Decision), cancellationToken).ConfigureAwait(false);
        request.Step.Done();
        await TellDifferencesAsync(request, before, replaced, cancellationToken).ConfigureAwait(false);
        await WarnOfIgnoredFieldsAsync(
            request.Name,
            IgnoredFields.Find(image, replaced),
            request.Decision,
            request.Output,
            cancellationToken).ConfigureAwait(false);
        await PassAsync(request, replaced, cancellationToken).ConfigureAwait(false);
    }

    private async Task RestoreAsync(
        ChangeRequest request, ImageRestorer restorer, Image image, CancellationToken cancellationToken)
    {
        var before = await ReadBeforeAsync(request, cancellationToken).ConfigureAwait(false);
        var (restored, verb) = await restorer.RestoreAsync(
            request, ToOptions(request.Decision), cancellationToken).ConfigureAwait(false);
        request.Step.Done(verb);
        if (verb == ImageRestorer.Replaced)
        {
            await TellDifferencesAsync(request, before, restored, cancellationToken).ConfigureAwait(false);
        }

        await request.Output.VerboseAsync(
            $"Image '{request.Name}' "
                + $"{(request.IsDryRun ? "would be" : verb == ImageRestorer.Unchanged ? "is" : "was")} {verb}.",
            cancellationToken).ConfigureAwait(false);
        var different = verb == ImageRestorer.Created
            ? IgnoredFields.FindNotStored(image, restored)
            : IgnoredFields.Find(image, restored);
        if (verb == ImageRestorer.Created && different.Count > 0)
        {
            await request.Output.WarnAsync(
                $"The server {(request.IsDryRun ? "would create" : "created")} Image '{request.Name}' with other "
                    + $"values than the input has: {string.Join(", ", different)}.",
                cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await WarnOfIgnoredFieldsAsync(
                request.Name, different, request.Decision, request.Output, cancellationToken).ConfigureAwait(false);
        }

        await PassAsync(request, restored, cancellationToken).ConfigureAwait(false);
    }

    private ValueTask PassAsync(ChangeRequest request, Image image, CancellationToken cancellationToken) =>
        PassThru ? request.Output.WriteAsync(image, cancellationToken) : ValueTask.CompletedTask;
}
