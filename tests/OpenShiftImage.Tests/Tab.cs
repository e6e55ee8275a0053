using System.Management.Automation;

namespace OpenShiftImage.Tests;

/// <summary>Presses Tab in a runspace.</summary>
internal sealed class Tab(ModuleShell shell)
{
    /// <summary>Asserts that Tab tells why it suggests nothing, and leaves the word as it is.</summary>
    public void AssertNote(string typed, string word, string reason, string advice)
    {
        var results = Results(typed);
        for (var i = 0; i < 5 && !results[0].ToolTip.Contains(reason, StringComparison.Ordinal); i++)
        {
            results = Results(typed);
        }

        Assert.Equal([word, word], results.Select(result => result.CompletionText));
        Assert.Contains(reason, results[0].ToolTip, StringComparison.Ordinal);
        Assert.StartsWith("(", results[0].ListItemText, StringComparison.Ordinal);
        Assert.Equal(advice, results[1].ListItemText);
        Assert.All(results, result => Assert.DoesNotContain(result.ListItemText + result.ToolTip, char.IsControl));
    }

    /// <summary>Suggestions have half a second, in which a machine that runs other tests too may not get there.</summary>
    public List<string> Complete(string typed)
    {
        var suggestions = CompleteOnce(typed);
        for (var i = 0; i < 5 && suggestions.Count == 0; i++)
        {
            suggestions = CompleteOnce(typed);
        }

        return suggestions;
    }

    public List<string> CompleteOnce(string typed) =>
        [.. Results(typed).Where(match => match.ResultType == CompletionResultType.ParameterValue)
            .Select(match => match.CompletionText)];

    public System.Collections.ObjectModel.Collection<CompletionResult> Results(string typed)
    {
        using var tab = shell.Create("");
        return CommandCompletion.CompleteInput(typed, typed.Length, null, tab).CompletionMatches;
    }
}
