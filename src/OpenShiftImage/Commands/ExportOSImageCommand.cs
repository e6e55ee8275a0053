using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Writes Images to files, as YAML or JSON that New-OSImage, kubectl and oc take.</summary>
[Cmdlet(VerbsData.Export, "OSImage", DefaultParameterSetName = ParameterSets.ObjectPath, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportOSImageCommand : ImageCommand
{
    private ImageFileWriter? _files;
    private int _count;
    private bool _hasFailed;

    /// <summary>Images, as Get-OSImage gives them; of events and pages their Images.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ParameterSets.ObjectPath)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ParameterSets.ObjectLiteralPath)]
    [ValidateNotNull]
    [AllowEmptyCollection]
    [ImageOf]
    public Image[]? InputObject { get; set; }

    /// <summary>Names of Images to read from the cluster.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ParameterSets.NamePath)]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ParameterSets.NameLiteralPath)]
    [ValidateNotNullOrEmpty]
    [NoSerializedImage]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>A folder, which gets a file for each Image, or a file, which gets them all. Wildcards may choose it.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ParameterSets.ObjectPath)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ParameterSets.NamePath)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Path { get; set; }

    /// <summary>Like -Path, but taken as it stands: brackets and stars are part of the name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.ObjectLiteralPath)]
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.NameLiteralPath)]
    [ValidateNotNullOrEmpty]
    [Alias("PSPath", "LP")]
    public string? LiteralPath { get; set; }

    /// <summary>YAML or JSON; left out: JSON for a file whose name ends with .json, else YAML.</summary>
    [Parameter]
    public DocumentFormat? Format { get; set; }

    /// <summary>Leaves out what the server sets: uid, resourceVersion, creationTimestamp, managedFields and the like.</summary>
    [Parameter]
    public SwitchParameter Clean { get; set; }

    /// <summary>Refuses to write over a file that is there.</summary>
    [Parameter]
    public SwitchParameter NoClobber { get; set; }

    /// <summary>Gives the files that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
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
        // As work of its own, so that a stop is not held up by the reader of a pipe.
        Finish(Start((output, cancellationToken) => EachAsync(Path ?? LiteralPath, output, () => CompleteAsync(output, cancellationToken), cancellationToken)));
        base.EndProcessing();
    }

    private protected override void Prepare()
    {
        // Objects need no cluster.
        if (Name is not null)
        {
            base.Prepare();
        }
    }

    private protected override void Release() => _files?.Dispose();

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        foreach (var image in InputObject ?? [])
        {
            _hasFailed |= !await EachAsync(image, output, () => WriteAsync(image, output, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        foreach (var name in InputObject is null ? Name ?? [] : [])
        {
            if (RefuseWildcard(name) is { } record)
            {
                _hasFailed = true;
                await output.ErrorAsync(record, cancellationToken).ConfigureAwait(false);
                continue;
            }

            _hasFailed |= !await EachAsync(name, output, WriteNamedAsync, cancellationToken).ConfigureAwait(false);

            async Task WriteNamedAsync()
            {
                var image = await CreateApi(output).GetAsync(name, null, cancellationToken).ConfigureAwait(false);
                await WriteAsync(image, output, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task CompleteAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        if (_files!.Complete(!_hasFailed) is { } file && PassThru)
        {
            await GiveAsync(file, output, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Gives a file as Get-Item does, with the path that other cmdlets bind to.</summary>
    private static ValueTask GiveAsync(FileInfo file, PipelineOutput output, CancellationToken cancellationToken) => output.RunAsync(
        cmdlet =>
        {
            if (file.Exists)
            {
                cmdlet.WriteObject(cmdlet.InvokeProvider.Item.Get([file.FullName], force: true, literalPath: true), enumerateCollection: true);
            }
            else
            {
                cmdlet.WriteObject(file);
            }
        },
        cancellationToken);

    private async Task WriteAsync(Image image, PipelineOutput output, CancellationToken cancellationToken)
    {
        var file = _files!.FileFor(image);
        if (!await output.EvaluateAsync(cmdlet => cmdlet.ShouldProcess(file, $"Export Image '{Printable.Escape(image.Name)}'"), cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        output.Report(new ProgressState(string.Create(System.Globalization.CultureInfo.CurrentCulture, $"{++_count:N0} Images")));
        if (_files.Write(image, file) is { } written && PassThru)
        {
            await GiveAsync(written, output, cancellationToken).ConfigureAwait(false);
        }
    }
}
