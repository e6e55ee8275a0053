using System.Net.Http.Headers;
using System.Text;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Kubernetes.Credentials;

/// <summary>A user name and password, as some proxies still take them.</summary>
internal sealed class BasicCredential(string user, string password) : ICredential
{
    private readonly AuthenticationHeaderValue _header =
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    public ValueTask<AuthenticationHeaderValue?> GetAuthorizationAsync(
        bool renew, CancellationToken cancellationToken) =>
        ValueTask.FromResult(renew ? null : _header);

    public override string ToString() => "user and password";
}
