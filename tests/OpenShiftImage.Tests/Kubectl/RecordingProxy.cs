using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpenShiftImage.Tests.Kubectl;

/// <summary>An HTTP proxy that remembers what it was asked for, and leads to this machine whatever host was asked for.</summary>
internal sealed class RecordingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _asked = new();
    private readonly Task _accepting;

    public RecordingProxy()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether credentials are asked for (407) where none are sent.</summary>
    public bool WantsCredentials { get; set; }

    /// <summary>Returns the targets and credentials that were asked for since the last call.</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = new List<string>();
        while (_asked.TryDequeue(out var request))
        {
            taken.Add(request);
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                served.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            // The tests are over.
        }

        await Task.WhenAll(served);
    }

    private async Task ServeAsync(TcpClient near)
    {
        using (near)
        {
            try
            {
                await ServeAsync(near.GetStream());
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // One end has gone, or the tests are over.
            }
        }
    }

    private async Task ServeAsync(NetworkStream near)
    {
        var lines = (await ReadHeadAsync(near)).Split("\r\n");
        var (method, target) = lines[0].Split(' ') is [var first, var second, ..] ? (first, second) : ("", "");
        var credentials = lines.FirstOrDefault(
            line => line.StartsWith("Proxy-Authorization:", StringComparison.OrdinalIgnoreCase));
        if (WantsCredentials && credentials is null)
        {
            await near.WriteAsync(
                "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"table\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(),
                _stop.Token);
            return;
        }

        var leaked = method == "CONNECT"
            && lines.Any(line => line.StartsWith("Authorization:", StringComparison.OrdinalIgnoreCase))
                ? " with Authorization"
                : "";
        _asked.Enqueue(
            $"{method} {(method == "CONNECT" ? target : new Uri(target).Authority)} {credentials?.Split(' ', 2)[1]}{leaked}");
        using var far = new TcpClient();
        var port = method == "CONNECT"
            ? int.Parse(target[(target.LastIndexOf(':') + 1)..], System.Globalization.CultureInfo.InvariantCulture)
            : new Uri(target).Port;
        await far.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
        if (method == "CONNECT")
        {
            await near.WriteAsync("HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray(), _stop.Token);
        }
        else
        {
            var head = string.Join(
                "\r\n",
                lines.Where(
                    line => !line.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase)
                        && !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)).Skip(1));
            await far.GetStream()
                .WriteAsync(
                    Encoding.Latin1.GetBytes(
                        $"{method} {new Uri(target).PathAndQuery} HTTP/1.1\r\nConnection: close\r\n{head}"),
                    _stop.Token);
        }

        await Task.WhenAll(PassOnAsync(near, far.GetStream()), PassOnAsync(far.GetStream(), near));
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)
            && await stream.ReadAsync(one, _stop.Token) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private async Task PassOnAsync(NetworkStream from, NetworkStream to)
    {
        try
        {
            await from.CopyToAsync(to, _stop.Token);
        }
        finally
        {
            // One end has gone; so does the other.
            from.Close();
            to.Close();
        }
    }
}
