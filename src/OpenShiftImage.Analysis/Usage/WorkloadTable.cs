using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.References;
using OpenShiftImage.Workloads;

namespace OpenShiftImage.Analysis.Usage;

/// <summary>Which objects use which tags and Images.</summary>
/// <param name="youngAfter">The time after which also a pod that is done counts.</param>
internal sealed class WorkloadTable(DateTimeOffset youngAfter)
{
    /// <summary>References that are remembered: pods of one kind have the same.</summary>
    private const int MostRemembered = 10_000;

    private const string Running = "Running";
    private const string Pending = "Pending";

    private readonly Dictionary<TagName, List<RecordedUse>> _ofTags = [];
    private readonly Dictionary<StreamImage, List<WorkloadRecord>> _ofStreamImages = [];
    private readonly Dictionary<DigestKey, List<RecordedUse>> _ofDigests = [];
    private readonly Dictionary<DigestKey, string> _oddDigests = [];
    private readonly Dictionary<string, (ImageReference? Reference, string? Fault)> _parsed =
        new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>Gets the references that nothing can be made of, and that a prune would stumble over.</summary>
    public List<InvalidReference> Invalid { get; } = [];

    /// <summary>Gets the digests that are used, whether an Image has that name or not.</summary>
    public IEnumerable<DigestKey> Digests => _ofDigests.Keys;

    /// <summary>Adds an object.</summary>
    public void Add(Workload workload)
    {
        var state = StateOf(workload);
        var record = new WorkloadRecord(
            Share(workload.Type.Kind)!, Share(workload.Namespace)!, workload.Name, Share(workload.Phase), state);
        var counts = state is WorkloadState.Active or WorkloadState.Template
            || (workload.Created ?? DateTimeOffset.MinValue) >= youngAfter;
        foreach (var use in workload.Images)
        {
            Add(record, use, counts && use.Use is ImageUseKind.Container or ImageUseKind.InitContainer
                or ImageUseKind.BuildFrom);
        }
    }

    /// <summary>Returns the objects that keep what a tag points to now.</summary>
    public IEnumerable<WorkloadRecord> KeepersOf(TagName tag) =>
        _ofTags.TryGetValue(tag, out var uses)
            ? uses.Where(use => use.IsCounted).Select(use => use.Workload).Distinct()
            : [];

    /// <summary>Returns the objects that keep an Image in an image stream, wherever it stands there.</summary>
    public IReadOnlyList<WorkloadRecord> KeepersOf(StreamImage image) =>
        _ofStreamImages.TryGetValue(image, out var users) ? users : [];

    /// <summary>Returns the uses of a tag.</summary>
    public IReadOnlyList<RecordedUse> UsesOf(TagName tag) => _ofTags.TryGetValue(tag, out var uses) ? uses : [];

    /// <summary>Returns the uses of a digest, wherever it is pulled from.</summary>
    public IReadOnlyList<RecordedUse> UsesOf(DigestKey digest) =>
        _ofDigests.TryGetValue(digest, out var uses) ? uses : [];

    /// <summary>Returns a digest that is used as it was written.</summary>
    public string TextOf(DigestKey digest) => _oddDigests.TryGetValue(digest, out var text) ? text : digest.ToString();

    private static WorkloadState StateOf(Workload workload) =>
        workload.Type != UsageTypes.Pod ? WorkloadState.Template
        : workload.Phase is Running or Pending ? WorkloadState.Active
        : workload.Phase switch
        {
            "Succeeded" => workload.RestartPolicy == "Always",
            "Failed" => workload.RestartPolicy != "Never",
            _ => true,
        }
            ? WorkloadState.Restartable
            : WorkloadState.Done;

    private void Add(WorkloadRecord workload, ImageUse use, bool counts)
    {
        var recorded = new RecordedUse(workload, use.Use, Share(use.Place)!, counts);
        switch (use.From)
        {
            case ImageUse.DockerImage when use.Use == ImageUseKind.Running:
                // What runs is told with its digest; an id without one is the runtime's own.
                if (use.Name.LastIndexOf('@') is >= 0 and var at)
                {
                    AddDigest(use.Name[(at + 1)..], recorded);
                }

                break;
            case ImageUse.DockerImage:
                AddPullSpec(use, recorded);
                break;
            case "ImageStreamTag":
                AddStreamTag(use, recorded);
                break;
            case "ImageStreamImage":
                AddStreamImage(use, recorded);
                break;
        }
    }

