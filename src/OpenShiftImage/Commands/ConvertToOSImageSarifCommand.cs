using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Binding;
using OpenShiftImage.Formatting;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Converts results of Test-OSImage to one log of SARIF 2.1.0, by which CI systems show them.</summary>
[Cmdlet(VerbsData.ConvertTo, "OSImageSarif")]
[OutputType(typeof(string))]
public sealed class ConvertToOSImageSarifCommand : PSCmdlet
{
    private SarifLog? _log;
    private bool _hasFailed;

    /// <summary>Results of Test-OSImage.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public object[]? InputObject { get; set; }

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
        foreach (var input in InputObject ?? [])
        {
            var plain = PowerShellValue.Unwrap(input);
            if (plain is not ImageTestResult result)
            {
                // An empty log would tell a CI system that all has been mended.
                _hasFailed = true;
                WriteError(ErrorRecords.For(
                    new ParameterException(
                        "InvalidInput",
                        $"A {plain?.GetType().Name ?? "null"} is no result of Test-OSImage, so there will be no log. "
                            + "Pipe the results themselves: what was written to a file and read again is none.",
                        input),
                    input)!);
            }
            else if (!_log!.Add(result))
            {
                ThrowTerminatingError(ErrorRecords.For(
                    new ParameterException(
                        "TooManyResults",
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"A log holds {SarifLog.MostResults:N0} results and "
                                + $"{SarifLog.MostCharacters:N0} characters.")
                            + " Use fewer rules, leave out -IncludePassed, or write a log for each cluster or policy, "
                            + "with a -Category of its own."),
                    MyInvocation.MyCommand.Name)!);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (_hasFailed)
        {
            return;
        }

        if (_log!.Count > SarifLog.MostForGitHub)
        {
            WriteWarning(string.Create(
                CultureInfo.InvariantCulture,
                $"The log has {_log.Count:N0} results, and GitHub takes {SarifLog.MostForGitHub:N0}: "
                    + $"use fewer rules."));
        }

        WriteObject(_log.Complete());
    }
}
