using System.Globalization;
using OpenShiftImage.Api;
using OpenShiftImage.Configuration;

namespace OpenShiftImage.Client.Tests;

/// <summary>A list requests the pages that it needs, each with the token of the page before it, and no more.</summary>
public sealed class ListPagingTests
{
    [Fact]
    public async Task A_page_that_is_read_again_continues_with_its_new_token()
    {
        // Page 2 breaks off after its first Image, once the page after it has been requested with the token "lost".
        var attempts = 0;
        var isReadAhead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new RawHttpServer(
            (request, _) => Token(request) switch
            {
                null => Page("a", "second"),
                "second" when Interlocked.Increment(ref attempts) == 1 => Page("b", "lost")[..^2],
                "second" => Page("b", "new"),
                "lost" => Page("of the lost token"),
                _ => Page("c"),
            },
            closes: true,
            untilClosed: request =>
            {
                if (Token(request) == "lost")
                {
                    isReadAhead.TrySetResult();
                }

                return Token(request) == "second" ? isReadAhead.Task : Task.CompletedTask;
            });
        Assert.Equal(["a", "b", "c"], await ListAsync(server, long.MaxValue));
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
        Assert.Equal(Enumerable.Range(1, pages).Select(page => $"{page}"), await ListAsync(server, most));
        Assert.Equal(pages, server.Requests.Count);
    }

    private static async Task<List<string?>> ListAsync(RawHttpServer server, long most)
    {
        using var connection = server.Connect(configuration => configuration with
        {
            RetryTimeout = TimeSpan.FromSeconds(30),
            Time = new InstantTime(longestPause: TimeSpan.FromSeconds(10)),
        });
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
