using System.Collections;
using System.Management.Automation;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Creates Images.</summary>
[Cmdlet(VerbsCommon.New, "OSImage", DefaultParameterSetName = ParameterSets.Object, SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class NewOSImageCommand : ImageWriteCommand
{
    /// <summary>The Image to create: an Image, an object from ConvertFrom-Json, a hashtable, or JSON text. What only the server sets is left out.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ParameterSets.Object)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>Name of the Image (<c>metadata.name</c>), usually the digest of its manifest.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <summary>The string by which the image can be pulled.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNullOrEmpty]
    public string? DockerImageReference { get; set; }

    /// <summary>The raw JSON of the manifest; the server fills metadata and layers from it.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNullOrEmpty]
    public string? DockerImageManifest { get; set; }

    /// <summary>Media type of the manifest.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNullOrEmpty]
    public string? DockerImageManifestMediaType { get; set; }

    /// <summary>The raw JSON of the config blob.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNullOrEmpty]
    public string? DockerImageConfig { get; set; }

    /// <summary>What the image says of itself: a hashtable, an object, or JSON text.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNull]
    public object? DockerImageMetadata { get; set; }

    /// <summary>Labels of the Image.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNull]
    public IDictionary? Label { get; set; }

    /// <summary>Annotations of the Image.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNull]
    public IDictionary? Annotation { get; set; }

    private protected override Item[] Items()
    {
        Image image;
        try
        {
            image = ParameterSetName == ParameterSets.Properties ? FromProperties() : ServerFields.WithoutForCreate(PowerShellJson.ToImage(InputObject!));
        }
        catch (ParameterException e)
        {
            return [Item.Refused(ErrorRecords.For(e, InputObject)!)];
        }

        return [new Item(image.Name ?? "(name from the server)", "Create Image", async (decision, output, cancellationToken) =>
        {
            var created = await CreateApi(output).CreateAsync(image, ToOptions(decision), cancellationToken).ConfigureAwait(false);
            if (decision == Decision.Proceed || PassThru)
            {
                await output.WriteAsync(created, cancellationToken).ConfigureAwait(false);
            }
        })];
    }

    private Image FromProperties()
    {
        var image = new Image
        {
            Kind = "Image",
            ApiVersion = "image.openshift.io/v1",
            Metadata = new ObjectMeta { Name = Name },
            DockerImageReference = DockerImageReference,
        };
        if (Label is not null)
        {
            image.Metadata.Labels = ToTexts(Label);
        }

        if (Annotation is not null)
        {
            image.Metadata.Annotations = ToTexts(Annotation);
        }

        if (DockerImageManifest is not null)
        {
            image.DockerImageManifest = DockerImageManifest;
        }

        if (DockerImageManifestMediaType is not null)
        {
            image.DockerImageManifestMediaType = DockerImageManifestMediaType;
        }

        if (DockerImageConfig is not null)
        {
            image.DockerImageConfig = DockerImageConfig;
        }

        if (DockerImageMetadata is not null)
        {
            image.DockerImageMetadata = OpenShiftImage.DockerImageMetadata.Parse(System.Text.Encoding.UTF8.GetString(
                PowerShellJson.ToUtf8Bytes(DockerImageMetadata, "InvalidDockerImageMetadata", "-DockerImageMetadata")));
        }

        return image;
    }

    private static Dictionary<string, string> ToTexts(IDictionary map) => map.Cast<DictionaryEntry>().ToDictionary(
        entry => (string)LanguagePrimitives.ConvertTo(entry.Key, typeof(string), System.Globalization.CultureInfo.InvariantCulture),
        entry => (string)LanguagePrimitives.ConvertTo(entry.Value, typeof(string), System.Globalization.CultureInfo.InvariantCulture) ?? "",
        StringComparer.Ordinal);
}
