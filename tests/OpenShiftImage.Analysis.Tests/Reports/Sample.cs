using System.Globalization;
using System.Security.Cryptography;
using System.Xml;
using System.Xml.Linq;
using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Reports;
using OpenShiftImage.Analysis.Usage;

namespace OpenShiftImage.Analysis.Tests.Reports;

/// <summary>Data of reports, and pages read back.</summary>
internal static class Sample
{
    public static readonly XNamespace Html = "http://www.w3.org/1999/xhtml";
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    public static ReportOptions Options { get; } = new()
    {
        Made = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero),
        AsOf = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero),
        Version = "1.2.3",
    };

    /// <summary>Returns data in which every text is the given one, and every section is filled.</summary>
    public static ReportData Of(string text, ReportOptions options)
    {
        var data = new ReportData(new NamedCluster(text), options);
        data.Facts.Add((text, text));
        data.Warnings.Add(text);
        var analysis = Analyse(30, number => $"{text}{number % 7}/app/{text}{number % 11}");
        data.Use(analysis.Images, null);
        data.Use(analysis, null, CancellationToken.None);
        foreach (var number in Enumerable.Range(0, 30))
        {
            data.Add(new ImageUsage
            {
                Name = text + number,
                Reference = text,
                Verdict = ImageVerdict.Prune,
                Reason = ImageUsageReason.NoImageStream,
                Risk = ImageUsageRisks.RunningPod,
                Message = text,
                UniqueSize = number,
                Workloads = [new ImageWorkload { Kind = text, Namespace = text, Name = text }],
            });
            data.Add(new ImageStorage { Name = text + number, Size = 10 + number, UniqueSize = 5, GroupedBy = text });
            data.Add(new ImageTestResult
            {
                Name = text,
                Reference = text,
                Rule = text + number,
                RuleId = text,
                Policy = text,
                Message = text,
                Actual = text,
                Severity = (ImageRuleSeverity)(number % 3),
            });
        }

        return data;
    }

    /// <summary>Returns Images that have been decided on, none of them in a stream.</summary>
    public static UsageAnalysis Analyse(int count, Func<int, string> repositoryOf)
    {
        var analysis = new UsageAnalysis(new UsageOptions { AsOf = Options.AsOf });
        var facts = new ImageFacts();
        for (var number = 0; number < count; number++)
        {
            facts.Clear();
            facts.Name = Digest(number);
            facts.Reference = $"{repositoryOf(number)}@{facts.Name}";
            facts.IsManaged = number % 3 == 0;
            facts.Created = Options.AsOf.AddHours(-number % 20_000);
            facts.Layers.AddRange(
            [
                new LayerFacts(DigestKey.Of(Digest(10_000_000 + (number % 50))), 80_000_000),
                new LayerFacts(DigestKey.Of(Digest(20_000_000 + (number / 3))), 5_000_000),
                new LayerFacts(DigestKey.Of(Digest(30_000_000 + number)), 1_000_000 + number),
            ]);
            analysis.Images.Add(facts);
        }

        analysis.Decide();
        return analysis;
    }

    public static string Write(ReportOptions options, params ReportData[] clusters)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new ReportPage([.. clusters.Select(data => new ReportFigures(data))], options).Write(text);
        return text.ToString();
    }

    /// <summary>Reads a page as XML, which it must be.</summary>
    public static XDocument Parse(string page)
    {
        using var reader = XmlReader.Create(
            new StringReader(page), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore, XmlResolver = null });
        return XDocument.Load(reader);
    }

    private static string Digest(int number) =>
        "sha256:" + Convert.ToHexString(SHA256.HashData(BitConverter.GetBytes(number))).ToLowerInvariant();
}
