using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Analysis.Bases;

/// <summary>
/// Finds the base of Images: of those whose layers are a proper prefix of the layers of an Image, the one that has
/// most. Layers are the same where their digests are, or where both Images tell the same diff ids. One pass over the
/// Images of a cluster does for any number of inputs; what is kept are the prefixes of the inputs, not the Images.
/// </summary>
/// <param name="knowsInputs">
/// Whether all inputs are told before the first candidate, of which then only those are kept that are a base.
/// </param>
internal sealed class BaseFinder(bool knowsInputs)
{
    private const int None = -1;

    private readonly ImageFactsReader _reader = new(readsDiffIds: true);
    private readonly LayerChain _chain = new();
    private readonly ImageTable _images = new();
    private readonly HashSet<int> _candidates = [];
    private readonly KeyTable _keys = new();
    private readonly ChunkedList<ChainNode> _nodes = new();
    private readonly ChunkedList<BaseInput> _inputs = new();

    /// <summary>Gets how many inputs there are.</summary>
    public int Count => _inputs.Count;

    /// <summary>Adds an Image whose base is wanted.</summary>
    public void AddInput(Image image) => AddInput(Read(image));

    /// <summary>Adds an Image that may be a base.</summary>
    public void AddCandidate(Image image) => AddCandidate(Read(image));

    /// <summary>Adds an Image whose base is wanted and that may be one.</summary>
    public void Add(Image image)
    {
        var facts = Read(image);
        AddInput(facts);
        AddCandidate(facts);
    }

    /// <summary>Returns the base of each input, in their order, once all have come.</summary>
    /// <param name="cluster">The cluster that the inputs came from.</param>
    public IEnumerable<ImageBase> Find(ICluster? cluster) =>
        Enumerable.Range(0, _inputs.Count).Select(number => Find(_inputs[number], cluster));

    private ImageFacts Read(Image image)
    {
        var facts = _reader.Read(image);
        if (facts.Members.Count > 0)
        {
            // A manifest list has no layers of its own, whatever it tells.
            facts.Layers.Clear();
        }

        _chain.Read(facts);
        // The chain has what is needed of them; the table would keep them for each Image.
        facts.Layers.Clear();
        return facts;
    }

    private void AddInput(ImageFacts facts)
    {
        var image = NumberOf(facts);
        var isList = facts.Members.Count > 0;
        var (byDigest, byDiffId) = (AddChain(_chain.ByDigest, _chain.Bytes), AddChain(_chain.ByDiffId, null));
        _inputs.Add(new BaseInput(image, byDigest, byDiffId, isList));
    }

    private void AddCandidate(ImageFacts facts)
    {
        if (_chain.ByDigest.Count == 0)
        {
            return;
        }

        var hasDiffIds = _chain.ByDiffId.Count > 0;
        var byDigest = knowsInputs ? _keys.Find(_chain.ByDigest[^1]) : AddChain(_chain.ByDigest, _chain.Bytes);
        var byDiffId = !hasDiffIds ? None
            : knowsInputs ? _keys.Find(_chain.ByDiffId[^1])
            : AddChain(_chain.ByDiffId, null);
        if ((byDigest >= 0 || byDiffId >= 0) && NumberOf(facts) is var image && _candidates.Add(image))
        {
            Mark(byDigest, image, hasDiffIds);
            Mark(byDiffId, image, hasDiffIds);
        }
    }

    private int NumberOf(ImageFacts facts) =>
        _images.Add(facts) is >= 0 and var number ? number : _images.Find(DigestKey.Of(facts.Name));

    /// <summary>Adds each prefix of a chain, and returns the number of the whole.</summary>
    private int AddChain(List<DigestKey> chain, List<long>? bytes)
    {
        var below = None;
        for (var i = 0; i < chain.Count; i++)
        {
            var number = _keys.Add(chain[i], out var isNew);
            if (isNew)
            {
                _nodes.Add(new ChainNode { Below = below, Length = i + 1, Bytes = bytes is null ? 0 : bytes[i] });
            }

            below = number;
        }

        return below;
    }

    private void Mark(int number, int image, bool hasDiffIds)
    {
        if (number < 0)
        {
            return;
        }

        ref var node = ref _nodes[number];
        node.Image = node.Image == 0 || IsBefore(image, node.Image - 1) ? image + 1 : node.Image;
        node.Images++;
        node.ImagesWithoutDiffIds += hasDiffIds ? 0 : 1;
    }

    /// <summary>Returns whether an Image is taken before another that has the same layers.</summary>
    private bool IsBefore(int image, int other)
    {
        var (time, otherTime) = (TimeOf(image), TimeOf(other));
        return time != otherTime
            ? time < otherTime
            : string.CompareOrdinal(_images.NameOf(image), _images.NameOf(other)) < 0;
    }

    /// <summary>Gets when an Image was stored; what does not say comes last.</summary>
    private long TimeOf(int image) => _images[image].CreatedTicks is not 0 and var ticks ? ticks : long.MaxValue;

    private ImageBase Find(BaseInput input, ICluster? cluster)
    {
        var total = input.ByDigest < 0 ? default : _nodes[input.ByDigest];
        var (found, candidates, length) = FindBase(input);
        return new ImageBase
        {
            Name = _images.NameOf(input.Image),
            Reference = ReferenceOf(input.Image),
            Base = found < 0 ? null : _images.NameOf(found),
            BaseReference = found < 0 ? null : ReferenceOf(found),
            Candidates = candidates,
            SharedLayers = input.IsManifestList ? null : length,
            AddedLayers = input.IsManifestList ? null : total.Length - length,
            AddedBytes = input.IsManifestList ? null : total.Bytes - BytesOf(input.ByDigest, length),
            IsManifestList = input.IsManifestList,
            Cluster = cluster,
        };
    }

    private (int Image, int Candidates, int Length) FindBase(BaseInput input)
    {
        var (byDigest, byDiffId) = (FindPrefix(input.ByDigest), FindPrefix(input.ByDiffId));
        var (digests, diffIds) = (NodeOf(byDigest), NodeOf(byDiffId));
        if (digests.Length != diffIds.Length)
        {
            var longer = digests.Length > diffIds.Length ? digests : diffIds;
            return (longer.Image - 1, longer.Images, longer.Length);
        }

        if (digests.Length == 0)
        {
            return (None, 0, 0);
        }

        // Those that tell diff ids are in both.
        var image = IsBefore(diffIds.Image - 1, digests.Image - 1) ? diffIds.Image : digests.Image;
        return (image - 1, diffIds.Images + digests.ImagesWithoutDiffIds, digests.Length);
    }

    private ChainNode NodeOf(int number) => number < 0 ? default : _nodes[number];

    /// <summary>Returns the longest proper prefix of a chain that is all that some Image has; -1 for none.</summary>
    private int FindPrefix(int chain)
    {
        var number = chain < 0 ? None : _nodes[chain].Below;
        while (number >= 0 && _nodes[number].Image == 0)
        {
            number = _nodes[number].Below;
        }

        return number;
    }

    private long BytesOf(int chain, int length)
    {
        while (chain >= 0 && _nodes[chain].Length > length)
        {
            chain = _nodes[chain].Below;
        }

        return chain < 0 ? 0 : _nodes[chain].Bytes;
    }

    private string? ReferenceOf(int image) =>
        _images[image].Repository is { } repository ? ControlCharacters.Escape(repository) : null;
}
