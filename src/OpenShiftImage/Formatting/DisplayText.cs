using System.Buffers;
using System.Collections;
using System.Globalization;
using System.Management.Automation;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Formatting;

/// <summary>Values as text for people: in the user's culture, and with what a terminal would obey shown.</summary>
internal static class DisplayText
{
    private const string Sha256 = "sha256:";
    private const int ShortDigest = 12;
    private const int MostListed = 100;
    private const string Nothing = "<none>";
    private static readonly SearchValues<char> s_hexadecimal = SearchValues.Create("0123456789abcdef");
    private static readonly string[] s_units = ["B", "KB", "MB", "GB", "TB"];

    /// <summary>
    /// A digest as the first twelve of its digits, which is what people compare; anything else whole.
    /// </summary>
    public static string Digest(string? name)
    {
        var isDigest = name?.Length > Sha256.Length + ShortDigest && name.StartsWith(Sha256, StringComparison.Ordinal)
            && name.AsSpan(Sha256.Length).IndexOfAnyExcept(s_hexadecimal) < 0;
        return Line(isDigest ? name!.Substring(Sha256.Length, ShortDigest) : name);
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

        return $"{value.ToString(unit == 0 || value >= 99.95 ? "0" : "0.0", CultureInfo.CurrentCulture)} "
            + $"{s_units[unit]}";
    }

    /// <summary>A duration in its largest unit, as kubectl tells it.</summary>
    public static string Age(TimeSpan age) => age switch
    {
        { TotalSeconds: < 0 } => "0s",
        { TotalMinutes: < 2 } => $"{(int)age.TotalSeconds}s",
        { TotalHours: < 3 } => $"{(int)age.TotalMinutes}m",
        { TotalDays: < 2 } => $"{(int)age.TotalHours}h",
        { TotalDays: < 730 } => $"{(int)age.TotalDays}d",
        _ => $"{(int)(age.TotalDays / 365)}y",
    };

    /// <summary>A time in the user's culture and zone, and how long ago what happened.</summary>
    public static string Moment(DateTime? time, string what) => time is { } then
        ? $"{then.ToString("g", CultureInfo.CurrentCulture)} ({what} "
            + $"{Age(DateTime.UtcNow - then.ToUniversalTime())} ago)"
        : Nothing;

    /// <summary>Text from the cluster with control characters shown, not obeyed; its lines stay lines.</summary>
    public static string Text(object? value) =>
        value?.ToString() is { Length: > 0 } text ? ControlCharacters.Escape(text) : Nothing;

    /// <summary>Any value: times in the user's culture, lists in braces, text with control characters shown.</summary>
    public static string Value(object? value) => value switch
    {
        null => "",
        string text => ControlCharacters.Escape(text),
        PSObject { BaseObject: not PSCustomObject } wrapped => Value(wrapped.BaseObject),
        IDictionary map => InBraces(map.Keys.Cast<object>().Select(key => $"{Line(key)}={Line(map[key])}")),
        IEnumerable items => InBraces(items.Cast<object?>().Take(MostListed).Select(item => Line(Value(item)))),
        IFormattable number => number.ToString(null, CultureInfo.CurrentCulture),
        _ => ControlCharacters.Escape(value.ToString()),
    };

    /// <summary>Text from the cluster for one line of a table: line breaks and tabs are shown too.</summary>
    public static string Line(object? value) =>
        ControlCharacters.Escape(value?.ToString())
            .Replace("\n", "\\n", StringComparison.Ordinal)
            .Replace("\t", "\\t", StringComparison.Ordinal);

    /// <summary>Texts by key, a line each, in the order of the keys.</summary>
    public static string Map(IReadOnlyDictionary<string, string>? map) => Lines(Pairs(map));

    /// <summary>Texts by key, in the order of the keys, on one line: what a cell of a spreadsheet can hold.</summary>
    public static string Row(IReadOnlyDictionary<string, string>? map) => string.Join(',', Pairs(map) ?? []);

    /// <summary>Texts, a line each.</summary>
    public static string Items(IReadOnlyList<string>? items) => Lines(items?.Select(Line));

