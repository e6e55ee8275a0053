using System.Net.Http.Headers;

namespace OpenShiftImage.Configuration;

/// <summary>A bearer token that does not change.</summary>
internal sealed class TokenCredential : ICredential
{
    private readonly AuthenticationHeaderValue _header;

    /// <summary>Takes a token.</summary>
    /// <exception cref="ConfigurationException">The token has characters that no header may carry.</exception>
    public TokenCredential(string token)
    {
        _header = new AuthenticationHeaderValue("Bearer", Check(token));
    }

    /// <inheritdoc/>
    public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(
        bool renew, CancellationToken cancellationToken) =>
        ValueTask.FromResult(renew ? null : _header);

    /// <summary>Returns a token without the white space that the end of a file or a copy left around it.</summary>
    /// <exception cref="ConfigurationException">
    /// The token is empty or has characters that no header may carry.
    /// </exception>
    internal static string Check(string? token)
    {
        token = token?.Trim() ?? "";
        return token.Length > 0 && !token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? token
            : throw new ConfigurationException(
                ConfigurationException.CredentialFailed,
                "The token is empty or has characters that a token cannot have, such as spaces or line breaks.",
                null);
    }

    /// <summary>Says what it is; never the token.</summary>
    public override string ToString() => "bearer token";
}
