using System.Management.Automation;
using OpenShiftImage.Binding;
using OpenShiftImage.Pipeline;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Commands;

/// <summary>Creates Images.</summary>
[Cmdlet(VerbsCommon.New, "OSImage", DefaultParameterSetName = ParameterSets.Object, SupportsShouldProcess = true)]
[OutputType(typeof(Image))]
public sealed class NewOSImageCommand : ImageWriteCommand
{
    /// <summary>
    /// The Image to create: an Image, an object from ConvertFrom-Json, a hashtable, or JSON text. What only the server
    /// sets is left out.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ParameterSets.Object)]
    [ValidateInput("an Image")]
    public object? InputObject { get; set; }

    /// <summary>Name of the Image (<c>metadata.name</c>), usually the digest of its manifest.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ParameterSets.Properties)]
    [ValidateInput("a name")]
    [SingleValue]
    public string? Name { get; set; }

    /// <summary>The string by which the image can be pulled.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ParameterSets.Properties)]
    [ValidateInput("a reference")]
    [SingleValue]
    public string? DockerImageReference { get; set; }

    /// <summary>The raw JSON of the manifest; the server fills metadata and layers from it.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? DockerImageManifest { get; set; }

    /// <summary>Media type of the manifest.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? DockerImageManifestMediaType { get; set; }

    /// <summary>The raw JSON of the config blob.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNullOrEmpty]
    [SingleValue]
    public string? DockerImageConfig { get; set; }

    /// <summary>What the image says of itself: a hashtable, an object, or JSON text.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNull]
    public object? DockerImageMetadata { get; set; }

    /// <summary>Labels of the Image.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNull]
    [MetadataChangeTransformation]
    public MetadataChange? Label { get; set; }

    /// <summary>Annotations of the Image.</summary>
    [Parameter(ParameterSetName = ParameterSets.Properties)]
    [ValidateNotNull]
    [MetadataChangeTransformation]
    public MetadataChange? Annotation { get; set; }

    private protected override string[] Verbs => ["created"];

    private protected override Change[] Changes()
    {
        Image image;
        try
        {
            image = ParameterSetName == ParameterSets.Properties
                ? FromProperties()
                : ServerFields.WithoutForCreate(PowerShellJson.ToImage(InputObject!));
        }
        catch (ParameterException e)
        {
            return [Change.Refused(ErrorRecords.For(e, InputObject)!)];
        }

        // A copy is created in the current cluster, not in the one of its original.
        var target = image.Name is { Length: > 0 } name ? name : "an Image that the server names";
        var shown = Change.Describe(target, image.DockerImageReference);
        return [new Change("Create", null, async (request, cancellationToken) =>
        {
            request.Step.Sending();
            var created = await request.Api.CreateAsync(
                image, ToOptions(request.Decision), cancellationToken).ConfigureAwait(false);
            request.Step.Done();
            if (request.Decision == Decision.Proceed || PassThru)
            {
                await request.Output.WriteAsync(created, cancellationToken).ConfigureAwait(false);
            }
        }) { Target = shown, ErrorTarget = target }];
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
            image.Metadata.Labels = Label.GetNewValues(splitsAtCommas: true);
        }

        if (Annotation is not null)
        {
            image.Metadata.Annotations = Annotation.GetNewValues(splitsAtCommas: false);
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
}
