using System.Management.Automation;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Files;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Commands;

/// <summary>Writes Images to files, as YAML or JSON that New-OSImage, kubectl and oc take.</summary>
[Cmdlet(VerbsData.Export, "OSImage", DefaultParameterSetName = ParameterSets.ObjectPath, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed partial class ExportOSImageCommand : MultiClusterCommand
{
    private ImageFileWriter? _files;
    private readonly WorkTally _tally = new("exported");
    private bool _hasFailed;

    /// <summary>Images, as Get-OSImage gives them; of events and pages their Images.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ParameterSets.ObjectPath)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ParameterSets.ObjectLiteralPath)]
    [ValidateInput("an Image", AllowsEmptyList = true)]
    [AllowEmptyCollection]
    [ImageOf]
    public Image[]? InputObject { get; set; }

    /// <summary>Names of Images to read from the cluster.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ParameterSets.NamePath)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ParameterSets.NameLiteralPath)]
    [ValidateInput("an Image or its name")]
    [ImageIdentityTransformation(RefusesImages = true)]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public ImageIdentity[]? Name { get; set; }

    /// <summary>
    /// A folder, which gets a file for each Image, or a file, which gets them all. Wildcards may choose it.
    /// </summary>
    // With a name, the engine could not tell which of two parameters is missing, and would say so: BeginProcessing has
    // better words.
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ParameterSets.ObjectPath)]
    [Parameter(Position = 0, ParameterSetName = ParameterSets.NamePath)]
    [ValidateInput("a path")]
    [SupportsWildcards]
    [SingleValue]
    public string? Path { get; set; }

    /// <summary>Like -Path, but taken as it stands: brackets and stars are part of the name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ObjectLiteralPath)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.NameLiteralPath)]
    [ValidateInput("a path")]
    [Alias("PSPath", "LP")]
    [SingleValue]
    public string? LiteralPath { get; set; }

    /// <summary>YAML or JSON; left out: JSON for a file whose name ends with .json, else YAML.</summary>
    [Parameter]
    public DocumentFormat? Format { get; set; }

    /// <summary>
    /// Leaves out what the server sets: uid, resourceVersion, creationTimestamp, managedFields and the like.
    /// </summary>
    [Parameter]
    public SwitchParameter Clean { get; set; }

    /// <summary>Refuses to write over a file that is there.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Returns the files that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            if (Path is null && LiteralPath is null)
            {
                throw new ParameterException(
                    "PathMissing",
                    "-Path is missing: a folder, which gets a file for each Image, or a file, which gets them all.");
            }

            var target = FilePaths.ResolveOne(this, Path, LiteralPath);
            _files = new ImageFileWriter(target, Format, Clean, NoClobber, Dependencies.Yaml);
        }
        catch (Exception e) when (ErrorRecords.For(e, Path ?? LiteralPath) is { } record)
        {
            ThrowTerminatingError(record);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // This runs as a task of its own, so that the reader of a pipe cannot delay a stop.
        Finish(Start((output, cancellationToken) => EachAsync(
            Path ?? LiteralPath, output, () => CompleteAsync(output, cancellationToken), cancellationToken)));
        if (_tally.Failed > 0 && _tally.Ended > 1)
        {
            WriteWarning($"{DescribeStop()}.");
        }

        base.EndProcessing();
    }

    private protected override void Prepare()
    {
        // Whole Images are exported without a request, so no cluster is needed.
        if (Name is not null)
        {
            base.Prepare();
        }
    }

    /// <summary>One file is there when every Image is in it, and not before.</summary>
    private protected override string? DescribeStop() => _tally.Ended <= 1 ? null
        : _files is { IsFolder: false, IsComplete: false }
            ? $"{_tally}, and '{Path ?? LiteralPath}' is left as it was, since it is written as a whole"
        : _tally.ToString();

    private protected override string? OfflineErrorId => null;

    private protected override void Release()
    {
        _files?.Dispose();
        _writing.Dispose();
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        foreach (var image in InputObject ?? [])
        {
            await CountAsync(
                image.Name,
                image,
                () => WriteAsync(image, null, output, cancellationToken),
                output,
                cancellationToken).ConfigureAwait(false);
        }

        if (InputObject is not null)
        {
            return;
        }

        var images = new List<ImageIdentity>();
        foreach (var named in Name ?? [])
        {
            if (RefuseWildcard(named) is { } record)
            {
                _hasFailed = true;
                _tally.Begin(named.Name).Fail(record.Exception);
                await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                images.Add(named);
            }
        }

        await ExportNamedAsync(images, output, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Exports one Image, and counts what came of it.</summary>
    private async Task CountAsync(
        string? name, object? target, Func<Task> work, PipelineOutput output, CancellationToken cancellationToken) =>
        await EachAsync(
            target,
            output,
            async () =>
            {
                try
                {
                    await work().ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    _hasFailed = true;
                    _tally.Begin(name ?? "").Fail(e);
                    throw;
                }
            },
            cancellationToken).ConfigureAwait(false);

    private async Task CompleteAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        if (_files!.Complete(!_hasFailed) is { } file && PassThru)
        {
            await WrittenFile.WriteAsync(file, output, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task WriteAsync(
        Image image, string? folder, PipelineOutput output, CancellationToken cancellationToken)
    {
        var file = _files!.FileFor(image, folder);
        if (!await output.EvaluateAsync(
            cmdlet => cmdlet.ShouldProcess(file, $"Export Image '{ControlCharacters.Escape(image.Name)}'"),
            cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        var written = _files.Write(image, file);
        _tally.Begin(image.Name ?? "").Done();
        output.Report(new ProgressState(string.Create(
            System.Globalization.CultureInfo.CurrentCulture, $"{_tally.Ended:N0} Images, {image.Name} the last")));
        if (written is not null && PassThru)
        {
            await WrittenFile.WriteAsync(written, output, cancellationToken).ConfigureAwait(false);
        }
    }
}
