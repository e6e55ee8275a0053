using System.Net;
using System.Security;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Commands;

/// <summary>A bearer token as a parameter: text, or a secure string. Shows itself to nobody.</summary>
public sealed class TokenArgument
{
    private readonly string _token;

    /// <summary>Takes the token as text.</summary>
    public TokenArgument(string token) => _token = token?.Trim() ?? "";

    /// <summary>Takes the token as a secure string.</summary>
    public TokenArgument(SecureString token) => _token = new NetworkCredential("", token).Password;

    /// <inheritdoc/>
    public override string ToString() => "********";

    internal TokenCredential ToCredential() => new(_token);
}
