using System.Security.Cryptography.X509Certificates;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Configuration;

/// <summary>Which server to talk to, how to know that it is the right one, and who we are to it.</summary>
internal sealed record ClusterConfiguration
{
    /// <summary>Address of the API server.</summary>
    public required Uri Server { get; init; }

    /// <summary>Where this came from: a context, <c>in-cluster</c>, or null for parameters.</summary>
    public string? Context { get; init; }

    /// <summary>Name of the user as the kubeconfig has it; null when there is none.</summary>
    public string? User { get; init; }

    /// <summary>Certificates to trust instead of the machine's; null for the machine's.</summary>
    public X509Certificate2Collection? CertificateAuthority { get; init; }

    /// <summary>
    /// What counts as the machine's certificates where they are trusted beside the cluster's; null for its store.
    /// </summary>
    internal X509Certificate2Collection? MachineAuthorities { get; init; }

    /// <summary>
    /// Host name that the server's certificate must be for, when it is not the one in <see cref="Server"/>.
    /// </summary>
    public string? TlsServerName { get; init; }

    /// <summary>Whether any certificate will do. Only ever set by explicit choice.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>
    /// Client certificate with its private key, then the intermediate certificates to send with it; null for none.
    /// </summary>
    public X509Certificate2Collection? ClientCertificate { get; init; }

    /// <summary>The source of the Authorization header; null for none.</summary>
    public ICredential? Credential { get; init; }

    /// <summary>Proxy to go through; null for the environment's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>
    /// Whether the server is asked not to compress; null: it is asked to, but on this machine, where bytes cost
    /// nothing.
    /// </summary>
    public bool? DisableCompression { get; init; }

    /// <summary>User to act as (<c>Impersonate-User</c>); null for oneself.</summary>
    public string? ImpersonateUser { get; init; }

    /// <summary>Groups to act as a member of (<c>Impersonate-Group</c>).</summary>
    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    /// <summary>Uid to act with (<c>Impersonate-Uid</c>); null for none.</summary>
    public string? ImpersonateUid { get; init; }

    /// <summary>Extra facts about the user to act as (<c>Impersonate-Extra-…</c>): of each key its values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ImpersonateExtra { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// The files that this was read from, as they were then; a change of one is another configuration.
    /// </summary>
    internal FileSnapshots Files { get; init; } = FileSnapshots.None;

    /// <summary>
    /// Works the configuration out again, for when its files have changed; null where there is nothing to read.
    /// </summary>
    internal Func<CancellationToken, Task<ClusterConfiguration>>? Reload { get; init; }

    /// <summary>
    /// How long, from the first attempt on, a request whose failure may pass is sent again; zero for never.
    /// </summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Lets time pass: between requests and attempts, and until whatever has an end must be over.</summary>
    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The first pause before another attempt; each is twice as long as the one before.</summary>
    internal TimeSpan FirstRetryPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long a connection may take to come about, its TLS handshake included.</summary>
    internal TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a server may pause in the middle of an answer that is no watch.</summary>
    internal TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Returns the proxy that leads to an address, without its user information; null for none.</summary>
    internal Uri? GetProxy(Uri address) =>
        Proxy is { } chosen ? EnvironmentProxy.Split(chosen).Address : new EnvironmentProxy().GetProxy(address);

    /// <summary>The server and, where known, the context. Never a secret.</summary>
    public override string ToString() =>
        Context is null ? Server.ToString() : $"{ControlCharacters.Escape(Context)} ({Server})";
}
