using System.Globalization;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>Ports: one, or a range, of one protocol or of all.</summary>
/// <param name="First">The first.</param>
/// <param name="Last">The last.</param>
/// <param name="Protocol">The protocol; null for all.</param>
internal sealed record PortRange(int First, int Last, string? Protocol)
{
    /// <summary>Reads <c>8080</c>, <c>8080/tcp</c>, <c>8000-8999</c> or <c>8000-8999/udp</c>.</summary>
    /// <returns>The ports; null where the text is none of these.</returns>
    public static PortRange? Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var protocol = slash < 0 ? null : text[(slash + 1)..].ToLowerInvariant();
        var numbers = (slash < 0 ? text : text[..slash]).Split('-');
        return numbers.Length <= 2 && (protocol is null or "tcp" or "udp" or "sctp")
            && ToPort(numbers[0]) is { } first && ToPort(numbers[^1]) is { } last && first <= last
                ? new PortRange(first, last, protocol)
                : null;
    }

    /// <summary>Returns whether it has all ports of another.</summary>
    public bool Includes(PortRange other) => First <= other.First && other.Last <= Last
        && (Protocol is null || Protocol == (other.Protocol ?? "tcp"));

    /// <summary>Returns whether it has a port of another.</summary>
    public bool Overlaps(PortRange other) => First <= other.Last && other.First <= Last
        && (Protocol is null || Protocol == (other.Protocol ?? "tcp"));

    /// <summary>Returns it as it is written.</summary>
    public override string ToString()
    {
        var numbers = First == Last
            ? First.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
        return Protocol is null ? numbers : $"{numbers}/{Protocol}";
    }

    private static int? ToPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < 65536
            ? port
            : null;
}
