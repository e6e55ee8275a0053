namespace OpenShiftImage;

/// <summary>A cluster that one can talk to. Safe for use by many threads and runspaces; shows no secret.</summary>
public sealed class ClusterConnection : IDisposable
{
    /// <summary>Takes the cluster. Opens no connection yet.</summary>
    public ClusterConnection(ClusterConfiguration configuration)
    {
        Configuration = configuration;
        Transport = new ClusterTransport(configuration);
    }

    /// <summary>Where the connection came from: a context, <c>in-cluster</c>, or null for parameters.</summary>
    public string? Context => Configuration.Context;

    /// <summary>Address of the API server.</summary>
    public Uri Server => Configuration.Server;

    /// <summary>Name of the user as the kubeconfig has it; null when there is none.</summary>
    public string? User => Configuration.User;

    /// <summary>User that requests are made as; null for oneself.</summary>
    public string? ImpersonatedUser => Configuration.ImpersonateUser;

    /// <summary>Version of the server, once it has been asked; null before, or when it does not say.</summary>
    public string? ServerVersion { get; private set; }

    /// <summary>Whether the connection has been closed.</summary>
    public bool IsClosed { get; private set; }

    /// <summary>Sends the requests.</summary>
    internal ClusterTransport Transport { get; private set; }

    internal ClusterConfiguration Configuration { get; private set; }

    /// <summary>Whether the user has been warned that certificates are not checked.</summary>
    internal bool HasWarned { get; set; }

    /// <summary>Returns whether the files that the connection was read from hold what they did.</summary>
    internal Task<bool> AreFilesCurrentAsync(CancellationToken cancellationToken) => Configuration.Files.IsEmpty
        ? Task.FromResult(true)
        : BoundedFile.RunAsync(Configuration.Files.AreCurrent, cancellationToken, isShort: true);

    /// <summary>
    /// Takes certificates and credentials that have been rotated on disk. The connection stays with its server and user: where the files
    /// now lead elsewhere, are gone or cannot be read, it goes on as it was.
    /// </summary>
    internal async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (Configuration.Reload is not { } reload || await AreFilesCurrentAsync(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            var now = await reload(cancellationToken).ConfigureAwait(false);
            if (now.Server == Server && now.User == User && now.Context == Context)
            {
                // Requests under way keep the transport before; its connections end when they are idle.
                Transport = new ClusterTransport(now);
                Configuration = now;
            }
        }
        catch (ConfigurationException)
        {
            // A kubeconfig that was there only to connect.
        }
    }

    /// <summary>Gives the operations.</summary>
    /// <param name="observer">Is told of warnings and requests; null for nobody.</param>
    /// <param name="operationTimeout">How long the server may take to begin an answer; null for what is usual.</param>
    public ImageApi CreateApi(IRequestObserver? observer = null, TimeSpan? operationTimeout = null) => new(Transport, observer) { OperationTimeout = operationTimeout };

    /// <summary>Finds out whether the server has the API and knows who we are, and its version.</summary>
    /// <exception cref="ApiException">It does not.</exception>
    /// <exception cref="TransportException">It cannot be reached.</exception>
    public async Task CheckAsync(IRequestObserver? observer = null, CancellationToken cancellationToken = default)
    {
        var api = CreateApi(observer);
        await api.ProbeAsync(cancellationToken).ConfigureAwait(false);
        ServerVersion = await api.GetServerVersionAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        IsClosed = true;
        Transport.Dispose();
    }

    /// <summary>The server and, where known, the context. Never a secret.</summary>
    public override string ToString() => Configuration.ToString();
}
