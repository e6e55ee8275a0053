using System.Collections;
using System.Management.Automation;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Changes a part of Images: by a patch, or their labels and annotations.</summary>
[Cmdlet(VerbsData.Update, "OSImage", DefaultParameterSetName = ParameterSets.Metadata, SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class UpdateOSImageCommand : ImageWriteCommand
{
    /// <summary>A manager must name itself to apply.</summary>
    private const string DefaultApplyManager = "OpenShiftImage";

    private static readonly JsonSerializerOptions s_json = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private ImagePatch? _patch;

    /// <summary>An apply names the object that it is for; what the caller has left out is filled in for each.</summary>
    private ImagePatch PatchFor(string name)
    {
        if (_patch!.Type != PatchType.Apply || JsonNode.Parse(_patch.Json.Span) is not JsonObject configuration)
        {
            return _patch;
        }

        configuration["apiVersion"] ??= "image.openshift.io/v1";
        configuration["kind"] ??= "Image";
        if (configuration["metadata"] is null or JsonObject)
        {
            configuration["metadata"] ??= new JsonObject();
            configuration["metadata"]!["name"] ??= name;
        }

        return new ImagePatch(PatchType.Apply, JsonSerializer.SerializeToUtf8Bytes(configuration, s_json));
    }

    /// <summary>Names of the Images; Images from the pipeline give theirs.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ObjectName]
    [ArgumentCompleter(typeof(Completion.ImageNameCompleter))]
    public string[]? Name { get; set; }

    /// <summary>The change: a hashtable, an array of operations, an object, or JSON text.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = ParameterSets.Patch)]
    [ValidateNotNull]
    public object? Patch { get; set; }

    /// <summary>How the server reads -Patch; Merge by default.</summary>
    [Parameter(ParameterSetName = ParameterSets.Patch)]
    public PatchType PatchType { get; set; } = PatchType.Merge;

    /// <summary>An apply takes over fields that other managers own (<c>force</c>). Only with -PatchType Apply.</summary>
    [Parameter(ParameterSetName = ParameterSets.Patch)]
    public SwitchParameter Force { get; set; }

    /// <summary>Labels to set; those whose value is $null go.</summary>
    [Parameter(ParameterSetName = ParameterSets.Metadata)]
    [ValidateNotNull]
    public IDictionary? Label { get; set; }

    /// <summary>Annotations to set; those whose value is $null go.</summary>
    [Parameter(ParameterSetName = ParameterSets.Metadata)]
    [ValidateNotNull]
    public IDictionary? Annotation { get; set; }

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

    private protected override Item[] Items() => [.. Name!.Select(name => RefuseWildcard(name) is { } record
        ? Item.Refused(record)
        : new Item(name, Describe(), (decision, output, cancellationToken) => UpdateAsync(name, decision, output, cancellationToken)))];

    private async Task UpdateAsync(string name, Decision decision, PipelineOutput output, CancellationToken cancellationToken)
    {
        var options = new PatchOptions
        {
            DryRun = decision == Decision.DryRun,
            FieldManager = FieldManager ?? (PatchType == PatchType.Apply ? DefaultApplyManager : null),
            FieldValidation = FieldValidation,
            Force = Force ? true : null,
        };
        var patch = PatchFor(name);
        var patched = await CreateApi(output).PatchAsync(name, patch, options, cancellationToken).ConfigureAwait(false);
        await WarnOfNotTakenAsync(name, ChangeCheck.NotTaken(patch, patched), decision, output, cancellationToken).ConfigureAwait(false);
        if (PassThru)
        {
            await output.WriteAsync(patched, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Dictionary<string, object?> ToTexts(IDictionary map)
    {
        var texts = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in map)
        {
            texts[Convert.ToString(entry.Key, System.Globalization.CultureInfo.InvariantCulture)!] = entry.Value is null
                ? null
                : (string)LanguagePrimitives.ConvertTo(entry.Value, typeof(string), System.Globalization.CultureInfo.InvariantCulture);
        }

        return texts;
    }

    private static bool IsOneOperation(object? patch) =>
        patch is IDictionary or PSCustomObject || (patch is string text && text.TrimStart().StartsWith('{'));

    private static object Array(object operation) =>
        (operation is PSObject wrapped ? wrapped.BaseObject : operation) is string text ? $"[{text}]" : new[] { operation };

    private string Describe() => ParameterSetName == ParameterSets.Metadata
        ? $"Update {string.Join(" and ", new[] { Label is null ? null : "labels", Annotation is null ? null : "annotations" }.OfType<string>())} of Image"
        : $"{PatchType} patch of Image";

    private ImagePatch ToPatch()
    {
        if (ParameterSetName == ParameterSets.Metadata)
        {
            if (Label is null && Annotation is null)
            {
                throw new ParameterException("NothingToUpdate", "There is nothing to update: give -Label, -Annotation or -Patch.");
            }

            var metadata = new Dictionary<string, object?>();
            if (Label is not null)
            {
                metadata["labels"] = ToTexts(Label);
            }

            if (Annotation is not null)
            {
                metadata["annotations"] = ToTexts(Annotation);
            }

            return new ImagePatch(PatchType.Merge, PowerShellJson.ToUtf8Bytes(new Hashtable { ["metadata"] = metadata }, "InvalidPatch", "The change"));
        }

        if (Force && PatchType != PatchType.Apply)
        {
            throw new ParameterException("ForceWithoutApply", "-Force takes over fields in an apply; it goes with -PatchType Apply only.", PatchType);
        }

        // One operation is an array of one, which PowerShell does not make by itself.
        var given = PatchType == PatchType.Json && IsOneOperation(Patch is PSObject wrapped ? wrapped.BaseObject : Patch) ? Array(Patch!) : Patch;
        try
        {
            if (PatchType == PatchType.Apply && (Patch is PSObject holder ? holder.BaseObject : Patch) is Image image)
            {
                // A manager applies what it wants to own; what the server sets is nobody's to apply.
                given = ServerFields.WithoutForApply(image);
            }

            return new ImagePatch(PatchType, PowerShellJson.ToUtf8Bytes(given, "InvalidPatch", "-Patch"));
        }
        catch (JsonException e)
        {
            throw new ParameterException("InvalidPatch", e.Message, Patch, e);
        }
    }
}
