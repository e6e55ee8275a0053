using System.Globalization;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Tests.Storage;

/// <summary>
/// A random population of Images and streams, and what it takes, counted with sets of names: clear, and slow.
/// </summary>
internal sealed class Population
{
    public const string None = "<none>";

    private static readonly (string, string)[] s_platforms =
        [("linux", "amd64"), ("linux", "arm64"), ("windows", "amd64"), ("", "s390x"), ("linux", "")];

    public Population(int seed)
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, random.Next(12))
            .Select(number => number == 7 ? "odd" : Digest(number)).ToList();
        var digests = Enumerable.Range(1000, 1 + random.Next(15)).Select(Digest).Append("odd").ToList();
        T Pick<T>(params IReadOnlyList<T> items) => items[random.Next(items.Count)];
        foreach (var name in names.OrderBy(_ => random.Next()))
        {
            var image = new PopulationImage(name)
            {
                IsManaged = random.Next(2) == 0,
                Registry = Pick(null, "docker.io", "quay.io", "localhost:5000", "registry.example"),
                Repository = Pick(null, "shop/app", "shop/web", "app"),
                Label = Pick(null, "", "web", "payments"),
                Platform = random.Next(5) == 0 ? null : Pick(s_platforms),
            };
            for (var layers = random.Next(6); layers > 0; layers--)
            {
                // One in ten has another size than the others of its digest.
                var digest = Pick(digests);
                var size = random.Next(10) == 0 ? random.Next(-5, 100_000) : 1000 + digests.IndexOf(digest);
                image.Layers.AddRange(Enumerable.Repeat((digest, (long)size), 1 + random.Next(2)));
            }

            for (var members = random.Next(4) == 0 ? random.Next(5) : 0; members > 0; members--)
            {
                // Members are absent, come before or after, are lists themselves, or the list itself.
                var (os, architecture) = Pick(s_platforms);
                image.Members.Add((Pick([.. names, Digest(5000)]), os, architecture));
            }

            Images.Add(image);
        }

        foreach (var (space, stream) in ((string, string)[])[("shop", "app"), ("shop", "web"), ("lab", "app")])
        {
            string[] any = [.. names, Digest(6000)];
            Streams.Add(new ImageStreamHistory(space, stream, DateTimeOffset.UnixEpoch,
            [
                .. Enumerable.Range(0, random.Next(3)).Select(tag => new TagHistory($"t{tag}",
                    [.. Enumerable.Range(0, random.Next(4))
                        .Select(_ => new TagItem(Pick(any), DateTimeOffset.UnixEpoch))])),
            ]));
        }
    }

    public List<PopulationImage> Images { get; } = [];

    public List<ImageStreamHistory> Streams { get; } = [];

    /// <summary>Returns the digests of the layers of an Image, and of the members of a list, however deep.</summary>
    public HashSet<string> LayersOf(string name)
    {
        var layers = new HashSet<string>();
        var seen = new HashSet<string>();
        void Visit(string next)
        {
            if (Images.SingleOrDefault(image => image.Name == next) is { } image && seen.Add(next))
            {
                layers.UnionWith(image.Layers.Select(layer => layer.Digest));
                image.Members.ForEach(member => Visit(member.Digest));
            }
        }

        Visit(name);
        return layers;
    }

    /// <summary>Returns the size of layers; of differing sizes of one digest the largest counts.</summary>
    public long SizeOf(IEnumerable<string> layers) => layers.Sum(digest => Images
        .SelectMany(image => image.Layers).Where(layer => layer.Digest == digest)
        .Max(layer => Math.Max(0, layer.Size)));

    /// <summary>Returns what each group takes, a line for each, in the order of the report.</summary>
    public List<string> Measure(Func<PopulationImage, IEnumerable<string?>> groupsOf)
    {
        var groups = new Dictionary<string, List<string>>();
        foreach (var image in Images)
        {
            foreach (var name in groupsOf(image).Select(name => string.IsNullOrEmpty(name) ? None : name).Distinct())
            {
                groups.TryAdd(name, []);
                groups[name].Add(image.Name);
            }
        }

        var layers = groups.ToDictionary(group => group.Key, group => group.Value.SelectMany(LayersOf).ToHashSet());
        var all = SizeOf(Images.SelectMany(image => image.Layers).Select(layer => layer.Digest).ToHashSet());
        return
        [
            .. groups.Keys.Select(name =>
                {
                    var others = layers.Where(other => other.Key != name).SelectMany(other => other.Value).ToHashSet();
                    return (Name: name, Size: SizeOf(layers[name]), Unique: SizeOf(layers[name].Except(others)));
                })
                .OrderByDescending(group => group.Unique).ThenByDescending(group => group.Size)
                .ThenBy(group => group.Name, StringComparer.Ordinal)
                .Select(group => Line(
                    group.Name, groups[group.Name].Count, layers[group.Name].Count, group.Size, group.Unique, all)),
        ];
    }

    /// <summary>Returns the line of the total.</summary>
    public string Total()
    {
        var layers = Images.SelectMany(image => image.Layers).Select(layer => layer.Digest).ToHashSet();
        var size = SizeOf(layers);
        return Line("Total", Images.Count, layers.Count, size, size, size);
    }

    public static string Line(ImageStorage storage, long all) => Line(
        storage.Name, storage.Images, storage.Layers, storage.Size, storage.UniqueSize, all)
        + (storage.SharedSize == storage.Size - storage.UniqueSize ? "" : " SharedSize")
        + (Math.Abs(storage.Share - (all == 0 ? 0 : (double)storage.Size / all)) < 1e-12 ? "" : " Share");

    private static string Line(string name, int images, int layers, long size, long unique, long all) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}: {images} {layers} {size} {unique} of {all}");

    private static string Digest(int number) =>
        "sha256:" + number.ToString("x", CultureInfo.InvariantCulture).PadLeft(64, '0');
}