    private void AddPullSpec(ImageUse use, RecordedUse recorded)
    {
        if (string.IsNullOrWhiteSpace(use.Name))
        {
            return;
        }

        var (reference, fault) = Parse(use.Name);
        if (reference is null)
        {
            Refuse("image", use, recorded, fault!);
            return;
        }

        if (reference.Digest is { } digest)
        {
            AddDigest(digest, recorded);
            if (reference.NamesStream)
            {
                AddKeeper(new StreamImage(reference.Namespace!, reference.Stream!, DigestKey.Of(digest)), recorded);
            }
        }
        else if (reference.NamesStream)
        {
            AddTag(new TagName(reference.Namespace!, reference.Stream!, reference.Tag!), recorded);
        }
    }

    private void AddStreamTag(ImageUse use, RecordedUse recorded)
    {
        var parts = use.Name.Split(':', 3);
        var fault = use.Name.Contains('@', StringComparison.Ordinal)
            ? $"\"{use.Name}\" is an image stream image, not an image stream tag"
            : parts.Length != 2 ? $"expected exactly one : delimiter in the istag \"{use.Name}\""
            : parts is ["", _] or [_, ""] ? $"image stream tag name \"{use.Name}\" must have a name and a tag"
            : null;
        if (fault is not null)
        {
            Refuse("ImageStreamTag", use, recorded, fault);
            return;
        }

        AddTag(new TagName(SpaceOf(use, recorded), parts[0], parts[1]), recorded);
    }

    private void AddStreamImage(ImageUse use, RecordedUse recorded)
    {
        var parts = use.Name.Split('@', 3);
        var fault = parts.Length != 2 ? $"expected exactly one @ in the isimage name \"{use.Name}\""
            : parts is ["", _] or [_, ""] ? $"image stream image name \"{use.Name}\" must have a name and ID"
            : null;
        if (fault is not null)
        {
            Refuse("ImageStreamImage", use, recorded, fault);
            return;
        }

        AddDigest(parts[1], recorded);
        AddKeeper(new StreamImage(SpaceOf(use, recorded), parts[0], DigestKey.Of(parts[1])), recorded);
    }

    private void AddTag(TagName tag, RecordedUse recorded)
    {
        if (!_ofTags.TryGetValue(tag, out var uses))
        {
            _ofTags[tag] = uses = [];
        }

        uses.Add(recorded);
    }

    private void AddKeeper(StreamImage image, RecordedUse recorded)
    {
        if (!recorded.IsCounted)
        {
            return;
        }

        if (!_ofStreamImages.TryGetValue(image, out var users))
        {
            _ofStreamImages[image] = users = [];
        }

        if (users is not [.., var last] || last != recorded.Workload)
        {
            users.Add(recorded.Workload);
        }
    }

    private void AddDigest(string digest, RecordedUse recorded)
    {
        var key = DigestKey.Of(digest);
        if (!_ofDigests.TryGetValue(key, out var uses))
        {
            _ofDigests[key] = uses = [];
            if (!DigestKey.IsSha256(digest))
            {
                _oddDigests[key] = digest;
            }
        }

        uses.Add(recorded);
    }

    private void Refuse(string kind, ImageUse use, RecordedUse recorded, string fault)
    {
        if (recorded.IsCounted)
        {
            Invalid.Add(new InvalidReference(recorded.Workload.ToString(), use.Place, kind, use.Name, fault));
        }
    }

    private (ImageReference? Reference, string? Fault) Parse(string text)
    {
        if (_parsed.TryGetValue(text, out var known))
        {
            return known;
        }

        known = (ImageReference.Parse(text, out var fault), fault);
        if (_parsed.Count < MostRemembered)
        {
            _parsed[text] = known;
        }

        return known;
    }

    private static string SpaceOf(ImageUse use, RecordedUse recorded) =>
        string.IsNullOrEmpty(use.Namespace) ? recorded.Workload.Namespace : use.Namespace;

    private string? Share(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (!_texts.TryGetValue(text, out var known))
        {
            _texts[text] = known = text;
        }

        return known;
    }
}
