using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.References;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>
/// What <c>oc adm prune images</c> (4.21) would do, and why. Image streams and workloads come first, then the Images;
/// what an Image's verdict takes of the others is known at the end.
/// </summary>
/// <param name="options">The options of the prune.</param>
internal sealed class UsageAnalysis(UsageOptions options)
{
    private readonly DateTimeOffset _youngAfter = options.YoungAfter;
    private readonly Dictionary<string, decimal> _sizeLimits = new(StringComparer.Ordinal);
    private readonly ImageFactsReader _reader = new();
    /// <summary>Why an image stream keeps an Image; null where none does.</summary>
    private ImageUsageReason?[] _heldFor = [];

    private int[] _keptBy = [];
    private NumberPairs _listedBy = new([]);
    private LayerSharing? _sharing;

    /// <summary>Gets the options of the prune.</summary>
    public UsageOptions Options => options;

    /// <summary>Gets the places of image streams.</summary>
    public StreamTable Streams { get; } = new();

    /// <summary>Gets who uses what.</summary>
    public WorkloadTable Workloads { get; } = new(options.YoungAfter);

    /// <summary>Gets the Images.</summary>
    public ImageTable Images { get; } = new();

    /// <summary>Adds an object that bears on which Images are used.</summary>
    public void Add(ClusterObject item)
    {
        switch (item)
        {
            case ImageStreamHistory stream:
                Streams.Add(stream);
                break;
            case Workload workload:
                Workloads.Add(workload);
                break;
            case ImageSizeLimit limit:
                foreach (var most in limit.Maxima)
                {
                    _sizeLimits[limit.Namespace] = _sizeLimits.TryGetValue(limit.Namespace, out var other)
                        ? Math.Min(other, most)
                        : most;
                }

                break;
        }
    }

    /// <summary>Checks that all references can be read, once all objects have come.</summary>
    /// <exception cref="InvalidReferencesException">Some cannot, and that is not to be passed over.</exception>
    public void CheckReferences()
    {
        if (Workloads.Invalid.Count > 0 && !options.IgnoreInvalidReferences)
        {
            throw new InvalidReferencesException(Workloads.Invalid);
        }
    }

    /// <summary>Adds an Image, once all other objects have come.</summary>
    public void Add(Image image) => Images.Add(_reader.Read(image));

    /// <summary>Decides, once all Images have come.</summary>
    public void Decide(CancellationToken cancellationToken = default)
    {
        _heldFor = new ImageUsageReason?[Images.Count];
        for (var image = 0; image < _heldFor.Length; image++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var place in PlacesOf(image))
            {
                if (place.Verdict == ImageVerdict.Keep && !(_heldFor[image] <= place.Reason))
                {
                    _heldFor[image] = place.Reason;
                }
            }
        }

