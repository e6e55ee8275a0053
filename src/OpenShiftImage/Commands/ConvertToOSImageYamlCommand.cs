using System.Management.Automation;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Documents;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Converts Images to YAML text: a document each, from the second on begun with <c>---</c>.</summary>
[Cmdlet(VerbsData.ConvertTo, "OSImageYaml")]
[OutputType(typeof(string))]
public sealed class ConvertToOSImageYamlCommand : AsyncCommand
{
    private int _count;

    /// <summary>Images; of events and pages their Images.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateInput("an Image", AllowsEmptyList = true)]
    [AllowEmptyCollection]
    [ImageOf]
    public Image[]? InputObject { get; set; }

    /// <summary>
    /// Leaves out what the server sets: uid, resourceVersion, creationTimestamp, managedFields and the like.
    /// </summary>
    [Parameter]
    public SwitchParameter Clean { get; set; }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var writer = new DocumentWriter(Dependencies.Yaml, DocumentFormat.Yaml, Clean);
        foreach (var image in InputObject!)
        {
            // The cmdlet that writes the texts to a file adds the last line break.
            var text = (_count++ == 0 ? "" : "---\n") + writer.ToText(image).TrimEnd('\n');
            await output.WriteAsync(text, cancellationToken).ConfigureAwait(false);
        }
    }
}
