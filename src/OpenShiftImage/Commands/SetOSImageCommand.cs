using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Replaces Images. The version that the object carries must be the one that is stored.</summary>
[Cmdlet(VerbsCommon.Set, "OSImage", SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class SetOSImageCommand : ImageWriteCommand
{
    private Image? _image;

    /// <summary>The Image as it is to be: an Image, an object from ConvertFrom-Json, a hashtable, or JSON text.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    private protected override void Prepare()
    {
        base.Prepare();
        _image = null;
        try
        {
            _image = PowerShellJson.ToImage(InputObject!);
            if (string.IsNullOrEmpty(_image.Name))
            {
                _image = null;
                throw new ParameterException("InvalidImage", "The input has no metadata.name, so there is no Image to replace.", InputObject);
            }
        }
        catch (ParameterException e)
        {
            WriteError(ErrorRecords.For(e, InputObject)!);
        }
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        if (_image is not { Name: { } name } image)
        {
            return;
        }

        var decision = await output.ShouldProcessAsync(name, "Replace Image", cancellationToken).ConfigureAwait(false);
        if (decision == Decision.Skip)
        {
            return;
        }

        await EachAsync(name, output, cancellationToken, async () =>
        {
            var replaced = await Connection.CreateApi(output).ReplaceAsync(name, image, ToOptions(decision), cancellationToken).ConfigureAwait(false);
            await WarnOfNotTakenAsync(name, ChangeCheck.NotTaken(image, replaced), decision, output, cancellationToken).ConfigureAwait(false);
            if (PassThru)
            {
                await output.WriteAsync(replaced, cancellationToken).ConfigureAwait(false);
            }
        }).ConfigureAwait(false);
    }
}
