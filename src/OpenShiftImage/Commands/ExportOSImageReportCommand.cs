using System.Management.Automation;
using OpenShiftImage.Analysis.Reports;
using OpenShiftImage.Analysis.Usage;
using OpenShiftImage.Binding;
using OpenShiftImage.Connections;
using OpenShiftImage.Files;
using OpenShiftImage.Formatting;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Writes a report on Images as one static page of HTML.</summary>
[Cmdlet(VerbsData.Export, "OSImageReport", DefaultParameterSetName = ParameterSets.Path, SupportsShouldProcess = true)]
[OutputType(typeof(FileInfo))]
public sealed class ExportOSImageReportCommand : PruneCommand
{
    private const string Taken = "an Image, or what Get-OSImageUsage, Measure-OSImage or Test-OSImage gives";

    private ReportFiles? _files;
    private ReportInputs? _inputs;
    private ReportOptions? _options;
    private readonly HashSet<string> _refused = [];

    /// <summary>The file of the page.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ParameterSets.Path)]
    [ValidateInput("a path")]
    [SupportsWildcards]
    [SingleValue]
    public string? Path { get; set; }

    /// <summary>Like -Path, but taken as it stands: brackets and stars are part of the name.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.LiteralPath)]
    [ValidateInput("a path")]
    [Alias("PSPath", "LP")]
    [SingleValue]
    public string? LiteralPath { get; set; }

    /// <summary>
    /// What the report is made of: Images, and what Get-OSImageUsage, Measure-OSImage and Test-OSImage give. Left out:
    /// all Images of the cluster, and what uses them.
    /// </summary>
    [Parameter(ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    public object[]? InputObject { get; set; }

    /// <summary>The title of the page; left out: it names the cluster.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? Title { get; set; }

    /// <summary>How many rows a table has at most, beside those of the others and the total.</summary>
    [Parameter]
    [WholeNumber]
    [ValidateRange(1, 10_000)]
    public int Top { get; set; } = ReportOptions.DefaultTop;

    /// <summary>Writes the data too, as files of comma-separated values beside the page.</summary>
    [Parameter]
    public SwitchParameter Csv { get; set; }

    /// <summary>Writes over files that are there.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the files that were written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>A page of a part of what came would pass for one of the whole, and is not written.</summary>
    private protected override bool HasWork => _refused.Count == 0;

    private bool HasInput => MyInvocation.ExpectingInput || IsBound(nameof(InputObject));

    /// <summary>Gets what the report is told: at all places the same time.</summary>
    private ReportOptions Options => _options ??= ToOptions();

    private ReportInputs Inputs => _inputs ??= new ReportInputs(Options);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (HasInput)
        {
            RefuseWithInput();
        }

        try
        {
            _files = new ReportFiles(FilePaths.ResolveOne(this, Path, LiteralPath), Csv, Force);
        }
        catch (Exception e) when (ErrorRecords.For(e, Path ?? LiteralPath) is { } record)
        {
            ThrowTerminatingError(record);
        }
    }

    private protected override void TakeInput()
    {
        if (InputObject is null && HasInput)
        {
            Take((object?)null);
        }

        foreach (var item in InputObject ?? [])
        {
            Take(PowerShellValue.Unwrap(item));
        }
    }

    private protected override async Task ProcessAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        if (!await output.EvaluateAsync(
            cmdlet => cmdlet.ShouldProcess(Path ?? LiteralPath, "Write a report on Images"), cancellationToken)
            .ConfigureAwait(false))
        {
            return;
        }

        var clusters = HasInput ? Inputs.Clusters : await ReadAsync(output, cancellationToken).ConfigureAwait(false);
        if (!HasInput && clusters.All(data => data.Failure is not null))
        {
            // Errors have said why.
            return;
        }

        if (HasInput && clusters.Count == 0)
        {
            await output.WarnAsync(
                "Nothing came through the pipeline: the report cannot tell whether there is nothing, or what should "
                    + "have come could not be read.",
                cancellationToken).ConfigureAwait(false);
        }

        output.Report(new ProgressState("writing the report"));
        var figures = clusters.Select(data => new ReportFigures(data)).ToList();
        foreach (var file in _files!.Write(figures, Options, cancellationToken))
        {
            if (PassThru)
            {
                await WrittenFile.WriteAsync(file, output, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Take(object? item)
    {
        switch (item)
        {
            case ImageEvent { Type: ImageEventType.Bookmark }:
                return;
            case ImageEvent happened:
                Take(happened.Image);
                return;
            case System.Collections.IEnumerable items and not string:
                foreach (var each in items)
                {
                    Take(PowerShellValue.Unwrap(each));
                }

                return;
            case ImagePage page:
                Take(page.Items);
                return;
        }

        // Of one type one error is enough, however many objects come.
        if (!Inputs.Add(item) && _refused.Add(item?.GetType().FullName ?? "$null"))
        {
            WriteError(ErrorRecords.For(
                new ParameterException(
                    "InvalidInput",
                    $"{(item is null ? "$null" : $"'{item}' of type {item.GetType().FullName}")} came, of which no "
                        + $"report is made, so no file is written. Taken is {Taken}.",
                    item),
                item)!);
        }
    }

    /// <summary>Refuses what says which cluster is read, and how, where none is.</summary>
    private void RefuseWithInput()
    {
        RefuseClusterWithInput("reported");
        var without = ((string[])[nameof(KeepTagRevisions), nameof(KeepYoungerThan), nameof(IgnoreInvalidReference)])
            .FirstOrDefault(IsBound);
        if (without is not null)
        {
            Refuse(new ParameterException(
                "UsageOptionWithInput",
                $"-{without} says how a prune is judged, which is not done for what the pipeline gives: "
                    + $"Get-OSImageUsage -{without} judges, and its output goes into the report."));
        }
    }

    private Task<IReadOnlyList<ReportData>> ReadAsync(PipelineOutput output, CancellationToken cancellationToken)
    {
        var options = Options;
        var usage = new UsageOptions
        {
            KeepTagRevisions = KeepTagRevisions,
            KeepYoungerThan = KeepYoungerThan,
            IgnoreInvalidReferences = IgnoreInvalidReference,
            AsOf = options.AsOf,
        };
        return ReadClustersAsync(
            (connection, isOneOfSeveral, token) => new ReportReader(
                CreateReader(connection, output, isOneOfSeveral), connection, output, isOneOfSeveral).ReadAsync(
                options, usage, HasTime, token),
            // That it could not be read is told on the page too.
            (name, e) => new ReportData(new NamedCluster(name), options) { Failure = e.Message },
            output,
            cancellationToken);
    }

    private ReportOptions ToOptions()
    {
        var now = Time.GetUtcNow();
        return new ReportOptions
        {
            Title = Title,
            Top = Top,
            KeepsRows = Csv,
            Made = now,
            AsOf = IsBound(nameof(AsOf)) ? AsOf.ToUniversalTime() : now,
            Version = GetType().Assembly.GetName().Version?.ToString(3) ?? "",
        };
    }

    private bool IsBound(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
