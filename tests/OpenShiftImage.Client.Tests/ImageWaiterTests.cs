using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>A wait for a condition of one Image.</summary>
public sealed class ImageWaiterTests() : WatchTestBase(images: 0)
{
    [Fact]
    public async Task A_look_tells_what_is_there_now()
    {
        var waiter = new ImageWaiter(Api, "a");
        Assert.Null(waiter.Exists);
        Assert.True(await waiter.LookAsync(image => ValueTask.FromResult(image is null)));
        Assert.Equal((false, null), (waiter.Exists, waiter.LastSeen));

        await Api.CreateAsync(SandboxFixture.NewImage("a"));
        Assert.False(await waiter.LookAsync(image => ValueTask.FromResult(image is null)));
        Assert.Equal((true, "a"), (waiter.Exists, waiter.LastSeen?.Name));
    }

    [Fact]
    public async Task A_condition_that_holds_is_not_waited_for()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("a"));
        var waiter = new ImageWaiter(Api, "a");
        await EndsAsync(waiter.WaitAsync(image => ValueTask.FromResult(image?.Name == "a")));
        Assert.Equal((true, "a"), (waiter.Exists, waiter.LastSeen?.Name));
    }

    [Fact]
    public async Task A_change_ends_the_wait_and_is_what_was_last_seen()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("a"));
        var waiter = new ImageWaiter(Api, "a");
        var wait = waiter.WaitAsync(
            image => ValueTask.FromResult(image?.Metadata?.Labels?.GetValueOrDefault("l") == "2"));
        await UntilAsync(() => waiter.Exists == true);
        await LabelAsync("a", "1");
        await LabelAsync("a", "2");
        await EndsAsync(wait);
        Assert.Equal("2", waiter.LastSeen?.Metadata?.Labels?["l"]);
    }

    [Fact]
    public async Task An_Image_that_is_deleted_is_remembered_as_it_was()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("a"));
        var waiter = new ImageWaiter(Api, "a");
        var wait = waiter.WaitAsync(image => ValueTask.FromResult(image is null));
        await UntilAsync(() => waiter.Exists == true);
        await Api.DeleteAsync("a");
        await EndsAsync(wait);
        Assert.False(waiter.Exists);
        Assert.Equal("quay.io/example/app:1", waiter.LastSeen?.DockerImageReference);
    }

    [Fact]
    public async Task An_Image_that_was_deleted_in_a_gap_is_remembered_as_it_was()
    {
        await Api.CreateAsync(SandboxFixture.NewImage("a"));
        AnswerWatches(async (_, _) =>
        {
            await Api.DeleteAsync("a");
            return Expired;
        });
        var observer = new RecordingObserver();
        var waiter = new ImageWaiter(Connection.CreateApi(observer), "a", observer);
        await EndsAsync(waiter.WaitAsync(image => ValueTask.FromResult(image is null)));
        Assert.False(waiter.Exists);
        Assert.Equal("quay.io/example/app:1", waiter.LastSeen?.DockerImageReference);
        Assert.Single(observer.Reconnections);
    }

    [Fact]
    public async Task An_Image_that_comes_is_waited_for()
    {
        var waiter = new ImageWaiter(Api, "a");
        var wait = waiter.WaitAsync(image => ValueTask.FromResult(image is not null));
        await UntilAsync(() => waiter.Exists == false);
        await Api.CreateAsync(SandboxFixture.NewImage("a"));
        await EndsAsync(wait);
        Assert.Equal((true, "a"), (waiter.Exists, waiter.LastSeen?.Name));
    }

    private static Task EndsAsync(Task wait) => wait.WaitAsync(TimeSpan.FromMinutes(1));
}
