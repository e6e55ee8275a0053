using System.Globalization;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Client.Tests;

/// <summary>A list requests the pages that it needs, each with the token of the page before it, and no more.</summary>
public sealed class ListPagingTests
{
    [Fact]
    public async Task A_page_that_is_read_again_continues_with_its_new_token_and_drops_what_the_old_one_asked_for()
    {
        // Page 2 breaks off after its first Image, once the page after it has been requested with the token "lost". That
        // one never ends.
        var attempts = 0;
        var isReadAhead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var isDropped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawHttpServer(
            (request, _) => Token(request) switch
            {
                null => Page("a", "second"),
                "second" when Interlocked.Increment(ref attempts) == 1 => Page("b", "lost")[..^2],
                "second" => Page("b", "new"),
                "lost" => Page("of the lost token")[..^2],
                _ => Page("c"),
            },
            closes: true,
            untilClosed: async (request, stream) =>
            {
                switch (Token(request))
                {
                    case "second":
                        await isReadAhead.Task;
                        break;
                    case "lost":
                        isReadAhead.TrySetResult();
                        // The client closes the connection, whether orderly or not.
                        await stream.ReadAsync(new byte[1]).AsTask().ContinueWith(_ => isDropped.TrySetResult());
                        break;
                }
            });
        using var connection = Connect(server);
        Assert.Equal(["a", "b", "c"], await ListAsync(connection, long.MaxValue));
        await isDropped.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([null, "second", "second", "lost", "new"], server.Requests.Select(Token).OrderBy(Order));
        int Order(string? token) => Array.IndexOf([null, "second", "lost", "new"], token);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(9, 5)]
    public async Task A_list_ends_with_the_page_that_completes_what_is_wanted(int most, int pages)
    {
        await using var server = new RawHttpServer((request, _) =>
        {
            var page = int.Parse(Token(request) ?? "1", CultureInfo.InvariantCulture);
            return Page($"{page}", page < 5 ? $"{page + 1}" : "");
        });
        using var connection = Connect(server);
        Assert.Equal(Enumerable.Range(1, pages).Select(page => $"{page}"), await ListAsync(connection, most));
        Assert.Equal(pages, server.Requests.Count);
    }

    private static ClusterConnection Connect(RawHttpServer server) => server.Connect(configuration => configuration with
    {
        RetryTimeout = TimeSpan.FromSeconds(30),
        Time = new InstantTime(longestPause: TimeSpan.FromSeconds(10)),
    });

    private static async Task<List<string?>> ListAsync(ClusterConnection connection, long most)
    {
        var names = new List<string?>();
        await foreach (var page in connection.CreateApi().ListAsync(new ListOptions { Limit = 1 }, most: most))
        {
            names.AddRange(page.Items.Select(image => image.Name));
        }

        return names;
    }

    private static string? Token(RawRequest request)
    {
        var target = new Uri(new Uri("http://host"), request.Line.Split(' ')[1]);
        return System.Web.HttpUtility.ParseQueryString(target.Query)["continue"];
    }

    private static string Page(string name, string token = "") => RawHttpServer.Json(
        $$$"""{"metadata":{"continue":"{{{token}}}"},"items":[{"metadata":{"name":"{{{name}}}"}}]}""");
}
