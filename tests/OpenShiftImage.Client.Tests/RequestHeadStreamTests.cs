using System.Text;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>The heads of requests as they go over the wire.</summary>
public sealed class RequestHeadStreamTests
{
    private const string Sent = "POST /x HTTP/1.1\r\nHost: b\r\nContent-Length: 9\r\nA: 1\r\nA: 2\r\n\r\n";
    private const string Body = "\r\n\r\nHost:";

    private static readonly string s_head =
        $"POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\nA: 1{ImpersonationHeaders.Separator}2\r\n\r\n";

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(40, false)]
    [InlineData(1000, true)]
    public async Task A_head_is_rewritten_and_a_body_is_not_however_they_are_cut(int size, bool isAsync)
    {
        var text = Encoding.Latin1.GetBytes(s_head + Body + s_head + Body);
        var sent = new MemoryStream();
        await using var stream = new RequestHeadStream(sent, "b");
        foreach (var piece in text.Chunk(size))
        {
            if (isAsync)
            {
                await stream.WriteAsync(piece, CancellationToken.None);
            }
            else
            {
                stream.Write(piece, 0, piece.Length);
            }
        }

        Assert.Equal(Sent + Body + Sent + Body, Encoding.Latin1.GetString(sent.ToArray()));
    }

    [Fact]
    public void Without_another_name_the_host_stays()
    {
        var sent = new MemoryStream();
        using var stream = new RequestHeadStream(sent, null);
        stream.Write("GET / HTTP/1.1\r\nhost: a\r\n\r\n"u8);
        Assert.Equal("GET / HTTP/1.1\r\nhost: a\r\n\r\n", Encoding.Latin1.GetString(sent.ToArray()));
    }

    [Theory]
    [InlineData(1 << 20, false)]
    [InlineData((1 << 20) + 1, true)]
    public void A_head_without_end_is_refused(int length, bool isRefused)
    {
        using var stream = new RequestHeadStream(new MemoryStream(), null);
        var error = Record.Exception(() => stream.Write(new byte[length]));
        Assert.Equal(isRefused ? "The head of the request is too long." : null, error?.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Disposing_it_closes_the_connection(bool isAsync)
    {
        var connection = new MemoryStream();
        var stream = new RequestHeadStream(connection, null);
        Assert.True(stream.CanWrite && stream.CanRead);
        Assert.False(stream.CanSeek);
        if (isAsync)
        {
            await stream.DisposeAsync();
        }
        else
        {
            stream.Dispose();
        }

        Assert.False(connection.CanWrite);
    }

    [Fact]
    public void A_connection_has_no_length_and_no_position()
    {
        using var stream = new RequestHeadStream(new MemoryStream(), null);
        Assert.Equal("A connection has no length.", Refusal(() => _ = stream.Length));
        Assert.Equal("A connection has no length.", Refusal(() => stream.SetLength(1)));
        Assert.Equal("A connection has no position.", Refusal(() => _ = stream.Position));
        Assert.Equal("A connection has no position.", Refusal(() => stream.Position = 1));
        Assert.Equal("A connection cannot seek.", Refusal(() => stream.Seek(0, SeekOrigin.Begin)));
    }

    private static string Refusal(Action action) => Assert.Throws<NotSupportedException>(action).Message;
}
