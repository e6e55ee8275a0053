using System.Globalization;
using System.Text;
using System.Xml.Linq;
using OpenShiftImage.Analysis.Reports;
using OpenShiftImage.Analysis.Usage;

namespace OpenShiftImage.Analysis.Tests.Reports;

/// <summary>The page of a report: what stands in it, and what never can.</summary>
public sealed class ReportPageTests
{
    public static TheoryData<string> HostileTexts => new()
    {
        "<script>alert(1)</script>", "]]>", "\"><img src=x onerror=alert(1)>", "'--><!--", "&lt;&#x3c;&amp;",
        "a\u202eb\u2066", "a\0b\u001b[31m\u0085", "\ud800x\udc00", "\ufffe\uffff", "</style><b>", "</title>", "\r\n\t",
        "=cmd|' /C calc'!A0", "javascript:alert(1)", "https://evil.example/x.js", new string('x', 100_000),
        string.Concat(Enumerable.Repeat("\ud83d\ude00", 500)),
    };

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Text_of_a_cluster_is_text_and_nothing_else(string text)
    {
        var page = Sample.Write(Sample.Options with { Title = text }, Sample.Of(text, Sample.Options));
        var plain = Sample.Parse(Sample.Write(
            Sample.Options with { Title = "a" }, Sample.Of("a", Sample.Options)));
        var elements = Sample.Parse(page).Descendants().ToList();

        // Nothing is there that a harmless text does not bring too, and nothing that acts.
        Assert.Empty(elements.Select(element => element.Name.LocalName)
            .Except(plain.Descendants().Select(element => element.Name.LocalName)));
        Assert.Empty(elements.Attributes().Select(attribute => attribute.Name.LocalName)
            .Except(plain.Descendants().Attributes().Select(attribute => attribute.Name.LocalName)));
        Assert.DoesNotContain(page, c => char.IsControl(c) && c is not ('\n' or '\t'));
        Assert.DoesNotContain(page.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format);
        Assert.True(page.Length < 1_000_000, $"{page.Length} characters.");
        AssertStandsAlone(elements);
    }

