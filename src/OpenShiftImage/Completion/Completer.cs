using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace OpenShiftImage.Completion;

/// <summary>Base of the completers: bounded in time, silent when something fails, quoting what needs it.</summary>
internal abstract class Completer : IArgumentCompleter
{
    private static readonly TimeSpan s_time = TimeSpan.FromMilliseconds(400);

    /// <summary>What has come by then must still be handed over.</summary>
    private static readonly TimeSpan s_longest = TimeSpan.FromMilliseconds(470);

    /// <summary>Number of suggestions beyond which nobody reads.</summary>
    protected const int Most = 100;

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var word = Unquote(wordToComplete ?? "");
        try
        {
            // The runspace is known to its own thread only; the rest must not hold that up.
            var source = CompletionSource.From(fakeBoundParameters);
            using var deadline = new CancellationTokenSource(s_time);
            var suggesting = Task.Run(() => SuggestAsync(word, source, deadline.Token), CancellationToken.None);
            _ = suggesting.ContinueWith(static task => task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
            return suggesting.Wait(s_longest) ? suggesting.Result.Where(IsTypable).Take(Most).Select(ToResult).ToArray() : [];
        }
        catch (Exception e) when (e is AggregateException or OpenShiftImageException or InvalidOperationException or OperationCanceledException or PSInvalidCastException)
        {
            // Who presses Tab wants words, not errors; the cmdlet itself will say what is wrong.
            return [];
        }
    }

    /// <summary>Gives the suggestions for what has been typed, without quotes. Ends, with what it has, when it is cancelled.</summary>
    /// <param name="word">What has been typed.</param>
    /// <param name="source">What else has been typed, and the cluster to ask.</param>
    /// <param name="cancellationToken">Says when it is time.</param>
    private protected abstract Task<Suggestion[]> SuggestAsync(string word, CompletionSource source, CancellationToken cancellationToken);

    private static string Unquote(string word) => word.Length > 0 && word[0] is '\'' or '"' ? word.Trim(word[0]) : word;

    /// <summary>Whether a text can stand on a command line as it is: what a terminal would obey cannot.</summary>
    private static bool IsTypable(Suggestion suggestion) => !suggestion.Text.Any(c => c is '\n' or '\t') && Printable.Escape(suggestion.Text) == suggestion.Text;

    private static CompletionResult ToResult(Suggestion suggestion)
    {
        // A value that ends with what another word goes on with stays open for it.
        var isPlain = suggestion.Text.Length > 0 && suggestion.Text.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ':' or '/' or '=' or '!')
            && !char.IsDigit(suggestion.Text[0]) && suggestion.Text[0] is not ('-' or '.');
        var text = isPlain ? suggestion.Text : $"'{CodeGeneration.EscapeSingleQuotedStringContent(suggestion.Text)}'";
        return new CompletionResult(text, suggestion.Text, CompletionResultType.ParameterValue, Printable.Escape(suggestion.ToolTip ?? suggestion.Text));
    }
}

/// <summary>A suggestion: what would be typed, and what is told of it.</summary>
internal readonly record struct Suggestion(string Text, string? ToolTip = null);

/// <summary>What a completer may go by: the other parameters, and the cluster that the cmdlet would use.</summary>
internal sealed class CompletionSource
{
    private readonly IDictionary _bound;
    private readonly Func<CancellationToken, Task<ClusterConnection>> _connect;

    private CompletionSource(IDictionary bound, Session session, Func<CancellationToken, Task<ClusterConnection>> connect)
    {
        _bound = bound;
        Session = session;
        _connect = connect;
    }

    /// <summary>Takes what has been typed; for the pipeline's thread.</summary>
    public static CompletionSource From(IDictionary? bound)
    {
        bound ??= new Hashtable();
        var session = Session.Current;
        session.Location = CurrentLocation() ?? session.Location;
        return new CompletionSource(bound, session, async cancellationToken => (bound["Cluster"] is PSObject wrapped ? wrapped.BaseObject : bound["Cluster"]) switch
        {
            ClusterConnection connection => connection,
            string context => await session.GetByContextAsync(context, cancellationToken).ConfigureAwait(false),
            _ => await session.GetDefaultAsync(cancellationToken).ConfigureAwait(false),
        });
    }

    /// <summary>The session that completes.</summary>
    public Session Session { get; }

    /// <summary>Texts that another parameter was given.</summary>
    public string[] Texts(string parameter) => (_bound[parameter] is PSObject wrapped ? wrapped.BaseObject : _bound[parameter]) switch
    {
        string text => [text],
        IEnumerable list => [.. list.Cast<object>().Select(item => item?.ToString() ?? "")],
        _ => [],
    };

    /// <summary>Gives the metadata of Images, page by page, until there are no more or it is time.</summary>
    public async IAsyncEnumerable<PartialObjectMetadata> ListAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var connection = await _connect(cancellationToken).ConfigureAwait(false);
        if (connection.Configuration.Credential is { MayPrompt: true })
        {
            // A key that was pressed is no login.
            yield break;
        }

        // Retries would outlast the patience of who pressed Tab; the deadline ends them.
        await using var pages = new ImageApi(connection.Transport) { IsUnattended = true }.ListMetadataAsync(new ListOptions { Limit = 1000 }, cancellationToken: cancellationToken).GetAsyncEnumerator(cancellationToken);
        while (await MoveNextAsync(pages).ConfigureAwait(false))
        {
            foreach (var item in pages.Current.Items)
            {
                yield return item;
            }
        }
    }

    /// <summary>Returns the folder where the session is: a completer has no session state to ask.</summary>
    private static string? CurrentLocation()
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath").Invoke<string>().FirstOrDefault();
    }

    /// <summary>Being late is no fault: what has come until then is suggested.</summary>
    private static async ValueTask<bool> MoveNextAsync(IAsyncEnumerator<Page<PartialObjectMetadata>> pages)
    {
        try
        {
            return await pages.MoveNextAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
