using System.Globalization;
using OpenShiftImage.Analysis.Bases;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Analysis.Tests.Bases;

/// <summary>
/// The bases of random Images are those that a comparison of each with each finds: slow, and plain to see.
/// </summary>
public sealed class BasePopulationTests
{
    private const string OddEmpty = "odd-empty";

    [Fact]
    public void One_pass_finds_what_comparing_each_with_each_finds()
    {
        var (found, several, byDiffId) = (0, 0, 0);
        for (var seed = 0; seed < 400; seed++)
        {
            var images = Create(new Random(seed));
            var finder = new BaseFinder(knowsInputs: false);
            var known = new BaseFinder(knowsInputs: true);
            foreach (var image in images.Select(ToImage))
            {
                finder.Add(image);
                known.AddInput(image);
            }

            foreach (var image in images.Select(ToImage))
            {
                known.AddCandidate(image);
            }

            var rows = finder.Find(null)
                .Select(row => (row.Base, row.Candidates, row.SharedLayers, row.AddedLayers))
                .ToList();
            Assert.Equal(
                rows, known.Find(null).Select(row => (row.Base, row.Candidates, row.SharedLayers, row.AddedLayers)));
            Assert.Equal(images.Select(image => FindBase(image, images)), rows);
            found += rows.Count(row => row.Base is not null);
            several += rows.Count(row => row.Candidates > 1);
            byDiffId += images.Count(image => FindBase(image, images).Base is { } name
                && !image.Digests.Take(2).SequenceEqual(images.Find(other => other.Name == name)!.Digests.Take(2)));
        }

        // The populations have what they are to show.
        Assert.True(found > 500 && several > 100 && byDiffId > 50, $"{found} {several} {byDiffId}");
    }

    private static List<Sample> Create(Random random) =>
    [
        .. Enumerable.Range(0, random.Next(2, 14)).Select(number => new Sample(
            $"i{number}",
            random.Next(3),
            [
                .. Enumerable.Range(0, random.Next(5)).SelectMany(position => random.Next(6) switch
                {
                    0 => [(BaseState.Empty, BaseState.EmptyDiffId)],
                    1 when random.Next(3) == 0 => [(OddEmpty, BaseState.EmptyDiffId)],
                    // A layer by its content, compressed in one of two ways.
                    _ => new[] { random.Next(2) }.Select(
                        content =>
                            ($"l{position}{content}{(random.Next(4) == 0 ? "again" : "")}", $"d{position}{content}")),
                }),
            ],
            random.Next(3) > 0)),
    ];

    private static (string? Base, int Candidates, int? Shared, int? Added) FindBase(Sample image, List<Sample> all)
    {
        var candidates = all.Where(other => other.Digests.Count > 0 && other.Digests.Count < image.Digests.Count
            && (image.Digests.Take(other.Digests.Count).SequenceEqual(other.Digests)
                || (image.TellsDiffIds && other.TellsDiffIds
                    && image.DiffIds.Take(other.Digests.Count).SequenceEqual(other.DiffIds)))).ToList();
        if (candidates.Count == 0)
        {
            return (null, 0, 0, image.Digests.Count);
        }

        var most = candidates.Max(other => other.Digests.Count);
        var best = candidates.Where(other => other.Digests.Count == most)
            .OrderBy(other => other.Age == 0 ? int.MaxValue : other.Age)
            .ThenBy(other => other.Name, StringComparer.Ordinal)
            .ToList();
        return (best[0].Name, best.Count, most, image.Digests.Count - most);
    }

    private static Image ToImage(Sample sample)
    {
        var created = sample.Age == 0
            ? "null"
            : string.Create(CultureInfo.InvariantCulture, $"\"202{sample.Age}-01-01T00:00:00Z\"");
        var config =
            $"{{\\\"rootfs\\\":{{\\\"diff_ids\\\":[{string.Join(',', sample.Layers.Select(layer => $"\\\"{layer.DiffId}\\\""))}]}}}}";
        return ImageJson.ParseImage(System.Text.Encoding.UTF8.GetBytes($$"""
            {"metadata":{"name":"{{sample.Name}}","creationTimestamp":{{created}}},
             "dockerImageLayers":[{{string.Join(',', sample.Layers.Select(layer => $"{{\"name\":\"{layer.Digest}\",\"size\":1}}"))}}],
             "dockerImageConfig":{{(sample.TellsDiffIds ? $"\"{config}\"" : "null")}}}
            """));
    }

    /// <summary>An Image, and its layers without the empty ones.</summary>
    private sealed record Sample(string Name, int Age, List<(string Digest, string DiffId)> Layers, bool TellsDiffIds)
    {
        public List<string> Digests { get; } = [.. Counted(Layers, TellsDiffIds).Select(layer => layer.Digest)];

        public List<string> DiffIds { get; } = [.. Counted(Layers, TellsDiffIds).Select(layer => layer.DiffId)];

        private static IEnumerable<(string Digest, string DiffId)> Counted(
            List<(string Digest, string DiffId)> layers, bool tellsDiffIds) => layers.Where(
                layer => layer.Digest != BaseState.Empty && !(tellsDiffIds && layer.DiffId == BaseState.EmptyDiffId));
    }
}
