using OpenShiftImage.Analysis.Images;
using OpenShiftImage.Analysis.Usage;

namespace OpenShiftImage.Analysis.Rules;

/// <summary>Which Images of a cluster are in use.</summary>
internal sealed class ImageUses
{
    private readonly UsageAnalysis _analysis;

    /// <summary>The members of manifest lists that a workload uses, and of those that a tag points to.</summary>
    private readonly HashSet<DigestKey> _runMembers;
    private readonly HashSet<DigestKey> _taggedMembers;

    /// <summary>Takes what uses Images, once it has been decided on.</summary>
    public ImageUses(UsageAnalysis analysis)
    {
        _analysis = analysis;
        _runMembers = MembersOf(key => Workload(key) is not null);
        _taggedMembers = MembersOf(key => Tag(key) is not null);
    }

    /// <summary>Returns whether it is known who uses an Image: whether the cluster has it.</summary>
    /// <param name="name">The name of the Image.</param>
    public bool Knows(string name) => _analysis.Images.Find(DigestKey.Of(name)) >= 0;

    /// <summary>Returns what uses an Image; null for nothing.</summary>
    /// <param name="name">The name of the Image.</param>
    /// <param name="onlyWorkloads">Whether a tag that points to it is no use.</param>
    public string? Of(string name, bool onlyWorkloads)
    {
        var key = DigestKey.Of(name);
        return Workload(key)
            ?? (_runMembers.Contains(key) ? "a manifest list that a workload uses" : null)
            ?? (onlyWorkloads ? null : Tag(key))
            ?? (!onlyWorkloads && _taggedMembers.Contains(key) ? "a manifest list that a tag points to" : null);
    }

    private string? Workload(DigestKey key)
    {
        foreach (var use in _analysis.Workloads.UsesOf(key)
            .Concat(CurrentTags(key).SelectMany(_analysis.Workloads.UsesOf)))
        {
            var workload = use.Workload;
            return workload.Namespace is { Length: > 0 }
                ? $"{workload.Kind} {workload.Namespace}/{workload.Name}"
                : $"{workload.Kind} {workload.Name}";
        }

        return null;
    }

    private string? Tag(DigestKey key) => CurrentTags(key).Select(tag => $"tag {tag}").FirstOrDefault();

    private IEnumerable<TagName> CurrentTags(DigestKey key) =>
        _analysis.Streams.PlacesOf(key).Where(place => place.Position == 0).Select(place => place.Tag.Name);

    private HashSet<DigestKey> MembersOf(Func<DigestKey, bool> isUsed)
    {
        var images = _analysis.Images;
        var members = new HashSet<DigestKey>();
        var open = new Stack<int>(images.Members.Owners.Where(list => isUsed(images.KeyOf(list))));
        while (open.TryPop(out var list))
        {
            foreach (var member in images.MembersOf(list))
            {
                if (members.Add(images.KeyOf(member)))
                {
                    open.Push(member);
                }
            }
        }

        return members;
    }
}
