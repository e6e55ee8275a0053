using System.Globalization;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes the parts that every section is made of: headings, text, tables, frames of figures.</summary>
/// <param name="html">The page.</param>
/// <param name="prefix">Begins the ids of this cluster's parts.</param>
/// <param name="level">Level of the headings of sections.</param>
internal sealed class PartWriter(HtmlWriter html, string prefix, int level)
{
    private static readonly (string, string?)[] s_number = [("class", "n"), ("align", "right")];

    /// <summary>Heading of a first column that has the beginnings of digests.</summary>
    public const string ImageColumn = "Image";

    /// <summary>Width of a figure.</summary>
    public const int FigureWidth = 960;

    /// <summary>Gets the page.</summary>
    public HtmlWriter Html => html;

    /// <summary>Returns an id that no other cluster's part has.</summary>
    public string Id(string name) => prefix + name;

    /// <summary>Begins a section.</summary>
    public void BeginSection(string id, string title)
    {
        html.Begin("section", ("id", Id(id)), ("aria-labelledby", Id(id + "-heading")));
        html.Break();
        html.Line("h" + level.ToString(CultureInfo.InvariantCulture), title, ("id", Id(id + "-heading")));
    }

    /// <summary>Ends a section.</summary>
    public void EndSection() => html.EndLine();

    /// <summary>Writes a paragraph.</summary>
    public void Paragraph(string text, string? style = null) => html.Line("p", text, ("class", style));

    /// <summary>Writes a heading inside a section.</summary>
    public void Heading(string text) => html.Line("h" + (level + 1).ToString(CultureInfo.InvariantCulture), text);

    /// <summary>Writes what is to be noticed.</summary>
    public void Warning(string text)
    {
        html.Begin("p", ("class", "warning"));
        html.Element("strong", "Note:");
        html.Text(" " + text);
        html.EndLine();
    }

    /// <summary>Begins a figure; what it shows is told in words too.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="description">What can be seen in it.</param>
    /// <param name="height">Its height.</param>
    /// <param name="hasTextOnShared">Whether text stands on what is hatched, so that it must be dark.</param>
    public void BeginFigure(string id, string title, string description, double height, bool hasTextOnShared = false)
    {
        var size = ReportFormat.Coordinate(height);
        html.Begin("figure");
        html.Break();
        html.Begin(
            "svg",
            ("width", FigureWidth.ToString(CultureInfo.InvariantCulture)), ("height", size),
            ("viewBox", string.Create(CultureInfo.InvariantCulture, $"0 0 {FigureWidth} {size}")),
            ("role", "img"), ("aria-labelledby", $"{Id(id + "-title")} {Id(id + "-desc")}"),
            ("font-family", "system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"),
            ("font-size", "12"));
        html.Element("title", title, ("id", Id(id + "-title")));
        html.Line("desc", description, ("id", Id(id + "-desc")));
        html.Begin("defs");
        html.Begin(
            "pattern", ("id", Id(id + "-shared")), ("width", "7"), ("height", "7"),
            ("patternUnits", "userSpaceOnUse"), ("patternTransform", "rotate(45)"));
        html.Element("rect", "", ("width", "7"), ("height", "7"), ("fill", hasTextOnShared ? "#5b646e" : "#858f99"));
        html.Element("rect", "", ("width", "2"), ("height", "7"), ("fill", hasTextOnShared ? "#6e7883" : "#9fa8b1"));
        html.End();
        html.EndLine();
    }

    /// <summary>Returns what paints what several have in a figure: hatched, in no colour.</summary>
    public string SharedFill(string id) => $"url(#{Id(id + "-shared")})";

    /// <summary>Ends a figure.</summary>
    public void EndFigure(string caption)
    {
        html.EndLine();
        html.Line("figcaption", caption);
        html.EndLine();
    }

    /// <summary>Writes a table, whose first column names the rows.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="columns">The headings; those of numbers end with <c>#</c>.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="footer">Rows that sum up, last.</param>
    public void Table(
        string caption,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<string>> rows,
        IEnumerable<IReadOnlyList<string>>? footer = null)
    {
        html.Begin("div", ("class", "table"));
        html.Begin("table", ("cellpadding", "4"), ("rules", "rows"), ("frame", "hsides"));
        html.Break();
        html.Line("caption", caption);
        html.Begin("thead");
        html.Begin("tr");
        foreach (var column in columns)
        {
            html.Element(
                "th", column.TrimEnd('#'), ("scope", "col"), ("class", IsNumber(column) ? "n" : null),
                ("align", IsNumber(column) ? "right" : "left"));
        }

        html.End();
        html.EndLine();
        html.Begin("tbody");
        html.Break();
        WriteRows(columns, rows);
        html.EndLine();
        var sums = footer?.ToList() ?? [];
        if (sums.Count > 0)
        {
            html.Begin("tfoot");
            html.Break();
            WriteRows(columns, sums);
            html.EndLine();
        }

        html.End();
        html.EndLine();
    }

    private void WriteRows(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        foreach (var row in rows)
        {
            html.Begin("tr");
            html.Element(
                "th", ReportText.Line(row[0]), ("scope", "row"), ("align", "left"),
                ("class", columns[0] == ImageColumn ? "id" : null));
            for (var i = 1; i < columns.Count; i++)
            {
                html.Element("td", ReportText.Line(row[i]), IsNumber(columns[i]) ? s_number : []);
            }

            html.EndLine();
        }
    }

    private static bool IsNumber(string column) => column.EndsWith('#');
}
