using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Formatting;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Commands;

/// <summary>Changes a part of Images: by a patch, or their labels and annotations.</summary>
[Cmdlet(VerbsData.Update, "OSImage", DefaultParameterSetName = ParameterSets.Metadata, SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class UpdateOSImageCommand : ImageWriteCommand
{
    /// <summary>A manager must name itself to apply.</summary>
    private const string DefaultApplyManager = "OpenShiftImage";

    private const int MaxShown = 200;

    private ImagePatch? _patch;

    /// <summary>Names of the Images; Images from the pipeline give theirs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateInput("an Image or its name")]
    [ImageIdentityTransformation]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public ImageIdentity[]? Name { get; set; }

    /// <summary>The change: a hashtable, an array of operations, an object, or JSON text.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ParameterSets.Patch)]
    [ValidateInput("a patch")]
    public object? Patch { get; set; }

    /// <summary>How the server reads -Patch; Merge by default.</summary>
    [Parameter(ParameterSetName = ParameterSets.Patch)]
    public PatchType PatchType { get; set; } = PatchType.Merge;

    /// <summary>
    /// An apply takes over fields that other managers own (<c>force</c>). Only with -PatchType Apply.
    /// </summary>
    [Parameter(ParameterSetName = ParameterSets.Patch)]
    public SwitchParameter Force { get; set; }

    /// <summary>
    /// Labels to set and remove: a hashtable, in which $null removes, text such as owner=me,draft-, or a script block
    /// that gives either for the object in $_.
    /// </summary>
    [Parameter(ParameterSetName = ParameterSets.Metadata)]
    [ValidateNotNull]
    [MetadataChangeTransformation]
    public MetadataChange? Label { get; set; }

    /// <summary>Annotations to set and remove: as -Label, but a text holds one, since values may have commas.</summary>
    [Parameter(ParameterSetName = ParameterSets.Metadata)]
    [ValidateNotNull]
    [MetadataChangeTransformation]
    public MetadataChange? Annotation { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _patch = ToPatch();
        }
        catch (ParameterException e)
        {
            ThrowTerminatingError(ErrorRecords.For(e, Patch)!);
        }
    }

    private protected override string[] Verbs => ["updated", "unchanged"];

    private protected override Change[] Changes() => [.. Name!.Select(ChangeOf)];

    private Change ChangeOf(ImageIdentity image)
    {
        if (RefuseWildcard(image) is { } record)
        {
            return Change.Refused(record);
        }

        try
        {
            var (patch, action) = _patch is { } given
                ? (given, $"{PatchType} patch {DescribePatch(given)} of")
                : ToMetadataPatch(image);
            return new Change(
                action, image, (request, cancellationToken) => UpdateAsync(request, patch, cancellationToken));
        }
        catch (ParameterException e)
        {
            return Change.Refused(ErrorRecords.For(e, image.Name)!);
        }
    }

    /// <summary>The patch as it is shown to a person: without secrets, and of a long one the beginning.</summary>
    private static string DescribePatch(ImagePatch patch)
    {
        var text = BodyText.Masked(patch.Root);
        return text.Length <= MaxShown ? text : text[..MaxShown] + "…";
    }

    private async Task UpdateAsync(ChangeRequest request, ImagePatch patch, CancellationToken cancellationToken)
    {
        var (name, output) = (request.Name, request.Output);
        var options = new PatchOptions
        {
            DryRun = request.IsDryRun,
            FieldManager = FieldManager ?? (PatchType == PatchType.Apply ? DefaultApplyManager : null),
            FieldValidation = FieldValidation,
            Force = Force ? true : null,
        };
        Image? patched = null;
        if (patch.ChangesNothing)
        {
            await output.VerboseAsync(
                $"There is nothing to change in Image '{name}', so nothing is sent.",
                cancellationToken).ConfigureAwait(false);
            request.Step.Done("unchanged");
        }
        else
        {
            var before = await ReadBeforeAsync(request, cancellationToken).ConfigureAwait(false);
            request.Step.Sending();
            patched = await request.Api.PatchAsync(name, patch, options, cancellationToken).ConfigureAwait(false);
            request.Step.Done();
            await TellDifferencesAsync(request, before, patched, cancellationToken).ConfigureAwait(false);
            await WarnOfIgnoredFieldsAsync(
                name,
                IgnoredFields.Find(patch, patched),
                request.Decision,
                output,
                cancellationToken).ConfigureAwait(false);
        }

        if (PassThru)
        {
            patched ??= await request.Api.GetAsync(name, null, cancellationToken).ConfigureAwait(false);
            await output.WriteAsync(patched, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsOneOperation(object? patch) =>
        patch is IDictionary or PSCustomObject || (patch is string text && text.TrimStart().StartsWith('{'));

    private static object Array(object operation) =>
        PowerShellValue.Unwrap(operation) is string text ? $"[{text}]" : new[] { operation };

    /// <summary>
    /// Returns the change of labels and annotations for one object, and what it is called when the user is asked.
    /// </summary>
    private (ImagePatch Patch, string Action) ToMetadataPatch(ImageIdentity image)
    {
        var metadata = new Dictionary<string, object?>();
        var words = new List<string>();
        Add("labels", Label, splitsAtCommas: true);
        Add("annotations", Annotation, splitsAtCommas: false);
        var patch = new Hashtable { ["metadata"] = metadata };
        var json = PowerShellJson.ToUtf8Bytes(patch, "InvalidPatch", "The change");
        return (new ImagePatch(PatchType.Merge, json), $"Update {string.Join(" and ", words)} of");

        void Add(string field, MetadataChange? change, bool splitsAtCommas)
        {
            if (change is not null)
            {
                var values = change.GetValues(
                    image.Source ?? image.Name,
                    splitsAtCommas,
                    key => WriteWarning(ControlCharacters.Escape(
                        $"The script block gave $null for '{key}', which is so removed from Image '{image.Name}'. "
                            + $"To remove it without this warning, give the text '{key}-'.")));
                metadata[field] = values;
                words.Add(values.Count == 0 ? $"no {field}" : $"{field} ({MetadataChange.Describe(values)})");
            }
        }
    }

    private ImagePatch? ToPatch()
    {
        if (ParameterSetName == ParameterSets.Metadata)
        {
            if (Label is null && Annotation is null)
            {
                throw new ParameterException(
                    "NothingToUpdate", "There is nothing to update: give -Label, -Annotation or -Patch.");
            }

            return null;
        }

        if (Force && PatchType != PatchType.Apply)
        {
            throw new ParameterException(
                "ForceWithoutApply",
                "-Force takes over fields in an apply; it goes with -PatchType Apply only.",
                PatchType);
        }

        if (PowerShellValue.Unwrap(Patch) is ScriptBlock)
        {
            throw new ParameterException(
                "InvalidPatch",
                "-Patch is a script block: a hashtable begins with @{, "
                    + "as in -Patch @{ metadata = @{ labels = @{ owner = 'me' } } }.",
                "{ }");
        }

        if (PowerShellValue.Unwrap(Patch) is string text && text.AsSpan().TrimStart() is not ['{' or '[', ..])
        {
            throw new ParameterException(
                "InvalidPatch",
                "-Patch is no JSON object. Labels and annotations have parameters of their own: "
                    + "Update-OSImage NAME -Label owner=me,draft-.",
                text.Length <= MaxShown ? text : text[..MaxShown] + "…");
        }

        // One operation is an array of one, which PowerShell does not make by itself.
        var given =
            PatchType == PatchType.Json && IsOneOperation(PowerShellValue.Unwrap(Patch)) ? Array(Patch!) : Patch;
        try
        {
            if (PatchType == PatchType.Apply && PowerShellValue.Unwrap(Patch) is Image image)
            {
                // A manager applies only the fields that it wants to own, never those that the server sets.
                given = ServerFields.WithoutForApply(image);
            }

            return new ImagePatch(PatchType, PowerShellJson.ToUtf8Bytes(given, "InvalidPatch", "-Patch"));
        }
        catch (JsonException e)
        {
            throw new ParameterException("InvalidPatch", JsonFault.Describe(e, withPlace: true), Patch, e);
        }
    }
}