        _keptBy = new int[Images.Count];
        Array.Fill(_keptBy, -1);
        var open = new Stack<int>(Images.Members.Owners.Where(image => _heldFor[image] is not null));
        while (open.TryPop(out var list))
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var member in Images.MembersOf(list).Where(member => _keptBy[member] < 0 && member != list))
            {
                _keptBy[member] = list;
                if (_heldFor[member] is null)
                {
                    open.Push(member);
                }
            }
        }

        _listedBy = Images.Members.Invert();
    }

    /// <summary>Returns what a prune does with an Image, and why.</summary>
    /// <param name="image">The Image.</param>
    /// <param name="places">Its places, where the caller has them: they take most of the time.</param>
    public (ImageVerdict Verdict, ImageUsageReason Reason) VerdictOf(int image, List<PlaceVerdict>? places = null)
    {
        ref readonly var record = ref Images[image];
        if (options.Namespace is not null)
        {
            return (ImageVerdict.Keep, ImageUsageReason.NamespaceOnly);
        }

        if (_heldFor[image] is { } reason)
        {
            return (ImageVerdict.Keep, reason);
        }

        return _keptBy[image] >= 0 ? (ImageVerdict.Keep, ImageUsageReason.ManifestListMember)
            : options.ManagedOnly && !record.IsManaged ? (ImageVerdict.Keep, ImageUsageReason.NotManaged)
            : !options.PruneOverSizeLimit && IsYoung(record.Created) ? (ImageVerdict.Keep, ImageUsageReason.YoungImage)
            : (places ?? PlacesOf(image)) is [var place, ..] ? (ImageVerdict.Prune, place.Reason)
            : (ImageVerdict.Prune, ImageUsageReason.NoImageStream);
    }

    /// <summary>Returns the manifest list for which a member is kept.</summary>
    public string KeptBy(int image) => Images.NameOf(_keptBy[image]);

    /// <summary>Returns the manifest lists that list an Image.</summary>
    public IEnumerable<string> ListedBy(int image) => _listedBy[image].Select(list => Images.NameOf(list));

    /// <summary>Returns the places of an Image that exists, with what a prune does with each.</summary>
    public List<PlaceVerdict> PlacesOf(int image) =>
        [.. Streams.PlacesOf(Images.KeyOf(image)).Select(place => Judge(place, image))];

    /// <summary>Returns the places of a name that no Image has, with what a prune does with each.</summary>
    public List<PlaceVerdict> PlacesOfMissing(DigestKey name) =>
        [.. Streams.PlacesOf(name).Select(place => Judge(place, null))];

    /// <summary>Returns the bytes of the layers that no other Image has.</summary>
    public long UniqueSizeOf(int image)
    {
        if (_sharing is null)
        {
            _sharing = new LayerSharing(Images);
            for (var other = 0; other < Images.Count; other++)
            {
                _sharing.Add(other, other);
            }
        }

        return _sharing.Measure(image, [image]).UniqueSize;
    }

    /// <summary>Returns the limit of the size of Images in a namespace, in bytes; null where there is none.</summary>
    public decimal? SizeLimitOf(string space) => _sizeLimits.TryGetValue(space, out var limit) ? limit : null;

    /// <summary>Decides on a place, in the order in which oc looks at the reasons.</summary>
    private PlaceVerdict Judge(StreamPlace place, int? image)
    {
        var reason =
            !options.PruneOverSizeLimit && IsYoung(place.Tag.StreamCreated) ? ImageUsageReason.YoungImageStream
            : !options.PruneOverSizeLimit && IsYoung(place.Created) ? ImageUsageReason.YoungTagItem
            : place.Position == 0 && Workloads.KeepersOf(place.Tag.Name).Any() ? ImageUsageReason.TagInUse
            : image is not { } number ? ImageUsageReason.NoImage
            : options.PruneOverSizeLimit && !IsOverLimit(place.Tag.Name.Namespace, number)
                ? ImageUsageReason.WithinSizeLimit
            : !options.PruneOverSizeLimit && place.Position < options.KeepTagRevisions ? ImageUsageReason.TagRevision
            : Workloads.KeepersOf(new StreamImage(
                place.Tag.Name.Namespace, place.Tag.Name.Stream, Images.KeyOf(number))).Count > 0
                ? ImageUsageReason.DigestInUse
            : options.PruneOverSizeLimit ? ImageUsageReason.OverSizeLimit
            : ImageUsageReason.BeyondTagRevisions;
        var isKept = reason is not (ImageUsageReason.NoImage or ImageUsageReason.OverSizeLimit
            or ImageUsageReason.BeyondTagRevisions);
        return new PlaceVerdict(place, isKept ? ImageVerdict.Keep : ImageVerdict.Prune, reason);
    }

    private bool IsYoung(DateTimeOffset? created) => (created ?? DateTimeOffset.MinValue) > _youngAfter;

    private bool IsOverLimit(string space, int image) =>
        _sizeLimits.TryGetValue(space, out var limit) && Images[image].MetadataSize > limit;
}
