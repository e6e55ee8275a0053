using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Storage;
using OpenShiftImage.Analysis.Usage;

namespace OpenShiftImage.Analysis.Tests.Storage;

/// <summary>What is measured against what sets of names give, on random populations.</summary>
public sealed class PopulationTests
{
    private const int Populations = 500;

    private static IEnumerable<Population> All => Enumerable.Range(1, Populations).Select(seed => new Population(seed));

    [Theory]
    [InlineData(ImageStorageGroup.Image)]
    [InlineData(ImageStorageGroup.Registry)]
    [InlineData(ImageStorageGroup.Repository)]
    [InlineData(ImageStorageGroup.Platform)]
    [InlineData(ImageStorageGroup.Managed)]
    public void What_an_Image_tells_makes_groups(ImageStorageGroup groupBy) =>
        Compare(groupBy, null, image => groupBy switch
        {
            ImageStorageGroup.Image => [image.Name],
            ImageStorageGroup.Registry => [image.Repository is null ? null : image.Registry ?? "docker.io"],
            ImageStorageGroup.Repository when image is { Registry: not null, Repository: not null } =>
                [$"{image.Registry}/{image.Repository}"],
            ImageStorageGroup.Repository => [image.Repository],
            ImageStorageGroup.Managed => [image.IsManaged ? "Managed" : "Imported"],
            _ => [image.Members.Count == 0
                ? image.Platform is var (os, architecture) ? PlatformOf(os, architecture) : null
                : string.Join(
                    ',', image.Members.Select(member => PlatformOf(member.Os, member.Architecture)).Distinct())],
        });

