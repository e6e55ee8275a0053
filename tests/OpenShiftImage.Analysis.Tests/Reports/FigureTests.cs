using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Reports;
using OpenShiftImage.Analysis.Storage;
using OpenShiftImage.Analysis.Tests.Storage;

namespace OpenShiftImage.Analysis.Tests.Reports;

/// <summary>The figures of a report against what sets of names give, on random populations.</summary>
public sealed class FigureTests
{
    private static IEnumerable<(Population Population, ReportFigures Figures)> All =>
        Enumerable.Range(1, 300).Select(seed =>
        {
            var population = new Population(seed);
            var data = new ReportData(null, Sample.Options);
            population.Images.ForEach(image => data.Add(image.ToImage(deferred: true)));
            return (population, new ReportFigures(data));
        }).Where(item => item.population.Images.Count > 0).Select(item => (item.population, item.Item2));

    [Fact]
    public void Totals_count_each_layer_once_and_know_what_one_Image_alone_has()
    {
        foreach (var (population, figures) in All)
        {
            var layers = population.Images.ToDictionary(image => image.Name, image => population.LayersOf(image.Name));
            var alone = layers.Values.SelectMany(own => own).GroupBy(layer => layer).Where(group => group.Count() == 1)
                .Select(group => group.Key);
            var totals = figures.Totals!;
            Assert.Equal(population.Images.Count, totals.Images);
            Assert.Equal(population.Images.Count(image => image.IsManaged), totals.Managed);
            Assert.Equal(population.Images.Count(image => image.Members.Count > 0), totals.Lists);
            Assert.Equal(population.SizeOf(alone), totals.UniqueSize);
            Assert.Equal(population.SizeOf(layers.Values.SelectMany(own => own).ToHashSet()), totals.Size);
            Assert.Equal(layers.Values.Sum(population.SizeOf), totals.Summed);
        }
    }

    [Fact]
    public void The_leaves_of_the_tree_are_all_bytes_and_its_repositories_what_they_alone_have()
    {
        foreach (var (_, figures) in All)
        {
            Assert.Equal(figures.Totals!.Size, Leaves(figures.Tree).Sum(leaf => leaf.Size));
            foreach (var registry in figures.Tree.Where(node => node.Kind == TreemapKind.Registry))
            {
                Assert.Equal(registry.Size, registry.Children.Sum(child => child.Size));
                Assert.All(
                    registry.Children.Where(child => child.Kind == TreemapKind.Repository),
                    child => Assert.Contains(
                        figures.Repositories,
                        row => row.UniqueSize == child.Size
                            && (row.Name == child.Name || row.Name == $"{registry.Name}/{child.Name}")));
            }
        }
    }

    [Fact]
    public void Small_repositories_are_put_together_and_one_alone_keeps_its_name()
    {
        var rows = Enumerable.Range(0, 5)
            .Select(number => new ImageStorage { Name = $"quay.io/r{number}", UniqueSize = number < 2 ? 5000 : 1 })
            .ToList();
        var registry = new ImageStorage { Name = "quay.io", UniqueSize = 10_003 };
        var tree = RegistryTree.Build([registry], rows, _ => "quay.io", 10_010);
        Assert.Equal(["r0", "r1", "3 others"], tree[0].Children.Select(node => node.Name));
        Assert.Equal((TreemapKind.Shared, 7L), (tree[1].Kind, tree[1].Size));
        tree = RegistryTree.Build([registry], [.. rows.Take(3)], _ => "quay.io", 10_010);
        Assert.Equal(
            ["r0", "r1", "shared by its repositories", "r2"], tree[0].Children.Select(node => node.Name));
    }

    [Fact]
    public void The_matrix_has_what_two_repositories_share()
    {
        foreach (var (population, figures) in All)
        {
            var matrix = figures.Sharing!;
            var layers = matrix.Names.Select(name => population.Images.Where(image => NameOf(image) == name)
                .SelectMany(image => population.LayersOf(image.Name)).ToHashSet()).ToList();
            for (var a = 0; a < layers.Count; a++)
            {
                for (var b = 0; b < layers.Count; b++)
                {
                    Assert.Equal(population.SizeOf(layers[a].Intersect(layers[b])), matrix[a, b]);
                }
            }

            Assert.All(matrix.Pairs(), pair => Assert.True(pair.A < pair.B && pair.Size > 0));
        }

        static string NameOf(PopulationImage image) => image.Repository is null ? NamedGroups.None
            : image.Registry is null ? image.Repository : $"{image.Registry}/{image.Repository}";
    }

    [Fact]
    public void A_layer_has_the_age_of_the_youngest_Image_that_has_it()
    {
        var images = new ImageTable();
        Add(images, 1, 0.5, ("base", 100), ("a", 1));
        Add(images, 2, 10, ("base", 100), ("b", 2));
        Add(images, 3, 800, ("base", 100), ("c", 4), ("old", 50));
        Add(images, 4, 900, ("old", 50));
        Add(images, 5, -3, ("future", 7));
        Add(images, 6, null, ("unknown", 9), ("base", 100));
        var bands = AgeHistogram.Of(images, Sample.Options.AsOf).Bands;
        Assert.Equal(
            [
                ("up to a day", 2, 108, 173), ("a day to a week", 0, 0, 65), ("1 to 4 weeks", 1, 2, 65),
                ("4 weeks to 3 months", 0, 0, 63), ("3 to 6 months", 0, 0, 63), ("6 to 12 months", 0, 0, 63),
                ("1 to 2 years", 0, 0, 63), ("2 to 3 years", 2, 54, 63), ("over 3 years", 0, 0, 9),
                ("not known", 1, 9, 9),
            ],
            bands.Select(band => (band.Name, band.Images, (int)band.Size, (int)band.SizeOfOlder)));
    }

    [Fact]
    public void The_first_of_many_are_kept_in_order()
    {
        var random = new Random(1);
        var numbers = Enumerable.Range(0, 1000).OrderBy(_ => random.Next()).ToList();
        var top = new TopList<int>(5, Comparer<int>.Create((a, b) => b.CompareTo(a)));
        numbers.ForEach(top.Add);
        Assert.Equal([999, 998, 997, 996, 995], top.ToList());
        Assert.Equal(1000, top.Count);
    }

    private static IEnumerable<TreemapNode> Leaves(IEnumerable<TreemapNode> nodes) => nodes.SelectMany(node =>
        node.Children.Count == 0 ? [node] : Leaves(node.Children));

    private static void Add(ImageTable images, int number, double? days, params (string Name, long Size)[] layers)
    {
        var facts = new ImageFacts
        {
            Name = $"image{number}",
            Created = days is { } age ? Sample.Options.AsOf.AddDays(-age) : null,
        };
        facts.Layers.AddRange(layers.Select(layer => new LayerFacts(DigestKey.Of(layer.Name), layer.Size)));
        images.Add(facts);
    }
}
