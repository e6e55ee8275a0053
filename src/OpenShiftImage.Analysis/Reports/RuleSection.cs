namespace OpenShiftImage.Analysis.Reports;

/// <summary>Writes which rules Images break.</summary>
internal static class RuleSection
{
    /// <summary>Writes the section.</summary>
    public static void Write(PartWriter part, RuleSummary rules)
    {
        part.BeginSection("rules", "Failed rules");
        part.Paragraph(rules.Broken.Count == 0
            ? $"None: all {ReportFormat.Count(rules.Count, "result", "results")} passed."
            : rules.IsPart
                ? $"{ReportFormat.Count(rules.Count, "failed result", "failed results")}. None that passed came."
            : $"{ReportFormat.Count(rules.Broken.Count)} of {ReportFormat.Count(rules.Count, "result", "results")} "
                + "failed.");
        var counts = rules.Rules.ToList();
        part.Table(
            "Rules, the worst first",
            [.. OfWhole("Passed#", "Rule", "Id", "Policy", "Severity", "Failed#")],
            counts.Select(rule => OfWhole(
                ReportFormat.Count(rule.Passed),
                rule.Rule, rule.RuleId ?? "", rule.Policy, rule.Severity.ToString(), ReportFormat.Count(rule.Failed))),
            [
                OfWhole(
                    ReportFormat.Count(rules.Count - rules.Broken.Count),
                    "Total", "", "", "", ReportFormat.Count(rules.Broken.Count)),
            ]);
        if (rules.Broken.Count > 0)
        {
            var shown = rules.Broken.ToList();
            part.Heading("What failed");
            part.Table(
                "Failed rules, the worst first",
                [PartWriter.ImageColumn, "Repository", "Rule", "Severity", "What is the case"],
                shown.Select(broken => new[]
                {
                    ReportText.Digest(broken.Name), broken.Reference ?? "", broken.Rule, broken.Severity.ToString(),
                    broken.Message,
                }),
                PruneSection.Others(rules.Broken.Count - shown.Count, 5));
        }

        part.EndSection();

        string[] OfWhole(string passed, params string[] others) => rules.IsPart ? others : [.. others, passed];
    }
}
