using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using OpenShiftImage.Sandbox.Patching;
using OpenShiftImage.Sandbox.Primitives;
using OpenShiftImage.Sandbox.Reading;
using OpenShiftImage.Sandbox.Requests;
using OpenShiftImage.Sandbox.Selection;
using OpenShiftImage.Sandbox.Status;
using OpenShiftImage.Sandbox.Storage;
using OpenShiftImage.Sandbox.Writing;

namespace OpenShiftImage.Sandbox.Tests;

/// <summary>
/// Compares the store with a plain model over random sequences of operations. The seed is in the name of the case that
/// fails.
/// </summary>
public sealed class RandomSequencesTests
{
    private const int Operations = 60;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 200)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Store_agrees_with_a_model_in_revisions_watches_and_pages(int seed)
    {
        var random = new Random(seed);
        var store = new ImageStore(TimeSpan.FromHours(1));
        var writer = new ImageWriter(store);
        var deleter = new ImageDeleter(store);
        var lister = new ObjectLister(store);

        // The model: every object's name and version, and what happened, in order.
        var model = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var history = new List<(long Revision, string Type, string Name)>();
        var snapshots = new Dictionary<long, KeyValuePair<string, long>[]> { [store.Current.Revision] = [] };
        var first = store.Current.Revision;
        for (var i = 0; i < Operations; i++)
        {
            var name = "image-" + random.Next(8);
            var before = store.Current.Revision;
            var type = RunOperation(random, writer, deleter, store, name, model.ContainsKey(name));
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

        Assert.Equal(model, store.Current.Images.Select(ToPair));
        AssertWatchesReplay(store, history, first);
        foreach (var (revision, expected) in snapshots)
        {
            Assert.Equal(expected, await ReadPagesAsync(lister, revision, 1 + random.Next(4)));
        }
    }

    /// <summary>Runs a random operation, and returns the change that the store must have made; null for none.</summary>
    private static string? RunOperation(
        Random random, ImageWriter writer, ImageDeleter deleter, ImageStore store, string name, bool exists)
    {
        var isDryRun = random.Next(6) == 0;
        var parameters = new WriteParameters { IsDryRun = isDryRun, FieldManager = "test", IsManagerExplicit = true };
        var label = random.Next(3);
        try
        {
            switch (random.Next(5))
            {
                case 0:
                    var body = $$"""{"metadata":{"name":"{{name}}"},"dockerImageReference":"a/b:c"}""";
                    writer.Create(Bytes(body), false, parameters);
                    Assert.False(exists);
                    return isDryRun ? null : "Added";
                case 1:
                    var previousLabel = store.Current.Find(name)?.Labels.GetValueOrDefault("l");
                    var patch = $$$$"""{"metadata":{"labels":{"l":"{{{{label}}}}"}}}""";
                    writer.Patch(name, PatchTypes.Merge, Bytes(patch), parameters);
                    return isDryRun || previousLabel == $"{label}" ? null : "Modified";
                case 2:
                    var image = store.Current.Find(name)?.ToJson() ?? new JsonObject
                    {
                        ["metadata"] = new JsonObject { ["name"] = name, ["resourceVersion"] = "1" },
                    };
                    var isStale = random.Next(3) == 0;
                    var reference = $"a/b:{random.Next(1000)}";
                    var isSame = (string?)image["dockerImageReference"] == reference;
                    image["dockerImageReference"] = reference;
                    if (isStale)
                    {
                        image["metadata"]!["resourceVersion"] = "1";
                    }

                    writer.Replace(name, Bytes(image.ToJsonString()), false, parameters);
                    Assert.False(isStale);
                    return isDryRun || isSame ? null : "Modified";
                case 3:
                    var revision = store.Current.Revision;
                    var configuration = $$$"""
                        {
                          "apiVersion": "image.openshift.io/v1",
                          "kind": "Image",
                          "metadata": {"name": "{{{name}}}", "annotations": {"n": "{{{label}}}"}},
                          "dockerImageReference": "a/b:x"
                        }
                        """;
                    writer.Apply(
                        name, Bytes(configuration), parameters with { FieldManager = "applier", Force = true });
                    return store.Current.Revision == revision ? null : exists ? "Modified" : "Added";
                default:
                    deleter.Delete(name, new DeleteParameters { IsDryRun = isDryRun });
                    Assert.True(exists);
                    return isDryRun ? null : "Deleted";
            }
        }
        catch (StatusError e)
        {
            Assert.Contains(e.Code, new[] { 404, 409 });
            return null;
        }
    }

    private static void AssertWatchesReplay(
        ImageStore store, List<(long Revision, string Type, string Name)> history, long first)
    {
        for (var from = first; from <= store.Current.Revision; from++)
        {
            using var subscription = store.Subscribe(from)!;
            var received = new List<(long, string, string)>();
            while (subscription.Changes.TryRead(out var change))
            {
                received.Add((change.Revision, change.Type.ToString(), change.Image.Name));
            }

            Assert.Equal(history.Where(entry => entry.Revision > from), received);
        }
    }

    private static async Task<KeyValuePair<string, long>[]> ReadPagesAsync(
        ObjectLister lister, long revision, int limit)
    {
        var found = new List<KeyValuePair<string, long>>();
        string? token = null;
        do
        {
            var parameters = new ListParameters
            {
                Selection = new ObjectSelection(
                    LabelSelector.Parse(null), FieldSelector.Parse(null, ApiResources.Images)),
                Limit = limit,
                Continue = token,
                ResourceVersion = token is null ? revision.ToString(CultureInfo.InvariantCulture) : null,
                ResourceVersionMatch = token is null ? "Exact" : null,
            };
            var page = await lister.ListAsync(parameters, CancellationToken.None);
            Assert.Equal(revision, page.Revision);
            Assert.True(page.Objects.Count <= limit);
            found.AddRange(page.Objects.Select(ToPair));
            token = page.Continue;
        }
        while (token is not null);
        return [.. found];
    }

    private static KeyValuePair<string, long> ToPair(StoredObject image) =>
        KeyValuePair.Create(image.Name, image.Revision);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
