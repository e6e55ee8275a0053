using System.Management.Automation;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Documents;
using OpenShiftImage.Files;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>
/// Reads Images from files: YAML documents, JSON, and lists of either, as Export-OSImage, oc and kubectl write them.
/// </summary>
[Cmdlet(VerbsData.Import, "OSImage", DefaultParameterSetName = ParameterSets.Path)]
[OutputType(typeof(Image))]
public sealed class ImportOSImageCommand : AsyncCommand
{
    private readonly List<string> _files = [];
    private int _count;

    /// <summary>Files, or folders, of which those that end with .yaml, .yml or .json are read.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ParameterSets.Path)]
    [ValidateInput("a path")]
    [SupportsWildcards]
    public string[]? Path { get; set; }

    /// <summary>Like -Path, but taken as it stands: brackets and stars are part of the name.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ParameterSets.LiteralPath)]
    [ValidateInput("a path")]
    [Alias("PSPath", "LP")]
    public string[]? LiteralPath { get; set; }

    private protected override void Prepare()
    {
        _files.Clear();
        _count = 0;
        foreach (var path in LiteralPath ?? Path!)
        {
            try
            {
                _files.AddRange(FilePaths.Resolve(this, path, LiteralPath is not null));
            }
            catch (Exception e) when (ErrorRecords.For(e, path) is { } record)
            {
                WriteError(record);
            }
        }
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var reader = new DocumentReader(Dependencies.Yaml);
        foreach (var file in _files)
        {
            output.Report(new ProgressState($"file {++_count} of {_files.Count}: {file}"));
            try
            {
                await DocumentResults.WriteAsync(
                    reader.ReadFile(file, cancellationToken), output, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is not OperationCanceledException && ErrorRecords.For(e, file) is { } record)
            {
                await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
