using System.Buffers;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>A table of a report's data, as a file of comma-separated values.</summary>
/// <param name="Name">Its name, which ends that of the file.</param>
/// <param name="Columns">The headings.</param>
/// <param name="Rows">The rows: text of a cluster, or numbers and times as they are to be written.</param>
internal sealed record CsvTable(string Name, IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<object?>> Rows)
{
    private static readonly SearchValues<char> s_quoted = SearchValues.Create(",\"\n\r\t ;'");

    /// <summary>Writes the file.</summary>
    public void Write(TextWriter writer, CancellationToken cancellationToken)
    {
        writer.Write(string.Join(',', Columns));
        writer.Write('\n');
        foreach (var row in Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var i = 0; i < row.Count; i++)
            {
                writer.Write(i == 0 ? "" : ",");
                writer.Write(ToCell(row[i]));
            }

            writer.Write('\n');
        }
    }

    private static string ToCell(object? value) => value switch
    {
        null => "",
        string text => Quote(Guard(ControlCharacters.Escape(text)
            .Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal))),
        DateTimeOffset time => time.UtcDateTime.ToString(
            "yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    /// <summary>Keeps a spreadsheet from taking text for a formula: a quotation mark says that it is text.</summary>
    private static string Guard(string text) =>
        text.AsSpan().TrimStart() is ['=' or '+' or '-' or '@', ..] ? "'" + text : text;

    private static string Quote(string text) => text.AsSpan().ContainsAny(s_quoted)
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}
