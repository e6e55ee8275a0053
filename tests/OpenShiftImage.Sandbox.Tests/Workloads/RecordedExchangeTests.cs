using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Tests.Workloads;

/// <summary>What a real server responded about workloads the sandbox responds too, to the letter.</summary>
public sealed class RecordedExchangeTests
{
    private static readonly string[] s_refusals =
        ["forbidden-", "unauthorized-", "anonymous-", "namespace-that-does-not-exist", "unknown-", "empty-list"];

    [Fact]
    public async Task Pages_are_those_of_a_real_server()
    {
        await using var sandbox = await WorkloadSandbox.StartAsync(ReadPagedState());
        await AssertSameAsync(sandbox, Select("page-"), 13);
    }

    [Fact]
    public async Task Refusals_and_empty_lists_are_those_of_a_real_server()
    {
        await using var sandbox = await WorkloadSandbox.StartAsync(ReadPagedState());
        await AssertSameAsync(sandbox, Select(s_refusals), 26);
    }

    [Fact]
    public async Task Continue_token_expires_with_the_history_as_on_a_real_server()
    {
        await using var sandbox = await WorkloadSandbox.StartAsync(ReadPagedState());
        var created = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "a", ["uid"] = "1" } };
        sandbox.Server.Store.Change("a", (_, revision) => StoredImage.Create(created, revision));
        var expired = Select("expired-continue-");
        foreach (var exchange in expired)
        {
            Assert.Equal(200, (await sandbox.SendAsync(exchange.Path)).Code);
        }

        sandbox.Server.Store.Compact();
        await AssertSameAsync(sandbox, expired, 2);
        var token = (string)expired[0].Body["metadata"]!["continue"]!;
        var rest = await sandbox.ListNamesAsync($"{WorkloadSandbox.Pods}?continue={token}");
        Assert.Equal(["shop/p0", "shop/p2", "shop/p4"], rest);
    }

    [Fact]
    public async Task Group_that_was_taken_away_is_missing_as_on_a_real_server()
    {
        await using var sandbox = await WorkloadSandbox.StartAsync(
            new SandboxOptions { Images = 0, WithoutGroups = ["apps.openshift.io", "build.openshift.io"] });
        await AssertSameAsync(sandbox, Select("group-missing-"), 8);
    }

    /// <summary>Returns the exchanges whose names begin so.</summary>
    private static List<RecordedExchange> Select(params string[] prefixes) =>
        [.. RecordedExchange.All.Where(
            exchange => prefixes.Any(prefix => exchange.Name.StartsWith(prefix, StringComparison.Ordinal)))];

    /// <summary>Returns the objects that the recorded pages show.</summary>
    private static Dictionary<string, JsonObject> ReadPagedState() =>
        new[] { "pods", "imagestreams", "deployments" }.ToDictionary(resource => resource, ReadPagedList);

    private static JsonObject ReadPagedList(string resource)
    {
        var pages = Select($"page-{resource}-").Where(exchange => !exchange.Path.Contains("resourceVersion"))
            .Select(exchange => exchange.Body.DeepClone().AsObject())
            .ToList();
        pages[0]["items"] = new JsonArray(
            [.. pages.SelectMany(page => page["items"]!.AsArray()).Select(item => item!.DeepClone())]);
        return pages[0];
    }

    private static async Task AssertSameAsync(
        WorkloadSandbox sandbox, List<RecordedExchange> exchanges, int count)
    {
        Assert.Equal(count, exchanges.Count);
        var differences = new List<string>();
        foreach (var exchange in exchanges)
        {
            var (code, type, body) = await sandbox.SendAsync(exchange.Path, exchange.User, exchange.Method);
            var isSame = (code, type) == (exchange.Status, exchange.ContentType)
                && (type == "application/json"
                    ? JsonNode.DeepEquals(exchange.Body, JsonNode.Parse(body))
                    : body == (string?)exchange.Body);
            if (!isSame)
            {
                differences.Add($"{exchange.Name}: {code} {type} {body}");
            }
        }

        Assert.Empty(differences);
    }
}
