using System.Management.Automation;
using OpenShiftImage.Api;
using OpenShiftImage.Binding;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Commands;

/// <summary>Finds the Image that a parameter means: itself where it is one, else by its name.</summary>
internal static class ImageFinder
{
    /// <summary>Returns the Image that was given as an object; null where only its name was.</summary>
    public static Image? Given(ImageIdentity image) => PowerShellValue.Unwrap(image.Source) switch
    {
        Image whole => whole,
        ImageEvent happened => happened.Image,
        _ => null,
    };

    /// <summary>Reads an Image by its name, the beginning of its digest, or a pull spec.</summary>
    /// <exception cref="OpenShiftImageException">There is no such Image, or it cannot be read.</exception>
    public static async Task<Image> ReadAsync(
        ImageIdentity image, IImageReader reader, CancellationToken cancellationToken)
    {
        var text = image.IsText ? WildcardPattern.Unescape(image.Name) : image.Name;
        var name = image.IsWhole
            ? text
            : await new ImageNameResolver(reader).ResolveAsync(text, cancellationToken).ConfigureAwait(false);
        return await reader.GetAsync(name, null, cancellationToken).ConfigureAwait(false);
    }
}
