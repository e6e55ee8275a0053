using System.ComponentModel;
using System.Globalization;

namespace OpenShiftImage.Formatting;

/// <summary>What the module's format views show. For OpenShiftImage.Format.ps1xml; not for scripts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class View
{
    private const int ShortDigest = 12;
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>A name short enough for a column: a digest cut after twelve digits, anything else whole.</summary>
    public static string Name(string? name)
    {
        var digest = name?.IndexOf(':') is > 0 and var colon && name.Length > colon + 1 + ShortDigest
            && name.AsSpan(colon + 1).IndexOfAnyExcept("0123456789abcdef") < 0 ? colon + 1 + ShortDigest : 0;
        return Printable.Escape(digest > 0 ? name![..digest] + "…" : name);
    }

    /// <summary>A reference without the digest that the name tells already.</summary>
    public static string Reference(Image? image)
    {
        var reference = image?.DockerImageReference;
        return Printable.Escape(reference is not null && image!.Digest == image.Name ? reference[..reference.IndexOf('@')] : reference);
    }

    /// <summary>Bytes in the unit that fits, in the user's culture.</summary>
    public static string Size(long? bytes)
    {
        if (bytes is not { } count)
        {
            return "";
        }

        var value = (double)count;
        var unit = 0;
        while (value >= 1000 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return string.Create(CultureInfo.CurrentCulture, $"{(unit == 0 || value >= 100 ? value.ToString("0", CultureInfo.CurrentCulture) : value.ToString("0.0", CultureInfo.CurrentCulture))} {s_units[unit]}");
    }

    /// <summary>How long ago a time is, in its largest unit, as kubectl tells it.</summary>
    public static string Age(DateTimeOffset? time)
    {
        if (time is not { } then)
        {
            return "";
        }

        var age = DateTimeOffset.UtcNow - then;
        return age switch
        {
            { TotalSeconds: < 0 } => "0s",
            { TotalMinutes: < 2 } => $"{(int)age.TotalSeconds}s",
            { TotalHours: < 3 } => $"{(int)age.TotalMinutes}m",
            { TotalDays: < 2 } => $"{(int)age.TotalHours}h",
            { TotalDays: < 730 } => $"{(int)age.TotalDays}d",
            _ => $"{(int)(age.TotalDays / 365)}y",
        };
    }

    /// <summary>Platforms of an image; of a manifest list their number.</summary>
    public static string Platform(Image? image) => image switch
    {
        null => "",
        { IsManifestList: true } => string.Create(CultureInfo.CurrentCulture, $"{image.DockerImageManifests!.Count} platforms"),
        _ => Printable.Escape(image.Platform),
    };

    /// <summary>Text from the cluster with control characters shown, not obeyed.</summary>
    public static string Text(object? value) => Printable.Escape(value?.ToString());
}
