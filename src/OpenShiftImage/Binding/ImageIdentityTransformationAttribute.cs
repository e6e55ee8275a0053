using System.Collections;
using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Connections;
using OpenShiftImage.Formatting;
using OpenShiftImage.Models;

namespace OpenShiftImage.Binding;

/// <summary>
/// Takes from whatever is given which Images are meant: texts, Images, metadata, events, members of a manifest list,
/// and objects with a Name, a Digest or a metadata.name, as ConvertFrom-Json and Import-Csv make them. Anything else is
/// refused, not made a text of.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ImageIdentityTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>
    /// Gets or sets whether whole Images are another parameter's: bound to both, the engine could not tell which
    /// parameter set is meant.
    /// </summary>
    public bool RefusesImages { get; set; }

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var plain = PowerShellValue.Unwrap(inputData);
        if (plain is ImagePage)
        {
            // A page holds many Images, and binds to another parameter of Get-OSImage.
            return inputData;
        }

        if (RefusesImages && plain is Image or ImageEvent or IEnumerable<Image>)
        {
            // Only a cast that fails lets the engine try the next parameter for what the pipeline gives.
            const string Message =
                "A whole Image is not read from the cluster again: it goes to -InputObject, or through the pipeline.";
            throw new ArgumentTransformationMetadataException(Message, new PSInvalidCastException(Message));
        }

        if (RefusesImages && SerializedObject.IsOf(inputData, typeof(Image)))
        {
            // A piped backup means the backup, not the current Image of the same name.
            throw new ArgumentTransformationMetadataException(
                "The Image was kept without its JSON, and so not as a whole. "
                    + "To read the one that the cluster has, give its name.");
        }

        try
        {
            return ToIdentities(inputData) ?? inputData!;
        }
        catch (Exception e) when (e is ArgumentException or PSInvalidCastException)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }

    private static ImageIdentity[]? ToIdentities(object? value)
    {
        var plain = PowerShellValue.UnwrapUnlessCustom(value);
        return plain switch
        {
            null => null,
            ImageIdentity identity => [identity],
            string { Length: 0 } => throw new ArgumentException("The name of an Image cannot be empty."),
            string text => [new ImageIdentity(text)],
            // Digits that somebody typed look like a number to the engine, which still has them as they were typed.
            ValueType => [new ImageIdentity(
                (string)LanguagePrimitives.ConvertTo(value, typeof(string), CultureInfo.InvariantCulture))],
            Image image => [ImageIdentity.Of(image, value!)],
            PartialObjectMetadata metadata => [ImageIdentity.Of(metadata, value!)],
            ImageEvent { Type: ImageEventType.Bookmark } =>
                throw new ArgumentException("A bookmark is about no Image."),
            ImageEvent happened => [ImageIdentity.Of(happened.Image, value!)],
            DeletionResult deleted =>
            [
                new ImageIdentity(deleted.Name, value)
                {
                    IsWhole = true,
                    Cluster = deleted.Cluster,
                    Uid = deleted.Uid,
                },
            ],
            IImageName usage => [new ImageIdentity(usage.Name, value) { IsWhole = true, Cluster = usage.Cluster }],
            ImageManifest member => [new ImageIdentity(member.Digest, value) { Cluster = member.Cluster }],
            IDictionary map =>
            [
                new ImageIdentity(NameOf(map) ?? throw Nameless("hashtable"), value)
                {
                    Cluster = ClusterOf(Entry(map, "Cluster")),
                    Uid = Text(Entry(map, "Uid")),
                    ResourceVersion = Text(Entry(map, "ResourceVersion")),
                },
            ],
            ScriptBlock => throw Nameless("script block"),
            PSObject custom => [OfCustom(custom)],
            IEnumerable list => [.. list.Cast<object?>().SelectMany(ToIdentitiesOfItem)],
            _ => throw new ArgumentException($"A {plain.GetType().Name} is not the name of an Image."),
        };
    }

    private static ImageIdentity[] ToIdentitiesOfItem(object? item) => PowerShellValue.Unwrap(item) switch
    {
        // In a list the engine does not keep how they were typed: 0077 would be 77, and another Image.
        ValueType number => throw Number(number),
        _ => ToIdentities(item) ?? throw new ArgumentException("One of the names is $null."),
    };

    private static ArgumentException Number(object number) => new(
        $"PowerShell has read a name as the number {Convert.ToString(number, CultureInfo.InvariantCulture)}, "
            + "without the zeros before it. Put quotes around digests in a list: '0077', '12e4'.");

    /// <summary>A selection of an Image's properties keeps what they say of its cluster and version.</summary>
    private static ImageIdentity OfCustom(PSObject custom) => new(NameOf(custom) ?? throw Nameless("object"), custom)
    {
        Cluster = ClusterOf(custom.Properties["Cluster"]?.Value),
        Uid = Text(custom.Properties["Uid"]?.Value),
        ResourceVersion = Text(custom.Properties["ResourceVersion"]?.Value),
    };

    /// <summary>Returns the connection, or the name that is left of one; null where nothing is said.</summary>
    private static ICluster? ClusterOf(object? value) => PowerShellValue.Unwrap(value) switch
    {
        ICluster cluster => cluster,
        null => null,
        // ConvertFrom-Json makes custom objects.
        PSCustomObject =>
            Text(((PSObject)value!).Properties["Name"]?.Value) is { } name
                // What was collected is no cluster that could be written to, whatever its name.
                ? new NamedCluster(
                    Text(((PSObject)value!).Properties["Path"]?.Value) is { } path ? $"{name} ({path})" : name)
                : null,
        _ => value!.ToString() is { Length: > 0 } name ? new NamedCluster(name) : null,
    };

    private static ArgumentException Nameless(string what) => new(
        $"This {what} names no Image: it has no text as its Name, its Digest or its metadata.name. "
            + "What an Image is to be goes with a parameter of its own, such as -Patch or -Label.");

    private static string? NameOf(PSObject custom) =>
        Text(custom.Properties["Name"]?.Value)
            ?? Text(custom.Properties["Digest"]?.Value)
            ?? NameOfMetadata(custom.Properties["metadata"]?.Value);

    private static string? NameOf(IDictionary map) =>
        Text(Entry(map, "Name")) ?? Text(Entry(map, "Digest")) ?? NameOfMetadata(Entry(map, "metadata"));

    private static string? NameOfMetadata(object? metadata) => metadata switch
    {
        PSObject { BaseObject: IDictionary map } => Text(Entry(map, "name")),
        IDictionary map => Text(Entry(map, "name")),
        PSObject custom => Text(custom.Properties["name"]?.Value),
        _ => null,
    };

    /// <summary>Finds an entry as PowerShell does, whatever the case of its key.</summary>
    private static object? Entry(IDictionary map, string key) => map.Cast<DictionaryEntry>()
        .FirstOrDefault(entry => key.Equals(entry.Key.ToString(), StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Text(object? value) =>
        PowerShellValue.Unwrap(value) as string is { Length: > 0 } text ? text : null;
}
