using System.Management.Automation;
using OpenShiftImage.Analysis.Policies;
using OpenShiftImage.Analysis.Rules;
using OpenShiftImage.Pipeline;

namespace OpenShiftImage.Commands;

/// <summary>Chooses rules by their names or ids.</summary>
internal static class RuleChoice
{
    /// <summary>Returns the rules that are chosen, in the order of the policies.</summary>
    /// <param name="rules">All rules.</param>
    /// <param name="wanted">Names or ids, with wildcards; null for all.</param>
    /// <exception cref="ParameterException">A name is none, or no pattern.</exception>
    public static IReadOnlyList<PolicyRule> Choose(IReadOnlyList<PolicyRule> rules, string[]? wanted)
    {
        if (wanted is null)
        {
            return rules;
        }

        var chosen = new HashSet<PolicyRule>(ReferenceEqualityComparer.Instance);
        foreach (var text in wanted)
        {
            var found = rules.Where(rule => Matches(rule, text)).ToList();
            if (found.Count == 0)
            {
                var known = rules.SelectMany(rule => new[] { rule.Name, rule.Id }).OfType<string>().Distinct().ToList();
                throw new ParameterException(
                    "UnknownRule",
                    $"The policy has no rule '{text}'.{Spelling.Suggest(text, known)}",
                    text);
            }

            chosen.UnionWith(found);
        }

        return [.. rules.Where(chosen.Contains)];
    }

    private static bool Matches(PolicyRule rule, string text)
    {
        try
        {
            var pattern = WildcardPattern.Get(text, WildcardOptions.IgnoreCase);
            return pattern.IsMatch(rule.Name) || (rule.Id is not null && pattern.IsMatch(rule.Id));
        }
        catch (WildcardPatternException e)
        {
            throw new ParameterException("InvalidWildcard", e.Message, text, e);
        }
    }
}
