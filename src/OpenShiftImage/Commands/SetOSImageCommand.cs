using System.Management.Automation;
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

    private protected override Item[] Items()
    {
        Image image;
        try
        {
            image = PowerShellJson.ToImage(InputObject!);
            if (string.IsNullOrEmpty(image.Name))
            {
                throw new ParameterException("InvalidImage", "The input has no metadata.name, so there is no Image to replace.", InputObject);
            }

            // What is sent is what was asked about: the caller may go on to change its object.
            image = ImageJson.ParseImage(ImageJson.ToUtf8Bytes(image));
        }
        catch (ParameterException e)
        {
            return [Item.Refused(ErrorRecords.For(e, InputObject)!)];
        }

        var name = image.Name!;
        return [new Item(name, "Replace Image", async (decision, output, cancellationToken) =>
        {
            var replaced = await CreateApi(output).ReplaceAsync(name, image, ToOptions(decision), cancellationToken).ConfigureAwait(false);
            await WarnOfNotTakenAsync(name, ChangeCheck.NotTaken(image, replaced), decision, output, cancellationToken).ConfigureAwait(false);
            if (PassThru)
            {
                await output.WriteAsync(replaced, cancellationToken).ConfigureAwait(false);
            }
        })];
    }
}
