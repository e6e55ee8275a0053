using System.Management.Automation;
using OpenShiftImage.Binding;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Replaces Images. The version that the object carries must be the one that is stored.</summary>
[Cmdlet(VerbsCommon.Set, "OSImage", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class SetOSImageCommand : ImageWriteCommand
{
    /// <summary>The Image as it is to be: an Image, an object from ConvertFrom-Json, a hashtable, or JSON text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    private protected override Change[] Changes()
    {
        Image image;
        ImageIdentity identity;
        try
        {
            var given = PowerShellJson.ToImage(InputObject!);
            if (string.IsNullOrEmpty(given.Name))
            {
                throw new ParameterException("InvalidImage", "The input has no metadata.name, so there is no Image to replace.", InputObject);
            }

            // What is sent is what was asked about: the caller may go on to change its object.
            image = ImageJson.ParseImage(ImageJson.ToUtf8Bytes(given));
            identity = ImageIdentity.Of(given, InputObject!);
        }
        catch (ParameterException e)
        {
            return [Change.Refused(ErrorRecords.For(e, InputObject)!)];
        }

        return [new Change("Replace", identity, async (request, cancellationToken) =>
        {
            var replaced = await request.Api.ReplaceAsync(request.Name, image, ToOptions(request.Decision), cancellationToken).ConfigureAwait(false);
            await WarnOfNotTakenAsync(request.Name, ChangeCheck.NotTaken(image, replaced), request.Decision, request.Output, cancellationToken).ConfigureAwait(false);
            if (PassThru)
            {
                await request.Output.WriteAsync(replaced, cancellationToken).ConfigureAwait(false);
            }
        })];
    }
}
