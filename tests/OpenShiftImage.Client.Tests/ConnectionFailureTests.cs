using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>What a connection that failed is called, and whether the request has left.</summary>
public sealed class ConnectionFailureTests
{
    private static readonly Uri s_proxy = new("http://proxy.example.com:3128");

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, TransportException.HostNotFound, true)]
    [InlineData(HttpRequestError.ConnectionError, TransportException.ConnectionFailed, true)]
    [InlineData(HttpRequestError.ProxyTunnelError, TransportException.ConnectionFailed, true)]
    [InlineData(HttpRequestError.SecureConnectionError, TransportException.ConnectionFailed, true)]
    [InlineData(HttpRequestError.ResponseEnded, TransportException.ConnectionFailed, false)]
    [InlineData(HttpRequestError.HttpProtocolError, TransportException.ConnectionFailed, false)]
    [InlineData(HttpRequestError.Unknown, TransportException.ConnectionFailed, false)]
    [InlineData(HttpRequestError.ConfigurationLimitExceeded, TransportException.InvalidResponse, false)]
    public void Its_kind_says_what_it_is_called_and_whether_the_request_has_left(
        HttpRequestError kind, string id, bool isUnsent)
    {
        var cause = new HttpRequestException(kind, "the cause.");
        var error = ConnectionFailure.Create(cause, RequestContexts.Server, null);
        Assert.Equal((id, isUnsent), (error.ErrorId, error.IsUnsent));
        Assert.Equal("https://api.example.com:6443/", error.Target);
        Assert.Same(cause, error.InnerException);
        Assert.EndsWith(": the cause.", error.Message, StringComparison.Ordinal);
        Assert.Contains("https://api.example.com:6443/", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_socket_s_own_error_is_one_of_a_connection_that_did_not_come_about()
    {
        var error = ConnectionFailure.Create(new SocketException((int)SocketError.NotConnected), RequestContexts.Server, null);
        Assert.Equal((TransportException.ConnectionFailed, true), (error.ErrorId, error.IsUnsent));
        Assert.StartsWith("No connection to https://api.example.com:6443/: ", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        HttpRequestError.NameResolutionError, "The host of the proxy http://proxy.example.com:3128/ is not known")]
    [InlineData(
        HttpRequestError.ConnectionError,
        "No connection to https://api.example.com:6443/ through the proxy http://proxy.example.com:3128/")]
    public void A_dead_proxy_is_named(HttpRequestError kind, string told)
    {
        var error = ConnectionFailure.Create(new HttpRequestException(kind, "root"), RequestContexts.Server, s_proxy);
        Assert.Equal(told + ": root.", error.Message);
    }

    [Fact]
    public void An_unknown_host_is_that_of_the_server_where_there_is_no_proxy()
    {
        var cause = new HttpRequestException(HttpRequestError.NameResolutionError, "root");
        Assert.Equal(
            "The host of https://api.example.com:6443/ is not known: root.",
            ConnectionFailure.Create(cause, RequestContexts.Server, null).Message);
    }

    [Fact]
    public void An_answer_longer_than_what_the_platform_reads_is_no_answer_of_the_API()
    {
        var cause = new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "root");
        var error = ConnectionFailure.Create(cause, RequestContexts.Server, null);
        Assert.Contains("longer than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_certificate_that_is_not_trusted_says_what_to_check()
    {
        var refused = new UntrustedCertificateException(SslPolicyErrors.RemoteCertificateChainErrors, "It is old.");
        var error = ConnectionFailure.Create(new HttpRequestException("x", refused), RequestContexts.Server, s_proxy);
        Assert.Equal((TransportException.CertificateNotTrusted, true), (error.ErrorId, error.IsUnsent));
        Assert.Equal(
            "The certificate of https://api.example.com:6443/ is not trusted: It is old. "
                + "Check the server's address and the certificate authority of the connection.",
            error.Message);
    }

    [Fact]
    public void A_handshake_that_came_to_no_terms_is_TLS_s_failure()
    {
        var error = ConnectionFailure.Create(
            new HttpRequestException("x", new AuthenticationException("no cipher.")), RequestContexts.Server, null);
        Assert.Equal((TransportException.TlsFailed, true), (error.ErrorId, error.IsUnsent));
        Assert.Equal("No secure connection to https://api.example.com:6443/: no cipher.", error.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_handshake_that_was_cut_off_is_a_connection_that_failed(bool isReset)
    {
        Exception cut = isReset ? new SocketException((int)SocketError.ConnectionReset) : new IOException("end");
        var error = ConnectionFailure.Create(
            new HttpRequestException("x", new AuthenticationException("y", cut)), RequestContexts.Server, null);
        Assert.Equal((TransportException.ConnectionFailed, true), (error.ErrorId, error.IsUnsent));
    }
}
