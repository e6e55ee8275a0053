using System.Net;
using System.Net.Http.Headers;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Transport;

/// <summary>
/// Adds the credential to requests. After 401 it gets a newer one, where there is one, and sends the request once more.
/// </summary>
/// <param name="credential">Gives the header and the client certificate; null for neither.</param>
internal sealed class AuthenticationHandler(ICredential? credential) : DelegatingHandler
{
#pragma warning disable CA2213 // A semaphore whose wait handle nobody asks for holds nothing.
    private readonly SemaphoreSlim _renewing = new(1, 1);
#pragma warning restore CA2213

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (credential is null)
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        var context = RequestContext.Of(request);
        // A plugin has a time of its own, and may have to ask a person.
        context.Deadline.Suspend();
        var sent = await GetAsync(credential, renew: false, cancellationToken).ConfigureAwait(false);
        context.Deadline.Resume();
        request.Headers.Authorization = sent.Authorization;
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.Unauthorized || context.Request.IsUnattended)
        {
            return response;
        }

        try
        {
            context.Deadline.Suspend();
            var newer = await RenewAsync(credential, sent, cancellationToken).ConfigureAwait(false);
            context.Deadline.Resume();
            if (newer is null)
            {
                return response;
            }

            request.Headers.Authorization = newer.Authorization;
        }
        catch
        {
            response.Dispose();
            throw;
        }

        response.Dispose();
        response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        try
        {
            if (context.Observer is { } observer)
            {
                await observer.RetryingAsync(
                    $"{context.Request} was answered 401; the credential was renewed and the request sent again.",
                    cancellationToken).ConfigureAwait(false);
            }

            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    /// <summary>Returns what to send in the place of what was refused; null when there is nothing newer.</summary>
    private async Task<Proof?> RenewAsync(ICredential source, Proof refused, CancellationToken cancellationToken)
    {
        await _renewing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Of many requests that are refused, at once or in turn, one renews; the others take what it got.
            var current = await GetAsync(source, renew: false, cancellationToken).ConfigureAwait(false);
            if (current != refused)
            {
                return current;
            }

            var renewed = await GetAsync(source, renew: true, cancellationToken).ConfigureAwait(false);
            return renewed.Authorization is null && renewed.Certificate == refused.Certificate ? null : renewed;
        }
        finally
        {
            _renewing.Release();
        }
    }

    private static async ValueTask<Proof> GetAsync(ICredential source, bool renew, CancellationToken cancellationToken)
    {
        var authorization = await source.GetAuthorizationAsync(renew, cancellationToken).ConfigureAwait(false);
        return new Proof(authorization, source.ClientCertificate is [var leaf, ..] ? leaf.Thumbprint : null);
    }

    /// <summary>What a request proves its user by.</summary>
    /// <param name="Authorization">The header; null for none.</param>
    /// <param name="Certificate">The thumbprint of the client certificate that came with it; null for none.</param>
    private sealed record Proof(AuthenticationHeaderValue? Authorization, string? Certificate);
}
