using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage;

/// <summary>Which server to talk to, how to know that it is the right one, and who we are to it.</summary>
public sealed record ClusterConfiguration
{
    /// <summary>Address of the API server.</summary>
    public required Uri Server { get; init; }

    /// <summary>Where this came from: a context, <c>in-cluster</c>, or null for parameters.</summary>
    public string? Context { get; init; }

    /// <summary>Name of the user as the kubeconfig has it; null when there is none.</summary>
    public string? User { get; init; }

    /// <summary>Certificates to trust instead of the machine's; null for the machine's.</summary>
    public X509Certificate2Collection? CertificateAuthority { get; init; }

    /// <summary>Host name that the server's certificate must be for, when it is not the one in <see cref="Server"/>.</summary>
    public string? TlsServerName { get; init; }

    /// <summary>Whether any certificate will do. Only ever set by explicit choice.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>Client certificate with its private key, then the intermediate certificates to send with it; null for none.</summary>
    public X509Certificate2Collection? ClientCertificate { get; init; }

    /// <summary>What gives the Authorization header; null for none.</summary>
    public ICredential? Credential { get; init; }

    /// <summary>Proxy to go through; null for the environment's.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Whether the server is asked not to compress; null: it is asked to, but on this machine, where bytes cost nothing.</summary>
    public bool? DisableCompression { get; init; }

    /// <summary>User to act as (<c>Impersonate-User</c>); null for oneself.</summary>
    public string? ImpersonateUser { get; init; }

    /// <summary>Groups to act as a member of (<c>Impersonate-Group</c>).</summary>
    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    /// <summary>Uid to act with (<c>Impersonate-Uid</c>); null for none.</summary>
    public string? ImpersonateUid { get; init; }

    /// <summary>Extra facts about the user to act as (<c>Impersonate-Extra-…</c>): of each key its values.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> ImpersonateExtra { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>The files that this was read from, as they were then; a change of one is another configuration.</summary>
    internal FileSnapshots Files { get; init; } = FileSnapshots.None;

    /// <summary>Works the configuration out again, for when its files have changed; null where there is nothing to read.</summary>
    internal Func<CancellationToken, Task<ClusterConfiguration>>? Reload { get; init; }

    /// <summary>How long, from the first attempt on, a request whose failure may pass is sent again; zero for never.</summary>
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
    internal Uri? GetProxy(Uri address) => Proxy is { } chosen ? EnvironmentProxy.Split(chosen).Address : new EnvironmentProxy().GetProxy(address);

    /// <summary>The server and, where known, the context. Never a secret.</summary>
    public override string ToString() => Context is null ? Server.ToString() : $"{Printable.Escape(Context)} ({Server})";
}

/// <summary>Gives the Authorization header of requests.</summary>
public interface ICredential
{
    /// <summary>Gives the header for the next request, from what is at hand or by asking whoever issues it.</summary>
    /// <param name="renew">Whether the server has refused what was at hand; then a new one must be got.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The header; null when there is none, or, with <paramref name="renew"/>, when there is no newer one.</returns>
    /// <exception cref="ConfigurationException">No credential could be got.</exception>
    ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(bool renew, CancellationToken cancellationToken);

    /// <summary>A client certificate that came with the last credential, with its private key, then its intermediates; null for none.</summary>
    X509Certificate2Collection? ClientCertificate => null;

    /// <summary>Whether the next request might ask a person for something, so that nothing should be sent that nobody has asked for.</summary>
    bool MayPrompt => false;
}

/// <summary>A bearer token that does not change.</summary>
public sealed class TokenCredential : ICredential
{
    private readonly AuthenticationHeaderValue _header;

    /// <summary>Takes a token.</summary>
    /// <exception cref="ConfigurationException">The token has characters that no header may carry.</exception>
    public TokenCredential(string token)
    {
        _header = new AuthenticationHeaderValue("Bearer", Check(token));
    }

    /// <inheritdoc/>
    public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(bool renew, CancellationToken cancellationToken) =>
        ValueTask.FromResult(renew ? null : _header);

    /// <summary>Returns a token without the white space that the end of a file or a copy left around it.</summary>
    /// <exception cref="ConfigurationException">The token is empty or has characters that no header may carry.</exception>
    internal static string Check(string? token)
    {
        token = token?.Trim() ?? "";
        return token.Length > 0 && !token.AsSpan().ContainsAnyExceptInRange('!', '~') ? token : throw new ConfigurationException(
            ConfigurationException.CredentialFailed,
            "The token is empty or has characters that a token cannot have, such as spaces or line breaks.",
            null);
    }

    /// <summary>Says what it is; never the token.</summary>
    public override string ToString() => "bearer token";
}

/// <summary>What is wanted of a kubeconfig.</summary>
public sealed record KubeconfigRequest
{
    /// <summary>The context to take; null for the current one.</summary>
    public string? Context { get; init; }

    /// <summary>
    /// Returns the folder that relative paths of <c>KUBECONFIG</c> are relative to, and that credential plugins run in: the location of the
    /// session, which is not the process's current folder. Null for that folder. May be called by any thread, and later.
    /// </summary>
    public Func<string>? GetLocation { get; init; }

    /// <summary>The folder that relative paths were relative to when the files were read first; null for the session's location.</summary>
    internal string? BaseFolder { get; init; }

    /// <summary>The kubeconfig files, which are merged; null for <c>KUBECONFIG</c>, else <c>~/.kube/config</c>, else the pod's service account.</summary>
    public IReadOnlyList<string>? Paths { get; init; }
}

/// <summary>Works out a cluster from kubeconfig files or the pod that this runs in. Never writes a file.</summary>
public interface IClusterConfigurationSource
{
    /// <summary>Works out the cluster.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Ends the wait for files, which can be for ever where a pipe or a dead mount is read.</param>
    /// <exception cref="ConfigurationException">There is none, or it is faulty.</exception>
    Task<ClusterConfiguration> LoadAsync(KubeconfigRequest request, CancellationToken cancellationToken);

    /// <summary>Returns the contexts of the kubeconfig, the current one first.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellationToken">Ends the wait for files.</param>
    /// <exception cref="ConfigurationException">There is no kubeconfig, or it is faulty.</exception>
    Task<IReadOnlyList<string>> GetContextNamesAsync(KubeconfigRequest request, CancellationToken cancellationToken);

    /// <summary>Returns the certificates of a bundle, in PEM or DER.</summary>
    /// <param name="data">The bundle.</param>
    /// <param name="file">Its file, for the error.</param>
    /// <exception cref="ConfigurationException">There is no certificate in it.</exception>
    X509Certificate2Collection ReadAuthorities(byte[] data, string file);

    /// <summary>Returns the kubeconfig files that are read when none are named, with full paths, whether they are there or not.</summary>
    /// <param name="request">What is wanted.</param>
    IReadOnlyList<string> GetDefaultPaths(KubeconfigRequest request);
}
