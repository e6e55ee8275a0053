using System.Globalization;
using System.Net;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Configuration;

/// <summary>
/// The proxy that <c>HTTPS_PROXY</c>, <c>HTTP_PROXY</c> and <c>NO_PROXY</c> choose, read as kubectl reads them (Go's
/// <c>golang.org/x/net/http/httpproxy</c>): this machine is never behind a proxy. The variables are looked at for each
/// request.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private static readonly string[] s_schemes = ["http", "https", "socks5", "socks5h"];
    private readonly Func<string, string?> _variable;

    /// <param name="variable">Returns an environment variable; null for the process's own.</param>
    public EnvironmentProxy(Func<string, string?>? variable = null)
    {
        _variable = variable ?? Environment.GetEnvironmentVariable;
        Credentials = new ProxyCredentials(this);
    }

    public ICredentials? Credentials { get; set; }

    /// <summary>
    /// Returns a proxy without its user information, and the credentials that stood there; the platform's messages
    /// contain the address.
    /// </summary>
    public static (Uri Address, NetworkCredential? Credentials) Split(Uri proxy)
    {
        var address = new UriBuilder(proxy) { UserName = "", Password = "", Path = "", Query = "", Fragment = "" };
        if (address.Scheme == "socks5h")
        {
            // The platform's socks5 resolves names at the proxy, as socks5h asks.
            address.Scheme = "socks5";
        }

        return (address.Uri, proxy.UserInfo.Split(':', 2) is [{ Length: > 0 } user, .. var rest]
            ? new NetworkCredential(
                Uri.UnescapeDataString(user), rest is [var password] ? Uri.UnescapeDataString(password) : "")
            : null);
    }

    /// <summary>Returns the proxy for an address, without user information; null for none.</summary>
    /// <exception cref="ConfigurationException">The variable names no proxy that could be used.</exception>
    public Uri? GetProxy(Uri destination) => Find(destination) is { } proxy ? Split(proxy).Address : null;

    public bool IsBypassed(Uri host) => Find(host) is null;

    private Uri? Find(Uri destination)
    {
        var isHttps = destination.Scheme == Uri.UriSchemeHttps;
        var name = isHttps ? "HTTPS_PROXY" : "HTTP_PROXY";
        if (Variable(name) is not { } text || !UsesProxy(destination))
        {
            return null;
        }

        return Parse(text) ?? throw new ConfigurationException(
            ConfigurationException.InvalidProxy,
            $"The environment variable {name} is '{UrlText.Redact(text)}', which is no http, "
                + "https or socks5 address of a proxy.",
            name);
    }

    /// <summary>Reads the address of a proxy, whose scheme may be left out; null when it is none.</summary>
    private static Uri? Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && s_schemes.Contains(uri.Scheme) && uri.Host.Length > 0
            ? uri
        : !text.Contains("://", StringComparison.Ordinal) && Uri.TryCreate("http://" + text, UriKind.Absolute, out uri)
            && uri.Host.Length > 0
            ? uri
        : null;

    private bool UsesProxy(Uri destination)
    {
        var host = destination.IdnHost.TrimEnd('.').ToLowerInvariant();
        var isAddress = IPAddress.TryParse(host, out var address);
        if (host == "localhost" || (isAddress && IPAddress.IsLoopback(address!)))
        {
            return false;
        }

        return !(Variable("NO_PROXY") ?? "").Split(',').Select(entry => entry.Trim().ToLowerInvariant())
            .Any(entry => entry == "*"
                || (entry.Length > 0 && Matches(entry, host, isAddress ? address : null, destination.Port)));
    }

    private static bool Matches(string entry, string host, IPAddress? address, int port)
    {
        if (entry.Split('/') is [var start, var length] && IPAddress.TryParse(start, out var network)
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits))
        {
            return address is not null && HasPrefix(address.GetAddressBytes(), network.GetAddressBytes(), bits);
        }

        var (name, wantedPort) = SplitPort(entry);
        if (wantedPort is not null && wantedPort != port.ToString(CultureInfo.InvariantCulture))
        {
            return false;
        }

        if (IPAddress.TryParse(name, out var wanted))
        {
            return wanted.Equals(address);
        }

        if (address is not null)
        {
            return false;
        }

        // '*.domain' and '.domain' match subdomains, 'domain' matches itself too.
        var domain = name.StartsWith("*.", StringComparison.Ordinal) ? name[1..] : name;
        return domain.Length > 0 && (domain[0] == '.'
            ? host.EndsWith(domain, StringComparison.Ordinal)
            : host == domain || host.EndsWith("." + domain, StringComparison.Ordinal));
    }

    private static bool HasPrefix(byte[] address, byte[] network, int bits) =>
        address.Length == network.Length && bits <= address.Length * 8
        && Enumerable.Range(0, bits).All(bit => ((address[bit / 8] ^ network[bit / 8]) & (0x80 >> (bit % 8))) == 0);

    private static (string Name, string? Port) SplitPort(string entry)
    {
        var colon = entry.LastIndexOf(':');
        var isBracketed = entry.StartsWith('[');
        return isBracketed && entry.IndexOf(']') is > 0 and var end
            ? (entry[1..end], colon > end ? entry[(colon + 1)..] : null)
            : colon > 0 && entry.IndexOf(':') == colon ? (entry[..colon], entry[(colon + 1)..])
            : (entry, null);
    }

    private string? Variable(string name) =>
        _variable(name) is { Length: > 0 } upper
            ? upper
            : _variable(name.ToLowerInvariant()) is { Length: > 0 } lower
            ? lower
            : null;

    /// <summary>The credentials that stand in the address of the proxy.</summary>
    private sealed class ProxyCredentials(EnvironmentProxy proxy) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType) =>
            ((string[])["https://x.invalid", "http://x.invalid"]).Select(
                destination => proxy.Find(new Uri(destination))).OfType<Uri>()
                .Select(Split).FirstOrDefault(found => found.Address.Host == uri.Host && found.Address.Port == uri.Port)
                    .Credentials;
    }
}
