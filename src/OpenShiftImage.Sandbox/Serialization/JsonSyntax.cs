using System.Text;

namespace OpenShiftImage.Sandbox.Serialization;

/// <summary>Checks JSON and describes it in the words of the server's decoder.</summary>
internal static class JsonSyntax
{
    public const int MaxDepth = 1_000;

    private const int PreviewLength = 30;

    /// <summary>Returns what is wrong with a text; null when it is one JSON value.</summary>
    public static string? FindProblem(ReadOnlySpan<byte> json) => new JsonScanner(json).FindProblem();

    /// <summary>
    /// Returns the start of a body for a message: text where it begins as an object, digits otherwise.
    /// </summary>
    public static string Preview(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return "<empty>";
        }

        var start = body[..Math.Min(body.Length, PreviewLength)];
        var text = body[0] == '{' ? Encoding.UTF8.GetString(start) : Convert.ToHexStringLower(start);
        return body.Length > PreviewLength ? text + " ..." : text;
    }
}
