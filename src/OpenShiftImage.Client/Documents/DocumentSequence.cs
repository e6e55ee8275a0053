namespace OpenShiftImage.Documents;

/// <summary>A text that is being written, Image by Image.</summary>
internal sealed class DocumentSequence
{
    private readonly DocumentWriter _documents;
    private readonly TextWriter _writer;
    private readonly DocumentFormat _format;
    private string? _first;
    private int _count;

    internal DocumentSequence(DocumentWriter documents, TextWriter writer, DocumentFormat format) =>
        (_documents, _writer, _format) = (documents, writer, format);

    /// <summary>Adds an Image.</summary>
    public void Add(Image image) => Add(_documents.ToText(image));

    /// <summary>Adds the text of an Image.</summary>
    internal void Add(string text)
    {
        if (_format == DocumentFormat.Yaml)
        {
            _writer.Write(_count++ == 0 ? "" : "---\n");
            _writer.Write(text);
            return;
        }

        // One Image is written alone; a second one makes it a list.
        if (_count++ == 0)
        {
            _first = text;
            return;
        }

        if (_first is not null)
        {
            _writer.Write(
                "{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": [\n" + _first.TrimEnd('\n'));
            _first = null;
        }

        _writer.Write(",\n" + text.TrimEnd('\n'));
    }

    /// <summary>Ends the text.</summary>
    public void Complete() =>
        _writer.Write(_first ?? (_format == DocumentFormat.Json && _count > 0 ? "\n  ]\n}\n" : ""));
}