    [Fact]
    public void A_page_needs_nothing_else_and_leads_nowhere()
    {
        var page = Sample.Write(
            Sample.Options, Sample.Of("one", Sample.Options), Sample.Of("two", Sample.Options));
        Assert.StartsWith("<!DOCTYPE html>\n<html lang=\"en\" xmlns=", page, StringComparison.Ordinal);
        AssertStandsAlone([.. Sample.Parse(page).Descendants()]);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_element_of_HTML_has_an_end_of_its_own()
    {
        string[] ended = ["meta"];
        var page = Sample.Parse(Sample.Write(Sample.Options, Sample.Of("one", Sample.Options)));
        var text = Sample.Write(Sample.Options, Sample.Of("one", Sample.Options));
        foreach (var name in page.Descendants().Where(element => element.Name.Namespace == Sample.Html)
            .Select(element => element.Name.LocalName).Distinct().Except(ended))
        {
            Assert.DoesNotMatch($"<{name}( [^>]*)?/>", text);
        }

        Assert.DoesNotMatch("</meta>", text);
    }

    [Fact]
    public void A_reader_that_sees_nothing_is_told_all()
    {
        foreach (var clusters in new[]
        {
            new[] { Sample.Of("one", Sample.Options) },
            [Sample.Of("one", Sample.Options), Sample.Of("two", Sample.Options)],
        })
        {
            var page = Sample.Parse(Sample.Write(Sample.Options, clusters));
            var ids = page.Descendants().Attributes("id").Select(id => id.Value).ToHashSet();
            var figures = page.Descendants(Sample.Svg + "svg").ToList();
            Assert.True(figures.Count >= 4);
            Assert.All(figures, figure =>
            {
                Assert.Equal("img", (string?)figure.Attribute("role"));
                Assert.All(
                    ((string)figure.Attribute("aria-labelledby")!).Split(' '), id => Assert.Contains(id, ids));
                Assert.NotEmpty((string)figure.Element(Sample.Svg + "title")!);
                Assert.NotEmpty((string)figure.Element(Sample.Svg + "desc")!);
                Assert.NotNull(figure.Parent!.Element(Sample.Html + "figcaption"));
            });
            Assert.All(page.Descendants(Sample.Html + "table"), table =>
            {
                Assert.NotEmpty((string)table.Element(Sample.Html + "caption")!);
                Assert.All(table.Descendants(Sample.Html + "th"), cell => Assert.NotNull(cell.Attribute("scope")));
                Assert.Single(table.Descendants(Sample.Html + "tr").Select(row => row.Elements().Count()).Distinct());
            });
            var levels = page.Descendants()
                .Select(element => element.Name.LocalName)
                .Where(name => name.Length == 2 && name[0] == 'h' && char.IsAsciiDigit(name[1]))
                .Select(name => name[1] - '0').ToList();
            Assert.Equal(1, levels[0]);
            Assert.All(levels.Zip(levels.Skip(1)), pair => Assert.InRange(pair.Second, 2, pair.First + 1));
        }
    }

    [Fact]
    public void Tables_tell_the_first_then_the_others_and_the_total()
    {
        var options = Sample.Options with { Top = 3 };
        var data = new ReportData(null, options);
        foreach (var number in Enumerable.Range(1, 10))
        {
            data.Add(new ImageStorage
            {
                Name = $"team{number}",
                Images = 1,
                Size = 2048 * number,
                UniqueSize = 1024 * number,
            });
        }

        data.Add(new ImageStorage { Name = "Total", IsTotal = true, Images = 10, Layers = 20, Size = 1 << 20 });
        var table = Sample.Parse(Sample.Write(options, data)).Descendants(Sample.Html + "table").Single();
        Assert.Equal(
            [
                "team10 1 0 20.0 KB 10.0 KB 10.0 KB 0%", "team9 1 0 18.0 KB 9.0 KB 9.0 KB 0%",
                "team8 1 0 16.0 KB 8.0 KB 8.0 KB 0%", "7 others    28.0 KB  ", "Total 10 20 1.0 MB   100%",
            ],
            table.Descendants(Sample.Html + "tr").Skip(1)
                .Select(row => string.Join(' ', row.Elements().Select(cell => cell.Value))));
    }

    [Fact]
    public void What_is_not_known_is_said_and_nothing_is_called_prunable_then()
    {
        var data = new ReportData(new NamedCluster("prod"), Sample.Options)
        {
            PruneProblem = "The right to list pods is missing.",
            NamespaceProblem = "The right to list imagestreams is missing.",
        };
        data.Use(Sample.Analyse(5, _ => "quay.io/a/b").Images, null);
        var page = Sample.Write(Sample.Options, data);
        Assert.Contains(
            "The right to list pods is missing. So no Image is called prunable here.", page, StringComparison.Ordinal);
        Assert.Contains("The right to list imagestreams is missing.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("would remove", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Prunable", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cluster_that_could_not_be_read_is_told_of_beside_the_others()
    {
        var bad = new ReportData(new NamedCluster("dr"), Sample.Options) { Failure = "It cannot be reached." };
        var page = Sample.Parse(Sample.Write(Sample.Options, Sample.Of("prod", Sample.Options), bad));
        Assert.Contains(
            page.Descendants(Sample.Html + "tr"),
            row => row.Value.StartsWith("drnot read", StringComparison.Ordinal));
        Assert.Contains(
            page.Descendants(Sample.Html + "p"),
            text => text.Value.Contains("cannot be reached", StringComparison.Ordinal));
    }

    [Fact]
    public void Rules_that_all_Images_keep_are_said_to_be_kept()
    {
        var data = new ReportData(null, Sample.Options);
        data.Add(new ImageTestResult { Name = "a", Rule = "NoRoot", Passed = true });
        var page = Sample.Write(Sample.Options, data);
        Assert.Contains("None: all 1 result passed.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("What failed", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_comes_once_however_often_the_figures_are_worked_out()
    {
        var data = new ReportData(null, Sample.Options);
        foreach (var size in new[] { 1, 2 })
        {
            data.Add(new Image
            {
                Metadata = new ObjectMeta { Name = $"i{size}" },
                DockerImageLayers = [new ImageLayer { Name = "l", Size = size }],
            });
        }

        _ = Sample.Write(Sample.Options, data);
        Assert.Equal(2, Sample.Write(Sample.Options, data).Split("another size than before").Length);
    }

    [Fact]
    public void Of_failures_alone_nobody_says_of_how_many_they_are()
    {
        var data = new ReportData(null, Sample.Options);
        for (var number = 0; number < 3; number++)
        {
            data.Add(new ImageTestResult { Name = "a", Rule = "NoRoot" });
            data.Add(new ImageUsage { Name = "a", Verdict = ImageVerdict.Prune });
        }

        var page = Sample.Write(Sample.Options, data);
        Assert.Contains("3 failed results. None that passed came.", page, StringComparison.Ordinal);
        Assert.Contains("would remove 3 Images. What it keeps did not come.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("of 3", page, StringComparison.Ordinal);
        Assert.DoesNotContain(">Passed<", page, StringComparison.Ordinal);
        data.Add(new ImageTestResult { Name = "b", Rule = "NoRoot", Passed = true });
        data.Add(new ImageUsage { Name = "b", Verdict = ImageVerdict.Keep });
        page = Sample.Write(Sample.Options, data);
        Assert.Contains("3 of 4 results failed.", page, StringComparison.Ordinal);
        Assert.Contains("would remove 3 of 4 Images.", page, StringComparison.Ordinal);
        Assert.Contains(">Passed<", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_worst_rules_come_first()
    {
        var options = Sample.Options with { Top = 2 };
        var data = new ReportData(null, options);
        foreach (var (rule, severity) in new[]
        {
            ("Label", ImageRuleSeverity.Information), ("Age", ImageRuleSeverity.Warning),
            ("NoRoot", ImageRuleSeverity.Error), ("Age", ImageRuleSeverity.Warning),
        })
        {
            data.Add(new ImageTestResult { Name = "sha256:" + new string('a', 64), Rule = rule, Severity = severity });
        }

        var tables = Sample.Parse(Sample.Write(options, data)).Descendants(Sample.Html + "table").ToList();
        Assert.Equal(["Rule", "NoRoot", "Age", "Label", "Total"], FirstColumn(tables[0]));
        Assert.Equal(["Image", "aaaaaaaaaaaa", "aaaaaaaaaaaa", "2 others"], FirstColumn(tables[1]));
    }

    [Fact]
    public void A_page_about_200000_Images_is_below_a_megabyte()
    {
        var data = new ReportData(new NamedCluster("large"), Sample.Options);
        var analysis = Sample.Analyse(
            200_000,
            number => $"registry{number % 60}.example.com:5000/team-{number % 700}/application-{number % 3000}");
        var streams = new StreamTable();
        foreach (var number in Enumerable.Range(0, 2000))
        {
            streams.Add(new OpenShiftImage.Workloads.ImageStreamHistory(
                $"namespace-{number}", "app", null, [new("latest", [new(analysis.Images.NameOf(number * 90), null)])]));
        }

        data.Use(analysis.Images, streams);
        data.Use(analysis, null, CancellationToken.None);
        var page = Sample.Write(Sample.Options, data);
        Assert.InRange(Encoding.UTF8.GetByteCount(page), 50_000, 500_000);
        Sample.Parse(page);
    }

    [Fact]
    public void Nothing_gives_a_page_that_says_so()
    {
        var page = Sample.Write(Sample.Options);
        Sample.Parse(page);
        Assert.Contains("there is nothing to report", page, StringComparison.Ordinal);
    }

    private static IEnumerable<string> FirstColumn(XElement table) =>
        table.Descendants(Sample.Html + "tr").Select(row => row.Elements().First().Value);

    private static void AssertStandsAlone(IReadOnlyCollection<XElement> elements)
    {
        string[] acting =
            ["script", "link", "img", "image", "iframe", "object", "embed", "base", "form", "use", "foreignObject"];
        Assert.DoesNotContain(elements, element => acting.Contains(element.Name.LocalName));
        var ids = elements.Attributes("id").Select(id => id.Value).ToList();
        Assert.Equal(ids.Count, ids.Distinct().Count());
        foreach (var attribute in elements.Attributes())
        {
            var name = attribute.Name.LocalName;
            Assert.False(name.StartsWith("on", StringComparison.Ordinal) || name is "src" or "style" or "action", name);
            if (name == "href")
            {
                Assert.Contains(attribute.Value.TrimStart('#'), ids);
            }

            if (attribute.Value.StartsWith("url(", StringComparison.Ordinal))
            {
                Assert.Contains(attribute.Value[5..^1], ids);
            }
        }
    }
}