    [Fact]
    public void A_label_makes_groups() => Compare(ImageStorageGroup.Image, "team", image => [image.Label]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Streams_and_namespaces_make_groups(bool byNamespace)
    {
        foreach (var population in All)
        {
            var streams = new StreamTable();
            population.Streams.ForEach(streams.Add);
            var groups = Fill(population, new StorageGroups(ImageStorageGroup.Image, null));
            Compare(population, groups.Images, StorageGrouping.ByStreams(groups.Images, streams, byNamespace), image =>
            {
                var homes = population.Streams.Where(stream =>
                    stream.Tags.Any(tag => tag.Items.Any(item => item.Image == image.Name))).ToList();
                return homes.Select(stream => byNamespace ? stream.Namespace : $"{stream.Namespace}/{stream.Name}")
                    .DefaultIfEmpty(Population.None);
            });
        }
    }

    [Fact]
    public void Verdicts_make_groups_and_what_was_not_judged_has_none()
    {
        foreach (var population in All)
        {
            var analysis = Analyse(population, population.Images.SkipLast(1));
            var groups = Fill(population, new StorageGroups(ImageStorageGroup.Image, null));
            Compare(population, groups.Images, StorageGrouping.ByVerdict(groups.Images, analysis), image =>
                [image == population.Images[^1]
                    ? null
                    : analysis.VerdictOf(analysis.Images.Find(DigestKey.Of(image.Name))).Verdict.ToString()]);
        }
    }

    [Fact]
    public void Clusters_make_groups_of_Images_that_come_in_any_order_and_several_times()
    {
        foreach (var (population, seed) in All.Select((population, seed) => (population, seed)))
        {
            var clusters = new[] { new NamedCluster("prod"), new NamedCluster("stage"), null };
            var random = new Random(seed);
            var given = population.Images.Concat(population.Images)
                .Select(image => (image, cluster: clusters[random.Next(clusters.Length)]))
                .OrderBy(_ => random.Next()).ToList();
            var groups = new StorageGroups(ImageStorageGroup.Cluster, null);
            foreach (var (image, cluster) in given.Concat(given))
            {
                groups.Add(image.ToImage(deferred: random.Next(2) == 0), cluster);
            }

            Compare(population, groups.Images, groups.Groups, image =>
                given.Where(item => item.image == image).Select(item => item.cluster?.ToString()));
        }
    }

    [Fact]
    public void What_no_other_Image_has_is_freed_when_an_Image_goes()
    {
        foreach (var population in All)
        {
            var analysis = Analyse(population, population.Images);
            foreach (var image in population.Images)
            {
                var number = analysis.Images.Find(DigestKey.Of(image.Name));
                var others = population.Images.Where(other => other != image)
                    .SelectMany(other => population.LayersOf(other.Name)).ToHashSet();
                Assert.Equal(population.SizeOf(population.LayersOf(image.Name)), analysis.Images.SizeOf(number));
                Assert.Equal(
                    population.SizeOf(population.LayersOf(image.Name).Except(others)), analysis.UniqueSizeOf(number));
            }
        }
    }

    [Fact]
    public void Sizes_that_differ_are_told()
    {
        var table = new LayerTable();
        var (a, b) = (DigestKey.Of("a"), DigestKey.Of("sha256:" + new string('b', 64)));
        Assert.Equal([0, 1, 1, 0, 1, 1], new[] { (a, 5L), (b, 5L), (b, 5L), (a, 5L), (b, 7L), (b, 6L) }
            .Select(layer => table.Add(new LayerFacts(layer.Item1, layer.Item2))));
        Assert.Equal((2, b.ToString()), (table.DifferingSizes, table.FirstDiffering));
        Assert.Equal((5, 7), (table.SizeOf(0), table.SizeOf(1)));
    }

    [Fact]
    public void Sums_beyond_what_a_number_can_tell_are_the_most_that_it_can()
    {
        var population = new StorageGroups(ImageStorageGroup.Managed, null);
        var image = new PopulationImage("a");
        image.Layers.AddRange([("x", long.MaxValue), ("y", 1), ("z", long.MaxValue)]);
        population.Add(image.ToImage(deferred: true), null);
        var report = new StorageReport(population.Images, null);
        Assert.Equal(long.MaxValue, report.Total().Size);
        Assert.Equal((long.MaxValue, long.MaxValue), (
            report.Measure(population.Groups).Single().Size, report.Measure(population.Groups).Single().UniqueSize));
    }

    private static void Compare(
        ImageStorageGroup groupBy, string? label, Func<PopulationImage, IEnumerable<string?>> groupsOf)
    {
        foreach (var population in All)
        {
            var groups = Fill(population, new StorageGroups(groupBy, label));
            Compare(population, groups.Images, groups.Groups, groupsOf);
        }
    }

    private static void Compare(
        Population population,
        ImageTable images,
        IImageGroups groups,
        Func<PopulationImage, IEnumerable<string?>> groupsOf)
    {
        var report = new StorageReport(images, null);
        var all = report.Total().Size;
        Assert.Equal(
            population.Measure(groupsOf), report.Measure(groups).Select(storage => Population.Line(storage, all)));
        Assert.Equal(population.Total(), Population.Line(report.Total(), all));
        Assert.True(report.Total().IsTotal);
    }

    /// <summary>Adds all Images, each twice, as JSON and made whole in turn.</summary>
    private static StorageGroups Fill(Population population, StorageGroups groups)
    {
        var deferred = false;
        foreach (var image in population.Images.Concat(population.Images))
        {
            groups.Add(image.ToImage(deferred = !deferred), null);
        }

        return groups;
    }

    private static UsageAnalysis Analyse(Population population, IEnumerable<PopulationImage> images)
    {
        var analysis = new UsageAnalysis(
            new UsageOptions { AsOf = DateTimeOffset.UnixEpoch.AddYears(100), KeepTagRevisions = 1 });
        population.Streams.ForEach(analysis.Add);
        images.ToList().ForEach(image => analysis.Add(image.ToImage(deferred: true)));
        analysis.Decide(default);
        return analysis;
    }

    private static string? PlatformOf(string os, string architecture) => (os, architecture) switch
    {
        ("linux", "") => "linux",
        ("linux" or "", _) => architecture,
        _ => $"{os}/{architecture}",
    };

    private sealed record NamedCluster(string Name) : ICluster
    {
        public override string ToString() => Name;
    }
}
