using System.IO.Compression;
using System.Text;

namespace OpenShiftImage.Client.Tests.Faults;

/// <summary>What a <see cref="FaultProxy"/> does to one answer: the raw bytes that it sends in its stead, and how it ends.</summary>
/// <param name="Name">What it is, for messages.</param>
/// <param name="Apply">Makes of a good body the bytes on the wire.</param>
internal sealed record Fault(string Name, Func<byte[], Wire> Apply)
{
    /// <summary>Whether the server has not acted when this comes.</summary>
    public bool ActsBefore { get; init; }

    /// <summary>Whether the answer says that the server has not acted, so that a write may be sent again.</summary>
    public bool IsTurnedAway { get; init; }

    /// <summary>Picks a fault by chance.</summary>
    public static Fault Pick(Random random) => random.Next(12) switch
    {
        0 => new("cut", body => new Wire(Join(Head(body.Length), body[..random.Next(body.Length + 1)]))),
        1 => new("cut in the head", body => new Wire(Head(body.Length)[..random.Next(40)])),
        2 => new(
            "stall", body => new Wire(Join(Head(body.Length), body[..random.Next(body.Length)])) { Stalls = true }),
        3 => new(
            "drip",
            body =>
                new Wire(Join(Head(Math.Min(body.Length, 400)), body[..Math.Min(body.Length, 400)])) { Drips = true }),
        4 => new("garbage", body => new Wire(Join(Head(body.Length), Noise(random, body.Length)))),
        5 => new("garbage head", _ => new Wire(Noise(random, 200))),
        6 => new("longer than it says", body => new Wire(Join(Head(body.Length / 2), body))),
        7 => new("duplicate chunk", body => new Wire(DuplicateChunk(random, body))),
        8 => new("reset", _ => new Wire([]) { Resets = true }),
        9 => new("packed and cut", body => new Wire(PackedAndCut(random, body))),
        10 => Status(random),
        _ => new("invalid UTF-8", body => new Wire(Join(Head(body.Length), Spoil(random, body)))),
    };

    public static byte[] Head(long length, string more = "") =>
        Encoding.ASCII.GetBytes(
            $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n{more}Connection: close\r\nContent-Length: {length}\r\n\r\n");

    public static byte[] Join(params byte[][] parts) => [.. parts.SelectMany(part => part)];

    private static Fault Status(Random random)
    {
        var code = new[] { 429, 500, 502, 503, 504 }[random.Next(5)];
        var wait = random.Next(2) == 0 ? "Retry-After: 0\r\n" : "";
        var body = random.Next(2) == 0
            ? "not now \u001b[31m"
            : $$"""{"kind":"Status","status":"Failure","message":"not \u001b]0;now","code":{{code}}}""";
        var type = body[0] == '{' ? "application/json" : "text/plain";
        var length = Encoding.UTF8.GetByteCount(body);
        var answer = $"HTTP/1.1 {code} X\r\nContent-Type: {type}\r\n{wait}Content-Length: {length}\r\n\r\n{body}";
        return new Fault($"status {code}", _ => new Wire(Encoding.UTF8.GetBytes(answer)))
        {
            ActsBefore = true,
            IsTurnedAway = code == 429,
        };
    }

    private static byte[] Noise(Random random, int length)
    {
        var noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] DuplicateChunk(Random random, byte[] body)
    {
        // What is JSON again, a longer name for example, nobody can tell from what the server meant.
        int from, to;
        do
        {
            from = random.Next(body.Length);
            to = Math.Min(body.Length, from + 1 + random.Next(50));
        }
        while (IsJson([.. body[..to], .. body[from..]]));

        byte[] Chunk(byte[] part) =>
            part.Length == 0 ? [] : Join(Encoding.ASCII.GetBytes($"{part.Length:x}\r\n"), part, "\r\n"u8.ToArray());
        return Join(
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray(),
            Chunk(body[..from]),
            Chunk(body[from..to]),
            Chunk(body[from..to]),
            Chunk(body[to..]),
            "0\r\n\r\n"u8.ToArray());
    }

    private static bool IsJson(byte[] body)
    {
        try
        {
            var reader = new System.Text.Json.Utf8JsonReader(
                body, new System.Text.Json.JsonReaderOptions { AllowMultipleValues = true });
            while (reader.Read())
            {
            }

            return true;
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }

    private static byte[] PackedAndCut(Random random, byte[] body)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(body);
        }

        var cut = packed.ToArray()[..random.Next((int)packed.Length)];
        return Join(Head(cut.Length, "Content-Encoding: gzip\r\n"), cut);
    }

    private static byte[] Spoil(Random random, byte[] body)
    {
        // In the middle of a text, where only decoding finds it.
        var text = Encoding.Latin1.GetString(body);
        var at = text.IndexOf("quay.io", StringComparison.Ordinal);
        var spoiled = (byte[])body.Clone();
        spoiled[at < 0 ? random.Next(body.Length) : at + random.Next(4)] = 0xff;
        return spoiled;
    }
}

/// <summary>Raw bytes of an answer and how they are sent.</summary>
internal sealed record Wire(byte[] Bytes)
{
    /// <summary>After the bytes nothing comes, and the connection stays open.</summary>
    public bool Stalls { get; init; }

    /// <summary>One byte at a time.</summary>
    public bool Drips { get; init; }

    /// <summary>The connection ends with a reset instead of an orderly end.</summary>
    public bool Resets { get; init; }
}
