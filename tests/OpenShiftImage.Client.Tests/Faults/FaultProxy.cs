using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OpenShiftImage.Client.Tests.Faults;

/// <summary>
/// Stands between a client and a server, speaks plain HTTP/1.1 to the client, and spoils answers as it is told. What it does not
/// spoil it passes on as it comes, so watches go through it; <see cref="CutAll"/> breaks every connection there is.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HttpClient _upstream;
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;

    public FaultProxy(Uri upstream, HttpMessageHandler handler)
    {
        _upstream = new HttpClient(handler, disposeHandler: false)
        {
            BaseAddress = upstream,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Gives the fault of the next answer; null for none. May be called by many connections at once.</summary>
    public Func<string, Fault?>? NextFault { get; set; }

    /// <summary>Number of connections that clients hold open.</summary>
    public int OpenConnections => _open.Count;

    /// <summary>
    /// Number of writes that came and were not turned away with 429: as far as the client can tell, the server has acted on
    /// each.
    /// </summary>
    public int WritesInDoubt { get; private set; }

    public void CutAll()
    {
        foreach (var socket in _open.Keys)
        {
            socket.Close();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        CutAll();
        await _accepting;
        _upstream.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stop.Token);
                socket.NoDelay = true;
                _open[socket] = true;
                _ = ServeAsync(socket);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: false);
            while (await ReadRequestAsync(stream) is { } request)
            {
                if (!await AnswerAsync(socket, stream, request))
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException or HttpRequestException)
        {
            // The client, or the server, has gone; that is what this is for.
        }
        finally
        {
            socket.Dispose();
            _open.TryRemove(socket, out _);
        }
    }

    /// <summary>Answers; false when the connection is to end.</summary>
    private async Task<bool> AnswerAsync(Socket socket, NetworkStream stream, Request request)
    {
        var fault = NextFault?.Invoke(request.Target);
        if (request.Method != "GET" && fault is not { IsTurnedAway: true })
        {
            lock (_open)
            {
                WritesInDoubt++;
            }
        }

        if (fault is { ActsBefore: true })
        {
            await SendAsync(socket, stream, fault.Apply([]));
            return true;
        }

        using var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Target);
        foreach (var (name, value) in request.Headers)
        {
            if (name.ToUpperInvariant() is "ACCEPT" or "AUTHORIZATION" or "USER-AGENT")
            {
                message.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (request.Body.Length > 0)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.TryAddWithoutValidation(
                "Content-Type",
                request.Headers.First(
                    header => header.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase)).Value);
        }

        using var answer = await _upstream.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
        if (fault is not null)
        {
            var wire = fault.Apply(
                await ReadAsync(answer, request.Target.Contains("watch=true", StringComparison.Ordinal)));
            await SendAsync(socket, stream, wire);
            return false;
        }

        await PassOnAsync(socket, stream, answer);
        return true;
    }

    /// <summary>Reads a body; of a watch, which does not end, what comes soon.</summary>
    private async Task<byte[]> ReadAsync(HttpResponseMessage answer, bool watch)
    {
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        soon.CancelAfter(watch ? TimeSpan.FromMilliseconds(60) : Timeout.InfiniteTimeSpan);
        using var read = new MemoryStream();
        try
        {
            await answer.Content.CopyToAsync(read, soon.Token);
        }
        catch (OperationCanceledException) when (watch)
        {
        }

        return read.Length > 0 ? read.ToArray() : "{\"type\":"u8.ToArray();
    }

    private async Task SendAsync(Socket socket, NetworkStream stream, Wire wire)
    {
        if (wire.Drips)
        {
            for (var i = 0; i < wire.Bytes.Length; i++)
            {
                await stream.WriteAsync(wire.Bytes.AsMemory(i, 1), _stop.Token);
            }
        }
        else
        {
            await stream.WriteAsync(wire.Bytes, _stop.Token);
        }

        if (wire.Stalls)
        {
            // Until the client has had enough.
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, _stop.Token);
        }

        if (wire.Resets)
        {
            socket.LingerState = new LingerOption(true, 0);
        }
    }

    private async Task PassOnAsync(Socket socket, NetworkStream stream, HttpResponseMessage answer)
    {
        // A watch may be silent for long: that the client has gone shows before there is anything to pass on.
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        var leaving = NoticeAsync(socket, gone);
        try
        {
            await PassOnAsync(stream, answer, gone.Token);
        }
        finally
        {
            await gone.CancelAsync();
            await leaving;
        }
    }

    /// <summary>Cancels when the client closes its connection, without taking anything that it sends.</summary>
    private static async Task NoticeAsync(Socket socket, CancellationTokenSource gone)
    {
        try
        {
            if (await socket.ReceiveAsync(new byte[1], SocketFlags.Peek, gone.Token) == 0)
            {
                await gone.CancelAsync();
            }
        }
        catch (OperationCanceledException)
        {
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            await gone.CancelAsync();
        }
    }

    private static async Task PassOnAsync(
        NetworkStream stream, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {(int)answer.StatusCode} X\r\nContent-Type: {answer.Content.Headers.ContentType}\r\nTransfer-Encoding: chunked\r\n\r\n"), cancellationToken);
        await using var body = await answer.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[16 * 1024];
        while (await body.ReadAsync(buffer, cancellationToken) is > 0 and var read)
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"{read:x}\r\n"), cancellationToken);
            await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            await stream.WriteAsync("\r\n"u8.ToArray(), cancellationToken);
        }

        await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken);
    }

    private async Task<Request?> ReadRequestAsync(NetworkStream stream)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!(head.Count >= 4 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n'))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        var lines = Encoding.ASCII.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var first = lines[0].Split(' ');
        var headers = lines.Skip(1).Select(line => line.Split(": ", 2)).Select(pair => (pair[0], pair[1])).ToList();
        var length =
            headers.FirstOrDefault(
                header => header.Item1.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)).Item2;
        var body = new byte[length is null ? 0 : int.Parse(length, System.Globalization.CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, _stop.Token);
        return new Request(first[0], first[1], headers, body);
    }

    private sealed record Request(string Method, string Target, List<(string Name, string Value)> Headers, byte[] Body);
}
