using OpenShiftImage.Api;

namespace OpenShiftImage.Client.Tests;

/// <summary>A list that brings nothing goes on with longer and longer pauses, and not for ever.</summary>
public sealed class ContinuationGuardTests
{
    private static readonly Uri s_server = new("https://api.example.com:6443/");

    private readonly InstantTime _time = new();
    private readonly ContinuationGuard _guard;

    public ContinuationGuardTests() => _guard = new(s_server, _time);

    private IEnumerable<double> Milliseconds => _time.Pauses.Select(pause => pause.TotalMilliseconds);

    [Fact]
    public async Task After_each_empty_page_the_pause_is_twice_as_long_up_to_five_seconds()
    {
        for (var page = 0; page < 20; page++)
        {
            await _guard.ReceivedAsync(hasItems: false, isLast: false, default);
        }

        Assert.Equal([100, 200, 400, 800, 1600, 3200, .. Enumerable.Repeat(5000.0, 14)], Milliseconds);
        var error = await Assert.ThrowsAsync<TransportException>(
            async () => await _guard.ReceivedAsync(hasItems: false, isLast: false, default));
        Assert.Equal((TransportException.InvalidResponse, s_server.ToString()), (error.ErrorId, error.Target));
        Assert.Contains("21 pages in a row are empty", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_with_Images_begins_the_count_anew()
    {
        foreach (var hasItems in (bool[])[false, false, true, false])
        {
            await _guard.ReceivedAsync(hasItems, isLast: false, default);
        }

        Assert.Equal([100, 200, 100], Milliseconds);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Nothing_waits_after_a_page_with_Images_and_after_the_last(bool hasItems, bool isLast)
    {
        await _guard.ReceivedAsync(hasItems, isLast, default);
        Assert.Empty(_time.Pauses);
    }

    [Fact]
    public async Task The_first_token_that_expired_is_replaced_at_once_and_a_sixth_in_a_row_is_not()
    {
        Assert.True(await _guard.ExpiredAsync(default));
        Assert.Empty(_time.Pauses);
        for (var count = 2; count <= 5; count++)
        {
            Assert.True(await _guard.ExpiredAsync(default));
        }

        Assert.Equal([800, 1600, 3200, 5000], Milliseconds);
        Assert.False(await _guard.ExpiredAsync(default));
    }

    [Fact]
    public async Task Images_between_them_make_an_expired_token_the_first_again()
    {
        await _guard.ExpiredAsync(default);
        await _guard.ReceivedAsync(hasItems: true, isLast: false, default);
        await _guard.ExpiredAsync(default);
        Assert.Empty(_time.Pauses);
    }

    [Fact]
    public void A_token_that_comes_again_is_refused()
    {
        Assert.Equal("a", _guard.Accept("a"));
        Assert.Equal("b", _guard.Accept("b"));
        var error = Assert.Throws<TransportException>(() => _guard.Accept("a"));
        Assert.Equal((TransportException.InvalidResponse, s_server.ToString()), (error.ErrorId, error.Target));
        Assert.Contains("after 2 pages", error.Message, StringComparison.Ordinal);
    }
}
