using System.Net.Security;
using System.Security.Authentication;

namespace OpenShiftImage.Transport;

/// <summary>
/// Ends a handshake whose server is not trusted. The check throws it, so that what went wrong reaches the request it
/// went wrong for, and nobody has to read it out of the platform's text.
/// </summary>
/// <param name="errors">Of which kind it is.</param>
/// <param name="message">What is wrong, as a sentence.</param>
internal sealed class UntrustedCertificateException(SslPolicyErrors errors, string message)
    : AuthenticationException(message)
{
    /// <summary>Gets which part of the check failed: there is no certificate, its name or its chain.</summary>
    public SslPolicyErrors Errors { get; } = errors;
}
