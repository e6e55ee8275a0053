using System.Globalization;
using System.Net.Sockets;
using System.Text;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Client.Tests;

/// <summary>A request as it came over the wire, byte for byte.</summary>
internal sealed record RawRequest(int Connection, string Head, string Body)
{
    public string Line => Head.Split("\r\n")[0];
}

/// <summary>An HTTP/1.1 server that reads requests byte for byte and answers as a test says; null closes the connection without an answer.</summary>
internal sealed class RawHttpServer : IAsyncDisposable
{
    private readonly StandInServer _server;
    private readonly List<RawRequest> _requests = [];
    private int _connections;

    /// <param name="answer">Gives the answer to a request and its number; null for none.</param>
    /// <param name="closes">Whether each connection ends with its first answer.</param>
    /// <param name="untilClosed">What the end of a connection waits for, once its request is answered.</param>
    public RawHttpServer(
        Func<RawRequest, int, string?> answer,
        bool closes = false,
        Func<RawRequest, Stream, Task>? untilClosed = null) => _server = new StandInServer(async (socket, stop) =>
    {
        var connection = Interlocked.Increment(ref _connections);
        await using var stream = new NetworkStream(socket);
        while (await ReadAsync(stream, connection, stop) is { } request)
        {
            int count;
            lock (_requests)
            {
                _requests.Add(request);
                count = _requests.Count;
            }

            if (answer(request, count) is not { } text)
            {
                return;
            }

            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), stop);
            if (closes)
            {
                await (untilClosed?.Invoke(request, stream) ?? Task.CompletedTask).WaitAsync(TimeSpan.FromSeconds(30), stop);
                return;
            }
        }
    });

    public Uri Address => new($"http://{_server.Address}");

    public IReadOnlyList<RawRequest> Requests
    {
        get
        {
            lock (_requests)
            {
                return [.. _requests];
            }
        }
    }

    public static string Json(string body) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    public ClusterConnection Connect(Func<ClusterConfiguration, ClusterConfiguration>? with = null)
    {
        var configuration = new ClusterConfiguration { Server = Address, RetryTimeout = TimeSpan.Zero };
        return new ClusterConnection(with is null ? configuration : with(configuration));
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static async Task<RawRequest?> ReadAsync(NetworkStream stream, int connection, CancellationToken stop)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, stop) == 0)
            {
                return null;
            }

            head.Append((char)one[0]);
        }

        var length = head.ToString()
            .Split("\r\n")
            .FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } given
            ? int.Parse(given.Split(':')[1], CultureInfo.InvariantCulture) : 0;
        var body = new byte[length];
        await stream.ReadExactlyAsync(body, stop);
        return new RawRequest(connection, head.ToString(), Encoding.UTF8.GetString(body));
    }
}
