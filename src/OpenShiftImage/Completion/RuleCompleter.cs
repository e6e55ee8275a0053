using OpenShiftImage.Analysis.Rules;
using OpenShiftImage.Files;

namespace OpenShiftImage.Completion;

/// <summary>Suggests the rules of the policies that were typed; where none can be read, all that there are.</summary>
internal sealed class RuleCompleter : Completer
{
    private protected override async Task<Suggestions> SuggestAsync(
        string word, CompletionSource source, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var policy in source.Texts("Policy") is { Length: > 0 } typed ? typed : ["Baseline"])
        {
            names.AddRange(await PolicyFiles.FindRulesAsync(policy, source.Session.Location, cancellationToken)
                .ConfigureAwait(false));
        }

        return new Suggestions(
        [
            .. (names.Count > 0 ? names : RuleCatalog.All.Select(rule => rule.Name))
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .Where(name => name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                .Select(name => new Suggestion(name)),
        ]);
    }
}
