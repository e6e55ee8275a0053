namespace OpenShiftImage;

/// <summary>Turns YAML into JSON and back, losing nothing that JSON has.</summary>
public interface IYamlConverter
{
    /// <summary>Gives one JSON value as a YAML document in block style, without a document marker, ending with a line break.</summary>
    /// <param name="utf8Json">The JSON value, in UTF-8.</param>
    string ToYaml(ReadOnlyMemory<byte> utf8Json);

    /// <summary>Gives the JSON of one YAML document, in UTF-8; empty when the document has nothing but comments.</summary>
    /// <param name="yaml">The document.</param>
    /// <param name="cancellationToken">Ends the conversion, which can take long.</param>
    /// <exception cref="DocumentException">It is no YAML, or holds what JSON cannot.</exception>
    ConvertedDocument ToJson(string yaml, CancellationToken cancellationToken);
}

/// <summary>JSON that was made from YAML, and where in the YAML each part of it stood.</summary>
/// <param name="Json">The JSON, in UTF-8, on one line.</param>
/// <param name="Places">Of each token, in the order of the JSON: its first byte in the JSON, and its line and column, from 1, in the YAML.</param>
public sealed record ConvertedDocument(ReadOnlyMemory<byte> Json, IReadOnlyList<(int Offset, int Line, int Column)> Places)
{
    /// <summary>Returns the place of the last token that begins before a byte of the JSON; zeros when there is none.</summary>
    internal (int Line, int Column) PlaceOf(long offset)
    {
        var (low, high) = (0, Places.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Places[middle].Offset < offset ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? default : (Places[low - 1].Line, Places[low - 1].Column);
    }
}

/// <summary>A text that should hold Images does not.</summary>
public sealed class DocumentException : OpenShiftImageException
{
    /// <summary>The text is neither YAML nor JSON, or is not an Image.</summary>
    public const string InvalidDocument = nameof(InvalidDocument);

    /// <summary>Describes the fault.</summary>
    /// <param name="reason">What is wrong, without the place.</param>
    /// <param name="source">Path of the file; null for text.</param>
    /// <param name="line">Line, from 1.</param>
    /// <param name="column">Column, from 1.</param>
    /// <param name="inner">The cause.</param>
    public DocumentException(string reason, string? source, int line, int column, Exception? inner = null)
        : base(InvalidDocument, $"{(source is null ? "" : $"'{source}', ")}line {line}, column {column}: {reason}", source, inner) =>
        (Reason, Line, Column) = (reason, line, column);

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>Line, from 1.</summary>
    public int Line { get; }

    /// <summary>Column, from 1.</summary>
    public int Column { get; }

    internal DocumentException At(string? source, int lineBefore) => new(Reason, source, Line + lineBefore, Column, InnerException);
}
