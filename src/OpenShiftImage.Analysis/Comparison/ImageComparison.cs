using System.Globalization;
using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Comparison;

/// <summary>Compares two Images by what is stored of them.</summary>
/// <param name="reference">The Image that is compared with.</param>
/// <param name="difference">The Image that is compared.</param>
internal sealed class ImageComparison(Image reference, Image difference)
{
    private readonly ImageTexts _reference = new(reference);
    private readonly ImageTexts _difference = new(difference);

    /// <summary>
    /// Gets whether one is a manifest list and the other is not, so that layers, config and environment cannot be
    /// compared: a list has none.
    /// </summary>
    public bool IsOfListAndMember => reference.IsManifestList != difference.IsManifestList;

    /// <summary>
    /// Gets the name of the member that the manifest list has for the platform of the other Image; null where there is
    /// none, and where not just one of the two is a list.
    /// </summary>
    public string? Counterpart
    {
        get
        {
            if (!IsOfListAndMember)
            {
                return null;
            }

            var (list, image) = reference.IsManifestList ? (_reference, _difference) : (_difference, _reference);
            return image.Members is [var own]
                ? list.Members.FirstOrDefault(
                    member => member.Platform.Equals(own.Platform, StringComparison.OrdinalIgnoreCase)).Digest
                : null;
        }
    }

    /// <summary>Returns what differs, in the order of the properties.</summary>
    /// <param name="properties">What to compare; empty for everything.</param>
    /// <param name="includeEqual">Whether what is equal comes too.</param>
    public IEnumerable<ImageDifference> Compare(
        IReadOnlyCollection<ImageProperty> properties, bool includeEqual = false) =>
        Enum.GetValues<ImageProperty>()
            .Where(property => properties.Count == 0 || properties.Contains(property))
            .SelectMany(Compare)
            .Where(row => includeEqual || row.SideIndicator != "==");

    private IEnumerable<ImageDifference> Compare(ImageProperty property) => property switch
    {
        ImageProperty.Platform when reference.IsManifestList || difference.IsManifestList => CompareMembers(),
        ImageProperty.Layer or ImageProperty.Config or ImageProperty.Env when IsOfListAndMember => [],
        ImageProperty.Layer => CompareLayers(),
        _ => CompareTexts(property),
    };

    private IEnumerable<ImageDifference> CompareTexts(ImageProperty property)
    {
        var (left, right) = (_reference.Of(property), _difference.Of(property));
        var keys = left.Keys.Union(right.Keys);
        // What has an order of its own keeps it.
        return (property is ImageProperty.Identity or ImageProperty.Platform
            ? keys
            : keys.Order(StringComparer.Ordinal))
            .Select(key => Create(
                property, key, left.GetValueOrDefault(key), right.GetValueOrDefault(key), null, isShared: null));
    }

    /// <summary>
    /// Compares the members of manifest lists by platform. Of one platform there may be several, as attestations have
    /// it: those that both have are put together, and the others in their order.
    /// </summary>
    private IEnumerable<ImageDifference> CompareMembers()
    {
        var left = _reference.Members.ToLookup(member => member.Platform, StringComparer.OrdinalIgnoreCase);
        var right = _difference.Members.ToLookup(member => member.Platform, StringComparer.OrdinalIgnoreCase);
        var platforms = left.Concat(right).Select(members => members.Key)
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);
        foreach (var platform in platforms)
        {
            var pairs = Pair([.. left[platform]], [.. right[platform]]);
            for (var i = 0; i < pairs.Count; i++)
            {
                var (one, other) = pairs[i];
                yield return Create(
                    ImageProperty.Platform,
                    i == 0 ? platform : string.Create(CultureInfo.InvariantCulture, $"{platform} ({i + 1})"),
                    one?.Digest,
                    other?.Digest,
                    one is null ? other!.Value.Bytes
                        : other is null || one.Value.Digest == other.Value.Digest ? one.Value.Bytes
                        : null,
                    isShared: null);
            }
        }
    }

    /// <summary>Returns the members of one platform in pairs: first those of one digest, then the others.</summary>
    private static List<(MemberText? Left, MemberText? Right)> Pair(
        IReadOnlyList<MemberText> left, IReadOnlyList<MemberText> right)
    {
        var places = new Dictionary<string, Queue<int>>(StringComparer.Ordinal);
        for (var i = 0; i < right.Count; i++)
        {
            if (!places.TryGetValue(right[i].Digest, out var same))
            {
                places.Add(right[i].Digest, same = new Queue<int>());
            }

            same.Enqueue(i);
        }

        var pairs = new List<(MemberText? Left, MemberText? Right)>();
        var (restOfLeft, paired) = (new List<MemberText>(), new HashSet<int>());
        foreach (var member in left)
        {
            if (places.TryGetValue(member.Digest, out var same) && same.TryDequeue(out var at))
            {
                pairs.Add((member, right[at]));
                paired.Add(at);
            }
            else
            {
                restOfLeft.Add(member);
            }
        }

        var restOfRight = right.Where((_, at) => !paired.Contains(at)).ToList();
        for (var i = 0; i < Math.Max(restOfLeft.Count, restOfRight.Count); i++)
        {
            pairs.Add((
                i < restOfLeft.Count ? restOfLeft[i] : null, i < restOfRight.Count ? restOfRight[i] : null));
        }

        return pairs;
    }

    private IEnumerable<ImageDifference> CompareLayers()
    {
        var (left, right) = (_reference.Layers, _difference.Layers);
        var (shared, bytes) = (0, 0L);
        // A layer without a digest is the same as no other, but in the same Image itself.
        var isSameImage = reference.Name is not null && reference.Name == difference.Name;
        while (shared < left.Count && shared < right.Count
            && (left[shared].Digest.Length > 0 || isSameImage) && left[shared].Digest == right[shared].Digest)
        {
            bytes = Bytes.Add(bytes, left[shared].Bytes);
            shared++;
        }

        return left.Take(shared).Select((layer, at) => Layer(at, layer, isLeft: true, isRight: true, isShared: true))
            .Concat(Added(left, right, isLeft: true))
            .Concat(Added(right, left, isLeft: false));

        // A layer is its digest, and each has bytes of its own: two that differ are never one row.
        IEnumerable<ImageDifference> Added(List<LayerText> own, List<LayerText> others, bool isLeft)
        {
            var known = others.Select(layer => layer.Digest).ToHashSet(StringComparer.Ordinal);
            return own.Skip(shared).Select((layer, at) =>
                Layer(shared + at, layer, isLeft, !isLeft, layer.Digest.Length > 0 && known.Contains(layer.Digest)));
        }

        ImageDifference Layer(int at, LayerText layer, bool isLeft, bool isRight, bool isShared) => Create(
            ImageProperty.Layer,
            (at + 1).ToString(CultureInfo.InvariantCulture),
            isLeft ? layer.Digest : null,
            isRight ? layer.Digest : null,
            layer.Bytes,
            isShared,
            (shared, bytes));
    }

    private ImageDifference Create(
        ImageProperty property,
        string key,
        string? left,
        string? right,
        long? bytes,
        bool? isShared,
        (int Layers, long Bytes)? beginning = null) => new()
        {
            Property = property,
            Key = key,
            Reference = left,
            Difference = right,
            Bytes = bytes,
            IsShared = isShared ?? left == right,
            SharedLayers = beginning?.Layers,
            SharedBytes = beginning?.Bytes,
            ReferenceImage = reference.Name,
            DifferenceImage = difference.Name,
        };
}
