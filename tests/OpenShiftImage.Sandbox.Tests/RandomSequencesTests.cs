using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Api;
using OpenShiftImage.Sandbox.Selection;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>
/// Random sequences of operations against a plain model of what must be true. The seed is in the name of the case that
/// fails.
/// </summary>
public sealed class RandomSequencesTests
{
    private const int Operations = 60;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Revisions_grow_watches_replay_and_pages_are_snapshots(int seed)
    {
        var random = new Random(seed);
        var store = new ImageStore(TimeSpan.FromHours(1));
        var writer = new ImageWriter(store);
        var deleter = new ImageDeleter(store);
        var lister = new Lister(store);

        // The model: every object's name and version, and what happened, in order.
        var model = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var history = new List<(long Revision, string Type, string Name)>();
        var snapshots = new Dictionary<long, KeyValuePair<string, long>[]> { [store.Current.Revision] = [] };
        var first = store.Current.Revision;
        for (var i = 0; i < Operations; i++)
        {
            var name = "image-" + random.Next(8);
            var before = store.Current.Revision;
            var type = Act(random, writer, deleter, store, name, model.ContainsKey(name));
            var after = store.Current.Revision;
            Assert.Equal(type is null ? before : before + 1, after);
            if (type is null)
            {
                continue;
            }

            if (type == "Deleted")
            {
                model.Remove(name);
            }
            else
            {
                model[name] = after;
            }

            history.Add((after, type, name));
            snapshots[after] = [.. model];
        }

        Assert.Equal(model.AsEnumerable(), store.Current.Images.Select(image => KeyValuePair.Create(image.Name, image.Revision)));
        WatchesReplay(store, history, first);
        foreach (var (revision, expected) in snapshots)
        {
            Assert.Equal(expected, await PagesAsync(lister, revision, 1 + random.Next(4)));
        }
    }

    /// <summary>Does something, and tells what the store must have made of it; null for nothing.</summary>
    private static string? Act(Random random, ImageWriter writer, ImageDeleter deleter, ImageStore store, string name, bool exists)
    {
        var dryRun = random.Next(6) == 0;
        var write = new WriteParameters(dryRun, "test", "test", "Warn", false);
        var label = random.Next(3);
        try
        {
            switch (random.Next(5))
            {
                case 0:
                    writer.Create(Bytes($"{{\"metadata\":{{\"name\":\"{name}\"}},\"dockerImageReference\":\"a/b:c\"}}"), false, write);
                    Assert.False(exists);
                    return dryRun ? null : "Added";
                case 1:
                    var was = store.Current.Find(name)?.Labels.GetValueOrDefault("l");
                    writer.Patch(name, Patching.PatchTypes.Merge, Bytes($"{{\"metadata\":{{\"labels\":{{\"l\":\"{label}\"}}}}}}"), write);
                    return dryRun || was == $"{label}" ? null : "Modified";
                case 2:
                    var image = store.Current.Find(name)?.ToJson() ?? new JsonObject { ["metadata"] = new JsonObject { ["name"] = name, ["resourceVersion"] = "1" } };
                    var stale = random.Next(3) == 0;
                    var reference = $"a/b:{random.Next(1000)}";
                    var same = (string?)image["dockerImageReference"] == reference;
                    image["dockerImageReference"] = reference;
                    if (stale)
                    {
                        image["metadata"]!["resourceVersion"] = "1";
                    }

                    writer.Replace(name, Bytes(image.ToJsonString()), false, write);
                    Assert.False(stale);
                    return dryRun || same ? null : "Modified";
                case 3:
                    var applied = new WriteParameters(dryRun, "applier", "applier", "Warn", true);
                    var revision = store.Current.Revision;
                    writer.Apply(name, Bytes($"{{\"apiVersion\":\"image.openshift.io/v1\",\"kind\":\"Image\",\"metadata\":{{\"name\":\"{name}\",\"annotations\":{{\"n\":\"{label}\"}}}},\"dockerImageReference\":\"a/b:x\"}}"), applied);
                    return store.Current.Revision == revision ? null : exists ? "Modified" : "Added";
                default:
                    deleter.Delete(name, new DeleteParameters(dryRun, null, null));
                    Assert.True(exists);
                    return dryRun ? null : "Deleted";
            }
        }
        catch (StatusError e)
        {
            Assert.Contains(e.Code, new[] { 404, 409 });
            return null;
        }
    }

    private static void WatchesReplay(ImageStore store, List<(long Revision, string Type, string Name)> history, long first)
    {
        for (var from = first; from <= store.Current.Revision; from++)
        {
            using var subscription = store.Subscribe(from)!;
            var seen = new List<(long, string, string)>();
            while (subscription.Changes.TryRead(out var change))
            {
                seen.Add((change.Revision, change.Type.ToString(), change.Image.Name));
            }

            Assert.Equal(history.Where(entry => entry.Revision > from).Select(entry => (entry.Revision, entry.Type, entry.Name)), seen);
        }
    }

    private static async Task<KeyValuePair<string, long>[]> PagesAsync(Lister lister, long revision, int limit)
    {
        var found = new List<KeyValuePair<string, long>>();
        string? token = null;
        do
        {
            var parameters = new ListParameters(
                new ImageSelection(LabelSelector.Parse(null), FieldSelector.Parse(null)), limit, token,
                token is null ? revision.ToString(System.Globalization.CultureInfo.InvariantCulture) : null, token is null ? "Exact" : null, false, false, null, null);
            var page = await lister.ListAsync(parameters, CancellationToken.None);
            Assert.Equal(revision, page.Revision);
            Assert.True(page.Images.Count <= limit);
            found.AddRange(page.Images.Select(image => KeyValuePair.Create(image.Name, image.Revision)));
            token = page.Continue;
        }
        while (token is not null);
        return [.. found];
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
