namespace OpenShiftImage.Analysis.Reports;

/// <summary>Which rules Images break.</summary>
/// <param name="options">How many are told one by one.</param>
internal sealed class RuleSummary(ReportOptions options)
{
    private readonly Dictionary<(string, string, ImageRuleSeverity), RuleCount> _rules = [];
    private readonly List<BrokenRule> _rows = [];

    /// <summary>Gets the rules that are broken, the worst first.</summary>
    public TopList<BrokenRule> Broken { get; } = new(options.Top, Comparer<BrokenRule>.Create((a, b) =>
        b.Severity.CompareTo(a.Severity) is not 0 and var order ? order : a.Number.CompareTo(b.Number)));

    /// <summary>Gets how many results there are.</summary>
    public int Count { get; private set; }

    /// <summary>Gets whether nothing but failures came, so that nobody knows of how many they are.</summary>
    public bool IsPart => Broken.Count == Count;

    /// <summary>Gets all rules, first the worst that most Images break.</summary>
    public IEnumerable<RuleCount> Rules => _rules.Values
        .OrderByDescending(rule => rule.Failed > 0)
        .ThenByDescending(rule => rule.Severity)
        .ThenByDescending(rule => rule.Failed)
        .ThenBy(rule => rule.Rule, StringComparer.Ordinal);

    /// <summary>Gets what is kept for a file of data: what is broken.</summary>
    public IReadOnlyList<BrokenRule> Rows => _rows;

    /// <summary>Adds a result.</summary>
    public void Add(ImageTestResult result)
    {
        Count++;
        var key = (result.Policy, result.Rule, result.Severity);
        if (!_rules.TryGetValue(key, out var rule))
        {
            _rules[key] = rule = new RuleCount(result.Policy, result.Rule, result.RuleId, result.Severity);
        }

        rule.Add(result.Passed);
        if (result.Passed)
        {
            return;
        }

        var broken = BrokenRule.Of(Count, result);
        Broken.Add(broken);
        if (options.KeepsRows)
        {
            _rows.Add(broken);
        }
    }
}
