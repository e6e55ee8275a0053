using System.Globalization;
using OpenShiftImage.Analysis.Reports;

namespace OpenShiftImage.Analysis.Tests.Reports;

/// <summary>Data beside a report: whole, and nothing that a spreadsheet would run.</summary>
public sealed class CsvTableTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("  =1", "\"'  =1\"")]
    [InlineData("\t=1", "\\t=1")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("a\nb\rc", "a\\nb\\x0dc")]
    [InlineData("\u202ea", "\\u202ea")]
    [InlineData(null, "")]
    public void Text_stays_text(string? text, string cell) => Assert.Equal($"A\n{cell}\n", Write(["A"], [text]));

    [Fact]
    public void Numbers_and_times_are_written_for_machines() => Assert.Equal(
        "A,B,C,D\n1234567,-5,2026-06-01T10:00:00Z,0.5\n",
        Write(
            ["A", "B", "C", "D"],
            [1234567L, -5, new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.FromHours(2)), 0.5]));

    [Fact]
    public void Every_table_has_as_many_values_as_headings_and_leaves_out_no_row()
    {
        var options = Sample.Options with { KeepsRows = true, Top = 1 };
        var tables = new ReportTables([new ReportFigures(Sample.Of("one", options))]).All().ToList();
        Assert.Equal(ReportTables.Names.Order(), tables.Select(table => table.Name).Order());
        Assert.All(tables, table => Assert.All(table.Rows, row => Assert.Equal(table.Columns.Count, row.Count)));
        Assert.Equal(30, tables.Single(table => table.Name == "images").Rows.Count());
        Assert.Equal(60, tables.Single(table => table.Name == "usage").Rows.Count());
        Assert.Equal(30, tables.Single(table => table.Name == "failed").Rows.Count());
        Assert.Equal(30, tables.Single(table => table.Name == "groups").Rows.Count());
    }

    [Fact]
    public void A_password_in_a_reference_is_shown_nowhere()
    {
        var options = Sample.Options with { KeepsRows = true };
        var data = new ReportData(null, options);
        const string Reference = "https://user:hunter2@quay.io/lab/app:1";
        data.Add(new Image { Metadata = new ObjectMeta { Name = "a" }, DockerImageReference = Reference });
        data.Add(new ImageTestResult { Name = "a", Rule = "NoRoot", Reference = Reference });
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var table in new ReportTables([new ReportFigures(data)]).All())
        {
            table.Write(text, CancellationToken.None);
        }

        Assert.DoesNotContain("hunter2", text + Sample.Write(options, data), StringComparison.Ordinal);
        Assert.Contains("quay.io/lab/app:1", text.ToString(), StringComparison.Ordinal);
    }

    private static string Write(string[] columns, object?[] row)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new CsvTable("t", columns, [row]).Write(text, CancellationToken.None);
        return text.ToString();
    }
}
