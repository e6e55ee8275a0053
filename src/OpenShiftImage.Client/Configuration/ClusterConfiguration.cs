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

    /// <summary>Client certificate with its private key; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

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

    /// <summary>How long, from the first attempt on, a request whose failure may pass is sent again; zero for never.</summary>
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The first pause before another attempt; each is twice as long as the one before.</summary>
    internal TimeSpan FirstRetryPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>How long a server may pause in the middle of an answer that is no watch.</summary>
    internal TimeSpan IdleTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The server and, where known, the context. Never a secret.</summary>
    public override string ToString() => Context is null ? Server.ToString() : $"{Context} ({Server})";
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

    /// <summary>A client certificate that came with the last credential; null for none.</summary>
    X509Certificate2? ClientCertificate => null;

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
        if (string.IsNullOrWhiteSpace(token) || token.Any(c => c is < '!' or > '~'))
        {
            throw new ConfigurationException(
                ConfigurationException.CredentialFailed,
                "The token is empty or has characters that a token cannot have, such as spaces or line breaks.",
                null);
        }

        _header = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <inheritdoc/>
    public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(bool renew, CancellationToken cancellationToken) =>
        ValueTask.FromResult(renew ? null : _header);

    /// <summary>Says what it is; never the token.</summary>
    public override string ToString() => "bearer token";
}

/// <summary>What is wanted of a kubeconfig.</summary>
public sealed record KubeconfigRequest
{
    /// <summary>The context to take; null for the current one.</summary>
    public string? Context { get; init; }

    /// <summary>The kubeconfig files, which are merged; null for <c>KUBECONFIG</c>, else <c>~/.kube/config</c>, else the pod's service account.</summary>
    public IReadOnlyList<string>? Paths { get; init; }
}

/// <summary>Works out a cluster from kubeconfig files or the pod that this runs in. Never writes a file.</summary>
public interface IClusterConfigurationSource
{
    /// <summary>Works out the cluster.</summary>
    /// <exception cref="ConfigurationException">There is none, or it is faulty.</exception>
    ClusterConfiguration Load(KubeconfigRequest request);

    /// <summary>Names the contexts of the kubeconfig, the current one first.</summary>
    /// <exception cref="ConfigurationException">There is no kubeconfig, or it is faulty.</exception>
    IReadOnlyList<string> GetContextNames(KubeconfigRequest request);
}
