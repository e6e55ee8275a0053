using System.Collections;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using OpenShiftImage.Api;
using OpenShiftImage.Connections;
using OpenShiftImage.Formatting;

namespace OpenShiftImage.Completion;

/// <summary>What a completer may go by: the other parameters, and the cluster that the cmdlet would use.</summary>
internal sealed class CompletionSource
{
    private static readonly ConditionalWeakTable<Session, ListingCache> s_listings = [];

    private readonly IDictionary _bound;
    private readonly Func<CancellationToken, Task<ClusterConnection>> _connect;

    private CompletionSource(
        IDictionary bound, Session session, Func<CancellationToken, Task<ClusterConnection>> connect)
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
        var cluster = PowerShellValue.Unwrap(bound["Cluster"]);
        if (cluster is IList { Count: > 0 } several)
        {
            // What one cluster has is a beginning.
            cluster = PowerShellValue.Unwrap(several[0]);
        }

        return new CompletionSource(bound, session, async cancellationToken => cluster switch
        {
            ClusterConnection connection => connection,
            ClusterContext { Connection: ClusterConnection connection } => connection,
            string name => await session.GetByNameAsync(
                name,
                session.Location is { } location ? Path.GetFullPath(name, location) : null,
                cancellationToken).ConfigureAwait(false),
            _ => await session.GetDefaultAsync(cancellationToken).ConfigureAwait(false),
        });
    }

    /// <summary>Occurs when it turns out that an archive is read.</summary>
    public event EventHandler? ReadsArchive;

    /// <summary>Gets whether an archive is read.</summary>
    public bool IsOfArchive { get; private set; }

    /// <summary>Gets the session that completes.</summary>
    public Session Session { get; }

    /// <summary>Gets the list that completion waits for in this session.</summary>
    private ListingCache Listings => s_listings.GetValue(Session, static _ => new ListingCache());

    /// <summary>Texts that another parameter was given.</summary>
    public string[] Texts(string parameter) => PowerShellValue.Unwrap(_bound[parameter]) switch
    {
        string text => [text],
        IEnumerable list => [.. list.Cast<object>().Select(item => item?.ToString() ?? "")],
        _ => [],
    };

    /// <summary>Suggests from the list of the cluster's Images.</summary>
    /// <param name="prefix">What the names that are wanted begin with; null when the whole list is needed.</param>
    /// <param name="choose">Chooses from the list.</param>
    /// <param name="cancellationToken">Says when it is time; the list goes on for the next time.</param>
    public async Task<Suggestions> SuggestAsync(
        string? prefix, Func<ImageListing, IEnumerable<Suggestion>> choose, CancellationToken cancellationToken)
    {
        var connection = await _connect(cancellationToken).ConfigureAwait(false);
        if (connection.Collected is null && connection.Configuration.Credential is { MayPrompt: true })
        {
            // Pressing Tab must not start a login.
            return Suggestions.None("the credentials may need a person, whom Tab does not ask");
        }

        if (connection.Collected is not null)
        {
            IsOfArchive = true;
            ReadsArchive?.Invoke(this, EventArgs.Empty);
        }

        var listing = Listings.GetOrStart(connection, token => ListAsync(connection, token));
        var isEnough = false;
        try
        {
            // What was collected comes in no order that would tell when all such names have come.
            isEnough = await listing.WaitAsync(
                connection.Collected is null ? prefix : null, cancellationToken).ConfigureAwait(false);
            // A part of the list does not show which prefixes all names share.
            return isEnough ? new Suggestions([.. choose(listing)])
                : listing.Failure is { } failure ? Suggestions.None(failure)
                : Suggestions.NotYet(
                    connection.Collected is null ? $"{connection.Name} has not answered yet"
                        : $"{connection.Name} is still being read");
        }
        finally
        {
            Listings.Return(listing, isEnough);
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<PartialObjectMetadata>> ListAsync(
        ClusterConnection connection, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Unattended: a refused credential is not renewed, which might ask a person.
        IImageReader api = connection.Collected?.CreateReader(connection, null)
            ?? new ImageApi(connection.Transport) { IsUnattended = true };
        await foreach (var page in api.ListMetadataAsync(
            new ListOptions { Limit = 1000 }, cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            yield return page.Items;
        }
    }

    /// <summary>Returns the folder where the session is: a completer has no session state to ask.</summary>
    private static string? CurrentLocation()
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript("$ExecutionContext.SessionState.Path.CurrentFileSystemLocation.ProviderPath")
            .Invoke<string>().FirstOrDefault();
    }
}
