using System.IO.Pipelines;
using OpenShiftImage.Kubernetes.Plugins;

namespace OpenShiftImage.Kubernetes.Tests.Plugins;

/// <summary>How much of what a process writes is kept, and how long it is waited for.</summary>
public sealed class BoundedOutputTests
{
    private static readonly TimeSpan s_quiet = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_forever = TimeSpan.FromDays(1);

    [Theory]
    [InlineData(0, false)]
    [InlineData(9, false)]
    [InlineData(10, false)]
    [InlineData(11, true)]
    [InlineData(20_000, true)]
    public async Task What_is_more_than_is_kept_is_dropped_and_told(int length, bool isTooMuch)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        var output = new BoundedOutput(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), 10);
        await output.SettleAsync(s_forever, default);
        Assert.Equal(text[..Math.Min(10, length)], output.Text);
        Assert.Equal(isTooMuch, output.Overflowed.IsCompleted);
    }

    [Fact]
    public async Task What_comes_in_pieces_is_put_together_up_to_the_limit()
    {
        var pipe = new Pipe();
        var output = new BoundedOutput(pipe.Reader.AsStream(), 5);
        foreach (var piece in (string[])["ab", "cd"])
        {
            await pipe.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes(piece));
        }

        await pipe.Writer.WriteAsync("ef"u8.ToArray());
        await output.Overflowed.WaitAsync(TimeSpan.FromSeconds(30));
        await pipe.Writer.WriteAsync("gh"u8.ToArray());
        await pipe.Writer.CompleteAsync();
        await output.SettleAsync(s_forever, default).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("abcde", output.Text);
    }

    [Fact]
    public async Task A_stream_that_stays_open_is_not_waited_for_once_nothing_comes()
    {
        var output = new BoundedOutput(new Pipe().Reader.AsStream(), 5);
        await output.SettleAsync(s_quiet, default).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("", output.Text);
        using var stop = new CancellationTokenSource();
        var settled = output.SettleAsync(s_forever, stop.Token);
        Assert.False(settled.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => settled);
    }
}
