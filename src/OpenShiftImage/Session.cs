using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace OpenShiftImage;

/// <summary>What the module keeps for one runspace: its connection, and what it has warned of.</summary>
internal sealed class Session
{
    private static readonly ConditionalWeakTable<Runspace, Session> s_sessions = [];

    private readonly Dictionary<string, ClusterConnection> _byContext = new(StringComparer.Ordinal);
    private string? _implicitSource;
    private ClusterConnection? _implicit;

    /// <summary>The session of the runspace that runs on this thread; for the pipeline's thread.</summary>
    public static Session Current => s_sessions.GetOrCreateValue(Runspace.DefaultRunspace);

    /// <summary>The connection that Connect-OSImageCluster made; null when there is none.</summary>
    public ClusterConnection? Connection { get; set; }

    /// <summary>Whether the warning about deleting Images has been given.</summary>
    public bool HasWarnedOfRemoval { get; set; }

    /// <summary>Gives the connection to use when none is named: the one that was made, else the kubeconfig's current context.</summary>
    /// <exception cref="ConfigurationException">There is none.</exception>
    public ClusterConnection GetDefault()
    {
        if (Connection is { } made)
        {
            return made;
        }

        // A kubeconfig that has changed, or another KUBECONFIG, is another cluster.
        var source = Fingerprint();
        if (_implicit is null || _implicit.IsClosed || source != _implicitSource)
        {
            _implicit = new ClusterConnection(Dependencies.Configuration.Load(new KubeconfigRequest()));
            _implicitSource = source;
        }

        return _implicit;
    }

    /// <summary>Gives the connection to a context of the kubeconfig.</summary>
    /// <exception cref="ConfigurationException">There is no such context.</exception>
    public ClusterConnection GetByContext(string context)
    {
        if (Connection is { IsClosed: false } made && made.Context == context)
        {
            return made;
        }

        var key = $"{context}\n{Fingerprint()}";
        if (!_byContext.TryGetValue(key, out var connection) || connection.IsClosed)
        {
            connection = new ClusterConnection(Dependencies.Configuration.Load(new KubeconfigRequest { Context = context }));
            _byContext[key] = connection;
        }

        return connection;
    }

    private static string Fingerprint()
    {
        var listed = Environment.GetEnvironmentVariable("KUBECONFIG");
        var paths = string.IsNullOrEmpty(listed)
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".kube", "config")]
            : listed.Split(Path.PathSeparator);
        return string.Join('\n', paths.Select(path => $"{path} {File.GetLastWriteTimeUtc(path).Ticks}"));
    }
}
