using System.Management.Automation;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Documents;
using OpenShiftImage.Files;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>
/// Reads Images from text: YAML documents, JSON, and lists of either. Lines from the pipeline are one text.
/// </summary>
[Cmdlet(VerbsData.ConvertFrom, "OSImageYaml")]
[OutputType(typeof(Image))]
public sealed class ConvertFromOSImageYamlCommand : AsyncCommand
{
    private readonly List<string> _lines = [];

    /// <summary>The text, whole or line by line.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    [ValidateInput("text", AllowsEmptyList = true, AllowsEmptyText = true)]
    public string[]? InputObject { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _lines.AddRange(InputObject!);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Finish(Start(ProcessAsync));
        base.EndProcessing();
    }

    private protected override Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken) =>
        DocumentResults.WriteAsync(
            new DocumentReader(Dependencies.Yaml).ReadText(string.Join('\n', _lines), cancellationToken),
            output,
            cancellationToken);
}
