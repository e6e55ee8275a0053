using System.Text.Json;

namespace OpenShiftImage;

/// <summary>How Images are written as text.</summary>
public enum DocumentFormat
{
    /// <summary>YAML documents, parted by <c>---</c>.</summary>
    Yaml,

    /// <summary>JSON: one Image is a value, several are the items of a <c>List</c>.</summary>
    Json,
}

/// <summary>Writes Images as text that other tools take.</summary>
/// <param name="yaml">Writes YAML; null when only JSON is wanted.</param>
/// <param name="format">YAML or JSON.</param>
/// <param name="clean">Whether what the server sets (<c>metadata.uid</c>, <c>resourceVersion</c>, <c>managedFields</c>, …) is left out.</param>
public sealed class DocumentWriter(IYamlConverter? yaml, DocumentFormat format, bool clean)
{
    private static readonly JsonWriterOptions s_indented = new() { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Gives one Image as text, with its kind and version, ending with a line break.</summary>
    public string ToText(Image image)
    {
        var json = ToJson(image);
        if (format == DocumentFormat.Yaml)
        {
            return yaml!.ToYaml(json);
        }

        using var buffer = new MemoryStream();
        using (var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 256 }))
        using (var writer = new Utf8JsonWriter(buffer, s_indented))
        {
            document.WriteTo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n";
    }

    /// <summary>Begins a text that holds any number of Images.</summary>
    public DocumentSequence Begin(TextWriter writer) => new(this, writer, format);

    private byte[] ToJson(Image image)
    {
        // The server leaves kind and version out of the items of its lists; other tools want them.
        var copy = clean ? ServerFields.WithoutForCreate(image) : ImageJson.ParseImage(ImageJson.ToUtf8Bytes(image));
        if (string.IsNullOrEmpty(copy.Kind) || string.IsNullOrEmpty(copy.ApiVersion))
        {
            copy.Kind = "Image";
            copy.ApiVersion = "image.openshift.io/v1";
        }

        return ImageJson.ToUtf8Bytes(copy);
    }
}

/// <summary>A text that is being written, Image by Image.</summary>
public sealed class DocumentSequence
{
    private readonly DocumentWriter _documents;
    private readonly TextWriter _writer;
    private readonly DocumentFormat _format;
    private string? _first;
    private int _count;

    internal DocumentSequence(DocumentWriter documents, TextWriter writer, DocumentFormat format) => (_documents, _writer, _format) = (documents, writer, format);

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

        // One Image alone is no list; only the second tells.
        if (_count++ == 0)
        {
            _first = text;
            return;
        }

        if (_first is not null)
        {
            _writer.Write("{\n  \"apiVersion\": \"v1\",\n  \"kind\": \"List\",\n  \"items\": [\n" + _first.TrimEnd('\n'));
            _first = null;
        }

        _writer.Write(",\n" + text.TrimEnd('\n'));
    }

    /// <summary>Ends the text.</summary>
    public void Complete() => _writer.Write(_first ?? (_format == DocumentFormat.Json && _count > 0 ? "\n  ]\n}\n" : ""));
}
