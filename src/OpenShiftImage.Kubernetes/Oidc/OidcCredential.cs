using System.Net.Http.Headers;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Kubernetes.Oidc;

/// <summary>
/// The id-token of an OIDC user, which is refreshed when it has expired, as with kubectl, and also when the server
/// refuses it. New tokens, a new refresh token among them, are kept in memory only: where kubectl writes them into
/// the kubeconfig, this never does.
/// </summary>
internal sealed class OidcCredential : ICredential
{
    /// <summary>
    /// How much earlier than it says a token counts as expired, for clocks that differ; kubectl's too.
    /// </summary>
    private static readonly TimeSpan s_leeway = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long a new token is not replaced again when the server refuses one: most likely it refused the one before.
    /// </summary>
    private static readonly TimeSpan s_minimumAge = TimeSpan.FromSeconds(10);

    private readonly object _lock = new();
    private readonly OidcSettings _settings;
    private readonly OidcClient _client;
    private OidcTokens _tokens;
    private DateTimeOffset _refreshed = DateTimeOffset.MinValue;
    private Task? _refresh;

    public OidcCredential(OidcSettings settings, OidcTokens tokens) =>
        (_settings, _client, _tokens) = (settings, new(settings), tokens);

    /// <summary>Tells when a token expires, and when the time for a refresh is over.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;

    public async ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(
        bool renew, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task refresh;
        lock (_lock)
        {
            if (_refresh is null)
            {
                var now = Time.GetUtcNow();
                var hasExpired = HasExpired(now);
                if (!hasExpired && (!renew || now - _refreshed < s_minimumAge))
                {
                    return ToHeader();
                }

                if (_tokens.RefreshToken is not { } refreshToken)
                {
                    return hasExpired ? throw NotRefreshable() : null;
                }

                // Not with the token of whoever is first: an issuer that is not listened to may have used the refresh
                // token up all the same, and others wait for what it gives.
                _refresh = Task.Run(() => RefreshAsync(refreshToken), CancellationToken.None);
                _ = _refresh.ContinueWith(
                    static task => task.Exception,
                    CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted,
                    TaskScheduler.Default);
            }

            refresh = _refresh;
        }

        await refresh.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            return ToHeader();
        }
    }

    public override string ToString() => "OIDC token";

    private async Task RefreshAsync(string refreshToken)
    {
        OidcTokens? tokens = null;
        try
        {
            tokens = await _client.RefreshAsync(refreshToken, Time).ConfigureAwait(false);
        }
        finally
        {
            lock (_lock)
            {
                (_tokens, _refreshed) = tokens is null ? (_tokens, _refreshed) : (tokens, Time.GetUtcNow());
                _refresh = null;
            }
        }
    }

    private bool HasExpired(DateTimeOffset now)
    {
        if (_tokens.IdToken is not { } token)
        {
            return true;
        }

        return JsonWebToken.TryGetExpiry(token, out var expiry)
            ? (now + s_leeway).ToUnixTimeMilliseconds() >= expiry * 1000
            : throw Failed("The id-token of the kubeconfig is no JSON Web Token. Log in again.");
    }

    private AuthenticationHeaderValue ToHeader() => new("Bearer", TokenCredential.Check(_tokens.IdToken));

    private ConfigurationException NotRefreshable() => Failed(
        (_tokens.IdToken is null ? "The kubeconfig has no id-token" : "The id-token of the kubeconfig has expired")
        + $" and no refresh-token to get one from the OIDC issuer '{_settings.DisplayName}' with. Log in again.");

    private ConfigurationException Failed(string message) =>
        new(ConfigurationException.CredentialFailed, message, _settings.DisplayName);
}
