using System.Buffers;
using System.ComponentModel;
using System.Globalization;

namespace OpenShiftImage.Formatting;

/// <summary>What the module's format views show. For OpenShiftImage.Format.ps1xml; not for scripts.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class View
{
    private const int ShortDigest = 12;
    private const int MostListed = 100;
    private const string Nothing = "<none>";
    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>A name short enough for a column: a digest cut after twelve digits, anything else whole.</summary>
    public static string Name(string? name)
    {
        var digest = name?.IndexOf(':') is > 0 and var colon && name.Length > colon + 1 + ShortDigest
            && name.AsSpan(colon + 1).IndexOfAnyExcept(s_hexadecimal) < 0 ? colon + 1 + ShortDigest : 0;
        return Line(digest > 0 ? name![..digest] + "…" : name);
    }

    /// <summary>A reference without the digest that the name tells already.</summary>
    public static string Reference(Image? image)
    {
        var reference = image?.DockerImageReference;
        return Line(reference is not null && image!.Digest == image.Name ? reference[..reference.IndexOf('@')] : reference);
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
        while (value >= 999.5 && unit < s_units.Length - 1)
        {
            value /= 1024;
            unit++;
        }

        return $"{value.ToString(unit == 0 || value >= 99.95 ? "0" : "0.0", CultureInfo.CurrentCulture)} {s_units[unit]}";
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

    /// <summary>A time in the user's culture and zone, and how long ago it is.</summary>
    public static string Moment(DateTimeOffset? time) =>
        time is { } then ? string.Create(CultureInfo.CurrentCulture, $"{then.ToLocalTime():g} ({Age(then)} ago)") : Nothing;

    /// <summary>Platform of an image, without the system that nearly all have; of a manifest list the number of its platforms.</summary>
    public static string Platform(Image? image) => image switch
    {
        null => "",
        { IsManifestList: true } => string.Create(CultureInfo.CurrentCulture, $"{image.DockerImageManifests!.Count} platforms"),
        { Platform: { } platform } when platform.StartsWith("linux/", StringComparison.Ordinal) => Line(platform["linux/".Length..]),
        _ => Line(image.Platform),
    };

    /// <summary>Yes, or nothing: what stands out is what is there.</summary>
    public static string YesOrNo(bool value) => value ? "yes" : "no";

    /// <summary>Text from the cluster with control characters shown, not obeyed; its lines stay lines.</summary>
    public static string Text(object? value) => value?.ToString() is { Length: > 0 } text ? Printable.Escape(text) : Nothing;

    /// <summary>Any property for a list: times in the user's culture, lists in braces, text with control characters shown.</summary>
    public static string Value(object? value) => value switch
    {
        null => "",
        string text => Printable.Escape(text),
        DateTimeOffset time => time.ToLocalTime().ToString(CultureInfo.CurrentCulture),
        ApiTime time => Value(time.Value),
        System.Collections.IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{Line(key)}={Line(map[key])}"))}}}",
        System.Collections.IEnumerable items => $"{{{string.Join(", ", items.Cast<object?>().Take(MostListed).Select(item => Line(Value(item))))}}}",
        IFormattable number => number.ToString(null, CultureInfo.CurrentCulture),
        _ => Printable.Escape(value.ToString()),
    };

    /// <summary>Text from the cluster for one line of a table: line breaks and tabs are shown too.</summary>
    public static string Line(object? value) =>
        Printable.Escape(value?.ToString()).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);

    /// <summary>Texts by key, a line each, in the order of the keys.</summary>
    public static string Map(IReadOnlyDictionary<string, string>? map) => Lines(map?
        .OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{Line(pair.Key)}={Line(pair.Value)}"));

    /// <summary>Texts, a line each.</summary>
    public static string Items(IReadOnlyList<string>? items) => Lines(items?.Select(Line));

    /// <summary>The words of a command on one line, those with spaces in quotes.</summary>
    public static string Words(IReadOnlyList<string>? words) => words is { Count: > 0 }
        ? string.Join(' ', words.Select(word => word.Length == 0 || word.Any(char.IsWhiteSpace) ? $"\"{Line(word)}\"" : Line(word)))
        : Nothing;

    /// <summary>The size of an image and how many layers it is in.</summary>
    public static string SizeInLayers(Image? image) => image is null or { Size: null } ? Nothing
        : string.Create(CultureInfo.CurrentCulture, $"{Size(image.Size)} in {image.LayerCount} layer{(image.LayerCount == 1 ? "" : "s")}");

    /// <summary>The layers, a line each: size and digest.</summary>
    public static string Layers(Image? image) => Lines(image?.DockerImageLayers?.Select(layer => $"{Size(layer.Size),7}  {Line(layer.Name)}"));

    /// <summary>The members of a manifest list, a line each: platform, size and digest.</summary>
    public static string Manifests(Image? image) => Lines(image?.DockerImageManifests?.Select(manifest =>
        $"{Line(string.Join('/', new[] { manifest.Os, manifest.Architecture, manifest.Variant }.Where(part => !string.IsNullOrEmpty(part)))),-14} {Size(manifest.ManifestSize),7}  {Line(manifest.Digest)}"));

    /// <summary>The signatures, with type, identity, issuer and conditions.</summary>
    public static string Signatures(Image? image) => Lines((image?.Signatures ?? []).SelectMany(SignatureLines)
        .Concat(image?.DockerImageSignatures is { Count: > 0 } blobs ? (string[])[$"{blobs.Count} of manifest schema 1"] : []));

    /// <summary>Name of a signature without the name of its Image.</summary>
    public static string SignatureName(ImageSignature? signature) =>
        signature?.Metadata?.Name is { } name ? Name(name.IndexOf('@') is >= 0 and var at ? name[(at + 1)..] : name) : "";

    /// <summary>Conditions of a signature on one line.</summary>
    public static string Conditions(ImageSignature? signature) => signature?.Conditions is { Count: > 0 } conditions
        ? string.Join(", ", conditions.Select(condition => $"{Line(condition.Type)}={Line(condition.Status)}"))
        : "";

    /// <summary>Who one is to a cluster, and as whom one acts.</summary>
    public static string User(ClusterConnection? cluster) =>
        Line(cluster?.ImpersonatedUser is { } other ? $"{cluster.User} as {other}".TrimStart() : cluster?.User);

    /// <summary>Who made the image.</summary>
    public static string Author(Image? image) => Text(image?.DockerImageMetadata?.Author);

    /// <summary>Type of an event in its colour; PowerShell takes the colour away where <c>$PSStyle.OutputRendering</c> wants none.</summary>
    public static string EventType(ImageEventType type)
    {
        var colour = type switch
        {
            ImageEventType.Added => "32",
            ImageEventType.Modified => "33",
            ImageEventType.Deleted => "31",
            _ => "90",
        };
        return string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? $"\u001b[{colour}m{type}\u001b[0m" : type.ToString();
    }

    private static IEnumerable<string> SignatureLines(ImageSignature signature)
    {
        yield return $"{Line(signature.Metadata?.Name)} ({Line(signature.Type)})";
        foreach (var (label, value) in ((string, string?)[])[
            ("identity", signature.ImageIdentity),
            ("issued by", Join(signature.IssuedBy?.Organization, signature.IssuedBy?.CommonName)),
            ("issued to", Join(signature.IssuedTo?.Organization, signature.IssuedTo?.CommonName)),
            ("created", signature.Created is { } created ? Moment(created) : null)])
        {
            if (!string.IsNullOrEmpty(value))
            {
                yield return $"  {label}: {Line(value)}";
            }
        }

        foreach (var condition in signature.Conditions ?? [])
        {
            yield return $"  {Line(condition.Type)}: {Line(condition.Status)}{(string.IsNullOrEmpty(condition.Reason + condition.Message) ? "" : $" ({Line(Join(condition.Reason, condition.Message))})")}";
        }
    }

    private static string Join(params string?[] parts) => string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));

    private static string Lines(IEnumerable<string>? lines) => string.Join('\n', lines ?? []) is { Length: > 0 } text ? text : Nothing;
}
