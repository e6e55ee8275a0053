using System.Net.Http.Headers;
using System.Text;
using OpenShiftImage.Configuration;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Kubernetes.Credentials;

/// <summary>
/// A bearer token in a file that others rotate: read again every minute, and when the server refuses it.
/// </summary>
/// <param name="path">Full path of the file.</param>
/// <param name="fallback">The token of the kubeconfig itself, for as long as there is none in the file; null for
/// none.</param>
/// <param name="time">Tells how old what was read is.</param>
#pragma warning disable CA1001 // A semaphore whose wait handle nobody asks for holds nothing.
internal sealed class TokenFileCredential(string path, string? fallback = null, TimeProvider? time = null) : ICredential
#pragma warning restore CA1001
{
    private static readonly TimeSpan s_age = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly SemaphoreSlim _one = new(1, 1);
    private DateTimeOffset _read = DateTimeOffset.MinValue;
    private string? _text;
    private TokenCredential? _token;

    public async ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(
        bool renew, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var now = _time.GetUtcNow();
            if (_token is not null && !renew && now - _read < s_age)
            {
                return await _token.GetAuthorizationAsync(false, cancellationToken).ConfigureAwait(false);
            }

            // The content tells, not the time of the file: in a pod the file is a link whose target is swapped.
            var text = await ReadAsync(cancellationToken).ConfigureAwait(false);
            _read = now;
            if (_token is not null && text == _text)
            {
                return renew
                    ? null
                    : await _token.GetAuthorizationAsync(false, cancellationToken).ConfigureAwait(false);
            }

            _text = text;
            _token = new TokenCredential(text);
            return await _token.GetAuthorizationAsync(false, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _one.Release();
        }
    }

    public override string ToString() => $"token file {path}";

    private async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var text = await BoundedFile.RunAsync(
                () => Encoding.UTF8.GetString(BoundedFile.Read(path, out _)).Trim(),
                cancellationToken).ConfigureAwait(false);
            return text.Length == 0 && fallback is not null ? fallback : text;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            return fallback ?? throw new ConfigurationException(
                ConfigurationException.CredentialFailed,
                $"The token file '{path}' cannot be read: {e.Message}",
                path,
                e);
        }
    }
}
