namespace OpenShiftImage;

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
        : base(
            InvalidDocument,
            $"{(source is null ? "" : $"'{source}', ")}line {line}, column {column}: {reason}",
            source,
            inner) =>
        (Reason, Line, Column) = (reason, line, column);

    /// <summary>What is wrong, without the place.</summary>
    public string Reason { get; }

    /// <summary>Line, from 1.</summary>
    public int Line { get; }

    /// <summary>Column, from 1.</summary>
    public int Column { get; }

    internal DocumentException At(string? source, int lineBefore) =>
        new(Reason, source, Line + lineBefore, Column, InnerException);
}
