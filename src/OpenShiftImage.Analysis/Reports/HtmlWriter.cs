using System.Xml;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>
/// Writes HTML that is XML too. Whatever text it is given is text: it is escaped, and what XML cannot hold is shown.
/// </summary>
internal sealed class HtmlWriter : IDisposable
{
    private const string Xhtml = "http://www.w3.org/1999/xhtml";
    private const string Svg = "http://www.w3.org/2000/svg";

    private readonly XmlWriter _xml;
    private readonly Stack<bool> _isSvg = new();

    /// <param name="writer">Takes the page; it is not closed.</param>
    public HtmlWriter(TextWriter writer)
    {
        // XmlWriter would put a space before the end of it.
        writer.Write("<!DOCTYPE html>\n");
        _xml = XmlWriter.Create(writer, new XmlWriterSettings
        {
            OmitXmlDeclaration = true,
            NewLineHandling = NewLineHandling.None,
            CloseOutput = false,
        });
    }

    /// <summary>Begins the page.</summary>
    public void BeginPage(string language)
    {
        Begin("html", ("lang", language));
        Break();
    }

    /// <summary>Begins an element.</summary>
    public void Begin(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        var isSvg = name == "svg" || (_isSvg.TryPeek(out var inSvg) && inSvg);
        _isSvg.Push(isSvg);
        _xml.WriteStartElement(name, isSvg ? Svg : Xhtml);
        foreach (var (attribute, value) in attributes)
        {
            if (value is not null)
            {
                _xml.WriteAttributeString(attribute, ReportText.Visible(value));
            }
        }
    }

    /// <summary>
    /// Ends the element that was begun last. An empty one of HTML has an end of its own, as its parser needs.
    /// </summary>
    public void End()
    {
        if (_isSvg.Pop())
        {
            _xml.WriteEndElement();
        }
        else
        {
            _xml.WriteFullEndElement();
        }
    }

    /// <summary>Ends the element that was begun last, and the line.</summary>
    public void EndLine()
    {
        End();
        Break();
    }

    /// <summary>Writes an element with a text.</summary>
    public void Element(
        string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(name, attributes);
        Text(text);
        End();
    }

    /// <summary>Writes an element with a text, on a line of its own.</summary>
    public void Line(string name, string text, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Element(name, text, attributes);
        Break();
    }

    /// <summary>Writes an element that has nothing in it and no end, such as <c>meta</c>.</summary>
    public void Void(string name, params ReadOnlySpan<(string Name, string? Value)> attributes)
    {
        Begin(name, attributes);
        _isSvg.Pop();
        _xml.WriteEndElement();
        Break();
    }

    /// <summary>Writes text.</summary>
    public void Text(string text) => _xml.WriteString(ReportText.Visible(text));

    /// <summary>Breaks the line, where that has no meaning.</summary>
    public void Break() => _xml.WriteWhitespace("\n");

    /// <inheritdoc/>
    public void Dispose() => _xml.Dispose();
}