    /// <summary>The words of a command on one line, those with spaces in quotes.</summary>
    public static string Words(IReadOnlyList<string>? words) => words is { Count: > 0 }
        ? string.Join(' ', words.Select(word => word.Length == 0 || word.Any(char.IsWhiteSpace)
            ? $"\"{Line(word)}\""
            : Line(word)))
        : Nothing;

    /// <summary>The size of an image and how many layers it is in.</summary>
    public static string SizeInLayers(Image image) => image is not { Size: { } size, LayerCount: { } count } ? Nothing
        : string.Create(CultureInfo.CurrentCulture, $"{Size(size)} in {count} layer{(count == 1 ? "" : "s")}");

    /// <summary>The layers, a line each: size and digest.</summary>
    public static string Layers(IReadOnlyList<ImageLayer>? layers) =>
        Lines(layers?.OfType<ImageLayer>().Select(layer => $"{Size(layer.Size),7}  {Line(layer.Name)}"));

    /// <summary>The members of a manifest list, a line each: platform and digest.</summary>
    public static string Manifests(IReadOnlyList<ImageManifest>? manifests) =>
        Lines(manifests?.OfType<ImageManifest>().Select(
            manifest => $"{Line(manifest.Platform),-8}  {Line(manifest.Digest)}"));

    /// <summary>The signatures, with type, identity, issuer and conditions.</summary>
    public static string Signatures(Image image) => Lines((image.Signatures ?? []).OfType<ImageSignature>()
        .SelectMany(SignatureLines)
        .Concat(image.DockerImageSignatures is { Count: > 0 } blobs
            ? (string[])[$"{blobs.Count} of manifest schema 1"]
            : []));

    /// <summary>Name of a signature without the name of its Image.</summary>
    public static string SignatureName(string? name) => Digest(name?[(name.IndexOf('@') + 1)..]);

    /// <summary>Conditions of a signature on one line.</summary>
    public static string Conditions(IEnumerable<SignatureCondition> conditions) =>
        string.Join(", ", conditions.Select(condition => $"{Line(condition.Type)}={Line(condition.Status)}"));

    /// <summary>
    /// Type of an event in its colour; PowerShell takes the colour away where <c>$PSStyle.OutputRendering</c> wants
    /// none.
    /// </summary>
    public static string EventType(ImageEventType type)
    {
        var colour = type switch
        {
            ImageEventType.Added => "32",
            ImageEventType.Modified => "33",
            ImageEventType.Deleted => "31",
            _ => "90",
        };
        return Coloured(type.ToString(), colour);
    }

    /// <summary>Text in the colour of what is bad, which PowerShell takes away as it does that of an event.</summary>
    public static string Bad(string text) => Coloured(text, "31");

    private static string Coloured(string text, string colour) =>
        string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            ? $"\u001b[{colour}m{text}\u001b[0m"
            : text;

    private static IEnumerable<string> SignatureLines(ImageSignature signature)
    {
        yield return $"{Line(signature.Metadata?.Name)} ({Line(signature.Type)})";
        foreach (var (label, value) in ((string, string?)[])[
            ("identity", signature.ImageIdentity),
            ("issued by", Join(signature.IssuedBy?.Organization, signature.IssuedBy?.CommonName)),
            ("issued to", Join(signature.IssuedTo?.Organization, signature.IssuedTo?.CommonName)),
            ("created", signature.Created is { } created ? Moment(created, "signed") : null)])
        {
            if (!string.IsNullOrEmpty(value))
            {
                yield return $"  {label}: {Line(value)}";
            }
        }

        foreach (var condition in signature.Conditions ?? [])
        {
            var why = Join(condition.Reason, condition.Message);
            yield return $"  {Line(condition.Type)}: "
                + $"{Line(condition.Status)}{(why.Length == 0 ? "" : $" ({Line(why)})")}";
        }
    }

    private static IEnumerable<string>? Pairs(IReadOnlyDictionary<string, string>? map) =>
        map?.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{Line(pair.Key)}={Line(pair.Value)}");

    private static string InBraces(IEnumerable<string> items) => $"{{{string.Join(", ", items)}}}";

    private static string Join(params string?[] parts) =>
        string.Join(", ", parts.Where(part => !string.IsNullOrEmpty(part)));

    private static string Lines(IEnumerable<string>? lines) =>
        string.Join('\n', lines ?? []) is { Length: > 0 } text ? text : Nothing;
}
