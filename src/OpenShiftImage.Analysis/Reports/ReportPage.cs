namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes a report as one static page, which needs nothing else.</summary>
/// <param name="clusters">The figures of each cluster.</param>
/// <param name="options">What the report is told.</param>
internal sealed class ReportPage(IReadOnlyList<ReportFigures> clusters, ReportOptions options)
{
    private bool IsOfSeveral => clusters.Count > 1;

    private string Title => options.Title ?? (clusters is [{ Name: { } name }] ? $"Images of {name}" : "Images");

    /// <summary>Writes the page.</summary>
    public void Write(TextWriter writer)
    {
        using var html = new HtmlWriter(writer);
        html.BeginPage("en");
        WriteHead(html);
        html.Begin("body");
        html.Break();
        WriteHeader(html);
        html.Begin("main");
        html.Break();
        if (clusters.Count == 0)
        {
            html.Line(
                "p",
                "Nothing came through the pipeline, so there is nothing to report. This page cannot tell whether there "
                    + "is nothing, or what should have come could not be read: see what the command before wrote.");
        }
        else if (IsOfSeveral)
        {
            OverviewSection.Write(new PartWriter(html, "", 2), clusters);
        }

        for (var i = 0; i < clusters.Count; i++)
        {
            WriteCluster(html, clusters[i], PrefixOf(i));
        }

        html.EndLine();
        WriteFooter(html);
        html.EndLine();
        html.EndLine();
    }

    private string PrefixOf(int cluster) => IsOfSeveral
        ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"cluster{cluster + 1}-")
        : "";

    private void WriteHead(HtmlWriter html)
    {
        html.Begin("head");
        html.Break();
        html.Void("meta", ("charset", "utf-8"));
        html.Void("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Void("meta", ("name", "color-scheme"), ("content", "light dark"));
        html.Void("meta", ("name", "generator"), ("content", $"OpenShiftImage {options.Version}"));
        html.Line("title", ReportText.Line(Title));
        html.Line("style", ReportStyle.Css);
        html.EndLine();
    }

    private void WriteHeader(HtmlWriter html)
    {
        html.Begin("header");
        html.Break();
        html.Line("h1", ReportText.Line(Title));
        html.Line(
            "p", $"Made {ReportFormat.Time(options.Made)} by OpenShiftImage {options.Version}.", ("class", "made"));
        html.EndLine();
        if (clusters.Count == 0)
        {
            return;
        }

        html.Begin("nav", ("aria-label", "Contents"));
        html.Begin("ul");
        html.Break();
        if (IsOfSeveral)
        {
            WriteLink(html, "overview", "Overview");
        }

        for (var i = 0; i < clusters.Count; i++)
        {
            if (IsOfSeveral)
            {
                WriteLink(html, PrefixOf(i) + "part", NameOf(clusters[i]));
                continue;
            }

            foreach (var (id, title) in new ReportSections(clusters[i]).Contents())
            {
                WriteLink(html, id, title);
            }
        }

        html.End();
        html.EndLine();
    }

    private static void WriteLink(HtmlWriter html, string id, string title)
    {
        html.Begin("li");
        html.Element("a", ReportText.Line(title), ("href", "#" + id));
        html.EndLine();
    }

    private void WriteCluster(HtmlWriter html, ReportFigures figures, string prefix)
    {
        if (!IsOfSeveral)
        {
            new ReportSections(figures).Write(new PartWriter(html, prefix, 2));
            return;
        }

        html.Begin("article", ("id", prefix + "part"), ("aria-labelledby", prefix + "name"));
        html.Break();
        html.Line("h2", ReportText.Line(NameOf(figures)), ("id", prefix + "name"));
        var part = new PartWriter(html, prefix, 3);
        if (figures.Data.Failure is { } failure)
        {
            part.Warning(failure);
        }
        else
        {
            new ReportSections(figures).Write(part);
        }

        html.EndLine();
    }

    private static void WriteFooter(HtmlWriter html)
    {
        html.Begin("footer");
        html.Break();
        html.Line(
            "p",
            "Sizes are compressed bytes as Images tell them, in units of 1024. A layer is its digest and counts once, "
                + "however many Images have it. A manifest list has the layers of its members. Managed Images were "
                + "pushed to the integrated registry; of imported ones it holds only those layers that were pulled "
                + "through it.");
        html.EndLine();
    }

    private static string NameOf(ReportFigures figures) => OverviewSection.NameOf(figures);
}
