using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OpenShiftImage.Sandbox;

namespace OpenShiftImage.Client.Tests;

/// <summary>A socks5 proxy of a kubeconfig, with a user and password in its address.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("socks5://someone:p%40ss@", "someone p@ss")]
    [InlineData("socks5://", null)]
    public async Task A_socks5_proxy_is_asked_for_the_server_with_its_credentials(string prefix, string? credentials)
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions());
        var asked = new ConcurrentQueue<string>();
        await using var proxy = new StandInServer(
            (socket, stop) => ServeAsync(socket, asked, credentials is not null, stop));
        using var connection = new ClusterConnection(SandboxFixture.ConfigurationOf(server) with
        {
            Proxy = new Uri($"{prefix}{proxy.Address}"),
            RetryTimeout = TimeSpan.Zero,
        });
        Assert.NotNull(await connection.CreateApi().GetServerVersionAsync());
        string[] expected = credentials is null
            ? [$"127.0.0.1:{server.Address.Port}"]
            : [credentials, $"127.0.0.1:{server.Address.Port}"];
        Assert.Equal(expected, asked);
    }

    /// <summary>Speaks as much of RFC 1928 and RFC 1929 as a client needs for one connection.</summary>
    private static async Task ServeAsync(
        Socket socket, ConcurrentQueue<string> asked, bool wantsCredentials, CancellationToken cancellationToken)
    {
        await using var near = new NetworkStream(socket);
        await ReadAsync((await ReadAsync(2))[1]);
        await near.WriteAsync(new byte[] { 5, wantsCredentials ? (byte)2 : (byte)0 }, cancellationToken);
        if (wantsCredentials)
        {
            var user = Encoding.UTF8.GetString(await ReadAsync((await ReadAsync(2))[1]));
            var password = Encoding.UTF8.GetString(await ReadAsync((await ReadAsync(1))[0]));
            asked.Enqueue($"{user} {password}");
            await near.WriteAsync(new byte[] { 1, 0 }, cancellationToken);
        }

        var type = (await ReadAsync(4))[3];
        var host = type == 1
            ? new IPAddress(await ReadAsync(4)).ToString()
            : Encoding.ASCII.GetString(await ReadAsync((await ReadAsync(1))[0]));
        var port = await ReadAsync(2);
        asked.Enqueue($"{host}:{(port[0] << 8) | port[1]}");
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, (port[0] << 8) | port[1], cancellationToken);
        await near.WriteAsync(new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, cancellationToken);
        await Tunnel.PassOnAsync(near, client.GetStream(), cancellationToken);

        async Task<byte[]> ReadAsync(int count)
        {
            var bytes = new byte[count];
            await near.ReadExactlyAsync(bytes, cancellationToken);
            return bytes;
        }
    }
}
