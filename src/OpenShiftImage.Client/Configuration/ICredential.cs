using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;

namespace OpenShiftImage.Configuration;

/// <summary>Supplies the Authorization header of requests.</summary>
internal interface ICredential
{
    /// <summary>Returns the header for the next request: the one at hand, or a new one from its issuer.</summary>
    /// <param name="renew">Whether the server has refused what was at hand; then a new one must be got.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>
    /// The header; null when there is none, or, with <paramref name="renew"/>, when there is no newer one.
    /// </returns>
    /// <exception cref="ConfigurationException">No credential could be got.</exception>
    ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(bool renew, CancellationToken cancellationToken);

    /// <summary>
    /// A client certificate that came with the last credential, with its private key, then its intermediates; null for
    /// none.
    /// </summary>
    X509Certificate2Collection? ClientCertificate => null;

    /// <summary>
    /// Whether the next request might ask a person for something, so that nothing should be sent that nobody has asked
    /// for.
    /// </summary>
    bool MayPrompt => false;
}
