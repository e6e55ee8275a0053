using System.Runtime.CompilerServices;
using System.Threading.Channels;
using OpenShiftImage.Completion;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Client.Tests;

/// <summary>The list that completion keeps, and how many suggestions become few.</summary>
public sealed class CompletionListTests : IDisposable
{
    private readonly SteppedTime _time = new();
    private readonly ListingCache _cache;
    private readonly ClusterConnection _connection = Connect();
    private Channel<string[]>? _arriving;

    public CompletionListTests() => _cache = new ListingCache(_time);

    public void Dispose() => _connection.Dispose();

    [Fact]
    public async Task A_list_that_comes_in_time_is_not_kept()
    {
        var first = Start();
        Add("a", "b");
        End();
        Assert.True(await first.WaitAsync(null, default));
        _cache.Return(first, wasEnough: true);
        Assert.Equal(["a", "b"], first.FindNames(_ => true));
        Assert.NotSame(first, Start());
    }

    [Fact]
    public async Task A_list_that_is_late_is_kept_for_a_minute_after_it_has_come()
    {
        var first = Start();
        Add("a");
        await LateAsync(first);
        _time.Advance(TimeSpan.FromSeconds(50));
        Assert.Same(first, Start());
        Add("b");
        End();
        Assert.True(await first.WaitAsync(null, default));
        _cache.Return(first, wasEnough: true);
        _time.Advance(TimeSpan.FromSeconds(60));
        Assert.Same(first, Start());
        _cache.Return(first, wasEnough: true);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(first, Start());
    }

    [Fact]
    public async Task A_list_that_nobody_asks_for_again_is_let_go()
    {
        var kept = await KeepAsync();
        _time.Advance(TimeSpan.FromMinutes(3));
        // Who has ended the list may still be on his way out of it, and this may run on his thread.
        for (var i = 0; kept.IsAlive && i < 1000; i++)
        {
            await Task.Yield();
            GC.Collect();
        }

        Assert.False(kept.IsAlive);
    }

    [Fact]
    public async Task Another_cluster_ends_the_list_and_a_closed_connection_has_none()
    {
        var first = Start();
        await LateAsync(first);
        using var other = Connect();
        Assert.NotSame(first, Start(other));
        Assert.False(await first.WaitAsync(null, default));
        var second = Start();
        await LateAsync(second);
        _connection.Dispose();
        Assert.NotSame(second, Start());
    }

    [Fact]
    public async Task A_list_ends_after_a_minute_and_says_so_once()
    {
        var first = Start();
        await LateAsync(first);
        _time.Advance(TimeSpan.FromSeconds(61));
        Assert.False(await first.WaitAsync(null, default));
        Assert.Contains("60 seconds", first.Failure, StringComparison.Ordinal);
        Assert.Same(first, Start());
        _cache.Return(first, wasEnough: false);
        Assert.NotSame(first, Start());
    }

    [Fact]
    public async Task Names_that_begin_with_a_text_are_known_when_a_sorted_list_has_come_past_them()
    {
        var listing = Start();
        Add("B", "SHA256:0b", "sha256:0a", "sha256:0b");
        Assert.True(await listing.WaitAsync("sha256:0A", default));
        await NotYetAsync(listing, "sha256:0b");
        await NotYetAsync(listing, "");
        Add("sha256:1");
        Assert.True(await listing.WaitAsync("sha256:0b", default));
        using var other = Connect();
        var unsorted = Start(other);
        Add("z", "a");
        Assert.True(SpinWait.SpinUntil(() => unsorted.FindNames(_ => true).Count == 2, TimeSpan.FromSeconds(20)));
        await NotYetAsync(unsorted, "b");
    }

    [Fact]
    public void A_few_suggestions_stay_as_they_are() => Assert.Equal(["b", "a", "ab"], Shorten(3, "b", "a", "ab"));

    [Fact]
    public void Many_are_their_longest_beginnings_that_are_few()
    {
        string[] all = [.. from one in "ab" from other in "cd" from last in "xyz" select $"-{one}{other}{last}"];
        Assert.Equal(["-a", "-b"], Shorten(3, all));
        Assert.Equal(["-ac", "-ad", "-bc", "-bd"], Shorten(11, all));
        Assert.Equal(["-ac", "-bdx"], Shorten(2, "-acx", "-acy", "-bdx"));
        // A beginning that is a name of its own stands for those that go on, too.
        Assert.Equal(["-a", "-b"], Shorten(2, "-a", "-ac", "-b"));
    }

    [Fact]
    public void Many_that_differ_at_once_insert_nothing_that_only_some_have()
    {
        var all = Enumerable.Range(0, 300).Select(i => "x" + (char)(0x400 + i)).ToArray();
        Assert.Equal(300, Shorten(100, all).Count);
        Assert.Equal(
            ["\U0001F600", "\U0001F601"], Shorten(3, "\U0001F600a", "\U0001F600b", "\U0001F601a", "\U0001F601b"));
        Assert.Equal(
            ["sha256:0 (2)", "sha256:1"],
            SuggestionGroups.Shorten(
                [.. new[] { "sha256:00", "sha256:01", "sha256:1" }.Select(text => new Suggestion(text))], 2)
            .Select(suggestion => suggestion.ListText?.Replace("…", "", StringComparison.Ordinal) ?? suggestion.Text));
    }

    private static List<string> Shorten(int most, params string[] texts) =>
        [.. SuggestionGroups.Shorten([.. texts.Select(text => new Suggestion(text))], most)
            .Select(suggestion => suggestion.Text)];

    private static ClusterConnection Connect() =>
        new(new ClusterConfiguration { Server = new Uri("https://localhost:1") });

    private ImageListing Start(
        ClusterConnection? connection = null) => _cache.GetOrStart(connection ?? _connection, token =>
    {
        _arriving = Channel.CreateUnbounded<string[]>();
        return ReadAsync(_arriving, token);
    });

    private static async IAsyncEnumerable<IReadOnlyList<PartialObjectMetadata>> ReadAsync(
        Channel<string[]> list, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var names in list.Reader.ReadAllAsync(cancellationToken))
        {
            yield return [.. names.Select(
                name => new PartialObjectMetadata { Metadata = new ObjectMeta { Name = name } })];
        }
    }

    private void Add(params string[] names) => _arriving!.Writer.TryWrite(names);

    private void End() => _arriving!.Writer.Complete();

    private async Task LateAsync(ImageListing listing)
    {
        await NotYetAsync(listing, null);
        _cache.Return(listing, wasEnough: false);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference> KeepAsync()
    {
        var listing = Start();
        End();
        Assert.True(await listing.WaitAsync(null, default));
        _cache.Return(listing, wasEnough: false);
        return new WeakReference(listing);
    }

    private static async Task NotYetAsync(ImageListing listing, string? prefix) =>
        Assert.False(await listing.WaitAsync(prefix, new CancellationToken(canceled: true)));
}
