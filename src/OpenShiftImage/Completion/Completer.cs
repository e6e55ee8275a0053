using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Completion;

/// <summary>
/// Base of the completers: bounded in time, quoting what needs it, and telling why where there is nothing to suggest.
/// </summary>
internal abstract class Completer : IArgumentCompleter
{
    private static readonly TimeSpan s_time = TimeSpan.FromMilliseconds(400);

    /// <summary>What has come by then must still be handed over.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(470);

    /// <summary>
    /// An archive is read from its start to its end, and no server slows that down: most take a little longer.
    /// </summary>
    private static readonly TimeSpan s_archiveTime = TimeSpan.FromSeconds(2);

    /// <summary>Number of suggestions beyond which nobody reads.</summary>
    private const int Most = 100;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters)
    {
        var typed = wordToComplete ?? "";
        var word = Unquote(typed);
        var found = Suggest(word, fakeBoundParameters);
        var results =
            SuggestionGroups.Shorten([.. found.Items.Where(IsTypable)], Most).Take(Most).Select(ToResult).ToArray();
        return results.Length > 0
            ? results
            : CompletionNote.ToResults(typed, found.Reason ?? NothingFor(word), found.Advice);
    }

    /// <summary>Returns the suggestions for what has been typed, without quotes. Ends when it is cancelled.</summary>
    /// <param name="word">What has been typed.</param>
    /// <param name="source">What else has been typed, and the cluster to ask.</param>
    /// <param name="cancellationToken">Says when it is time.</param>
    private protected abstract Task<Suggestions> SuggestAsync(
        string word, CompletionSource source, CancellationToken cancellationToken);

    private Suggestions Suggest(string word, IDictionary bound)
    {
        try
        {
            // Only its own thread knows the runspace; the rest runs elsewhere, so that it does not block that thread.
            var source = CompletionSource.From(bound);
            using var deadline = new CancellationTokenSource(s_time);
            source.ReadsArchive += (_, _) => Extend(deadline);
            var suggesting = Task.Run(() => SuggestAsync(word, source, deadline.Token), CancellationToken.None);
            _ = suggesting.ContinueWith(
                static task => task.Exception,
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            return suggesting.Wait(s_longest)
                || (source.IsOfArchive && suggesting.Wait(s_archiveTime))
                    ? suggesting.Result
                    : Suggestions.NotYet("there is no answer yet");
        }
        catch (AggregateException e) when (e.GetBaseException() is OperationCanceledException)
        {
            return Suggestions.NotYet("there is no answer yet");
        }
        catch (Exception e)
            when (e is AggregateException or OpenShiftImageException or InvalidOperationException or RuntimeException)
        {
            // Completion never fails with an error; the cmdlet itself reports it.
            return Suggestions.None(e.GetBaseException().Message);
        }
    }

    private static void Extend(CancellationTokenSource deadline)
    {
        try
        {
            deadline.CancelAfter(s_archiveTime);
        }
        catch (ObjectDisposedException)
        {
            // It took so long to find the archive that nobody waits any more; the list goes on for the next Tab.
        }
    }

    private static string NothingFor(string word) =>
        word.Length == 0 ? "there is nothing to suggest" : $"nothing begins with '{word}'";

    private static string Unquote(string word) => word.Length > 0 && word[0] is '\'' or '"' ? word.Trim(word[0]) : word;

    /// <summary>Whether a text can stand on a command line as it is: what a terminal would obey cannot.</summary>
    private static bool IsTypable(Suggestion suggestion) =>
        suggestion.Text.Length > 0 && !suggestion.Text.AsSpan().ContainsAny('\n', '\t')
            && ControlCharacters.Escape(suggestion.Text) == suggestion.Text;

    private static CompletionResult ToResult(Suggestion suggestion)
    {
        // Plain text gets no quotes, so that the user can type on, for example after '='.
        var isPlain = suggestion.Text.Length > 0 && suggestion.Text.All(
            c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/' or '=' or '!')
            && !char.IsDigit(suggestion.Text[0]) && suggestion.Text[0] != '-'
            // Else it may be a number; and of a path the next part is typed.
            && (suggestion.Text[0] != '.' || suggestion.Text.TrimStart('.').StartsWith('/'));
        var text = isPlain ? suggestion.Text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(suggestion.Text)}'";
        return new CompletionResult(
            text,
            suggestion.ListText ?? suggestion.Text,
            CompletionResultType.ParameterValue,
            ControlCharacters.Escape(suggestion.ToolTip ?? suggestion.Text));
    }
}
