using System.Numerics;
using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Storage;

namespace OpenShiftImage.Analysis.Reports;

/// <summary>How many bytes of layers the largest groups share with one another.</summary>
internal sealed class SharingMatrix
{
    /// <summary>Groups at most; a bit each.</summary>
    public const int Most = 20;

    private readonly long[,] _shared;

    private SharingMatrix(IReadOnlyList<string> names, long[,] shared) => (Names, _shared) = (names, shared);

    /// <summary>Gets the names of the groups, the largest first.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Returns the bytes of the layers that two groups have; of one group its size.</summary>
    public long this[int a, int b] => _shared[a, b];

    /// <summary>Returns the pairs that share something, those that share most first.</summary>
    public IEnumerable<SharedPair> Pairs() =>
        Enumerable.Range(0, Names.Count)
            .SelectMany(a => Enumerable.Range(a + 1, Names.Count - a - 1).Select(b => new SharedPair(a, b, this[a, b])))
            .Where(pair => pair.Size > 0)
            .OrderByDescending(pair => pair.Size);

    /// <summary>Measures what the largest groups share.</summary>
    /// <param name="images">The Images.</param>
    /// <param name="groups">Their groups.</param>
    /// <param name="sizes">What each group takes.</param>
    public static SharingMatrix Of(ImageTable images, IImageGroups groups, IEnumerable<ImageStorage> sizes)
    {
        var names = sizes
            .OrderByDescending(group => group.Size).ThenBy(group => group.Name, StringComparer.Ordinal)
            .Take(Most).Select(group => group.Name).ToList();
        var numbers = Enumerable.Range(0, groups.Count)
            .ToDictionary(groups.NameOf, group => group, StringComparer.Ordinal);
        var owners = new uint[images.Layers.Count];
        for (var i = 0; i < names.Count; i++)
        {
            foreach (var layer in groups.ImagesOf(numbers[names[i]]).SelectMany(images.LayersOf))
            {
                owners[layer] |= 1u << i;
            }
        }

        var shared = new long[names.Count, names.Count];
        for (var layer = 0; layer < owners.Length; layer++)
        {
            var size = images.Layers.SizeOf(layer);
            for (var rest = owners[layer]; rest != 0; rest &= rest - 1)
            {
                var a = BitOperations.TrailingZeroCount(rest);
                for (var others = owners[layer]; others != 0; others &= others - 1)
                {
                    var b = BitOperations.TrailingZeroCount(others);
                    shared[a, b] = Bytes.Add(shared[a, b], size);
                }
            }
        }

        return new SharingMatrix(names, shared);
    }
}
