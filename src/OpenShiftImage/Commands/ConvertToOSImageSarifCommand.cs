using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Binding;

namespace OpenShiftImage.Commands;

/// <summary>Converts results of Test-OSImage to one log of SARIF 2.1.0, by which CI systems show them.</summary>
[Cmdlet(VerbsData.ConvertTo, "OSImageSarif")]
[OutputType(typeof(string))]
public sealed class ConvertToOSImageSarifCommand : PSCmdlet
{
    private SarifLog? _log;

    /// <summary>Results of Test-OSImage.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public ImageTestResult[]? InputObject { get; set; }

    /// <summary>Puts results that passed into the log too.</summary>
    [Parameter]
    public SwitchParameter IncludePassed { get; set; }

    /// <summary>What tells this log from others of the same commit (<c>automationDetails.id</c>).</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? Category { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing() => _log = new SarifLog(
        typeof(ConvertToOSImageSarifCommand).Assembly.GetName().Version!.ToString(3), Category, IncludePassed);

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var result in InputObject ?? [])
        {
            _log!.Add(result);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_log!.Count > SarifLog.MostForGitHub)
        {
            WriteWarning(string.Create(
                CultureInfo.CurrentCulture,
                $"The log has {_log.Count:N0} results, and GitHub takes {SarifLog.MostForGitHub:N0}: use fewer rules."));
        }

        WriteObject(_log.Complete());
    }
}
