using OpenShiftImage.Configuration;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>What a watch knows of the Images, and what it makes of what it is told.</summary>
public sealed class WatchCacheTests
{
    private const string Uid = "6a1f0c1e-0000-4000-8000-000000000001";
    private const string OtherUid = "6a1f0c1e-0000-4000-8000-000000000002";

    [Theory]
    [InlineData("5", 6, false)]
    [InlineData("6", 6, false)]
    [InlineData("7", 6, true)]
    [InlineData("1", 0, true)]
    [InlineData("seven", 6, true)]
    public void An_Image_that_is_not_known_is_new_after_the_version_up_to_which_nothing_was_missed(
        string version, ulong unchangedSince, bool isNew)
    {
        var events = new WatchCache(null).Compare(NewImage(version), unchangedSince);
        Assert.Equal(isNew ? ["Added a"] : [], events.Select(item => item.ToString()));
    }

    [Theory]
    [InlineData("7", Uid, "8", Uid, "Modified a")]
    [InlineData("7", Uid, "7", Uid)]
    [InlineData("seven", Uid, "seven", Uid, "Modified a")]
    [InlineData("7", Uid, "7", OtherUid, "Deleted a", "Added a")]
    public void A_known_Image_differs_by_its_uid_and_its_version(
        string before, string beforeUid, string after, string afterUid, params string[] expected)
    {
        var known = new WatchCache(null);
        known.Upsert(NewImage(before, beforeUid));
        var events = known.Compare(NewImage(after, afterUid), 100);
        Assert.Equal(expected, events.Select(item => item.ToString()));
    }

    [Theory]
    [InlineData("7", Uid, "8", "annotations")]
    [InlineData("7", Uid, "7")]
    [InlineData("seven", Uid, "seven", "annotations")]
    [InlineData("7", OtherUid, "8")]
    public void A_change_is_one_of_the_same_object_in_another_version(
        string before, string beforeUid, string after, params string[] expected)
    {
        var known = new WatchCache(null);
        known.Upsert(NewImage(before, beforeUid));
        Assert.Equal(expected, Apply(known, ImageEventType.Modified, NewImage(after, Uid, "changed")).Changes);
    }

    [Fact]
    public void Only_what_was_modified_and_known_has_changes()
    {
        var known = new WatchCache(null);
        Assert.Empty(Apply(known, ImageEventType.Modified, NewImage("7", uid: null)).Changes);
        Assert.Empty(Apply(known, ImageEventType.Added, NewImage("8", uid: null, "changed")).Changes);
        Assert.Empty(Apply(known, ImageEventType.Deleted, NewImage("9", uid: null)).Changes);
        Assert.Empty(Apply(known, ImageEventType.Modified, NewImage("10", uid: null)).Changes);
    }

    [Fact]
    public void A_bookmark_is_no_Image_and_what_was_deleted_is_none_any_more()
    {
        var known = new WatchCache(null);
        Apply(known, ImageEventType.Bookmark, NewImage("6"));
        Apply(known, ImageEventType.Deleted, NewImage("6"));
        Assert.Empty(known.Names);
        Apply(known, ImageEventType.Added, NewImage("7"));
        Assert.Equal(["a"], known.Names);
        Apply(known, ImageEventType.Deleted, NewImage("8"));
        Assert.Empty(known.Names);
    }

    [Fact]
    public void What_has_no_name_is_not_kept()
    {
        var known = new WatchCache(null);
        known.Upsert(new Image());
        known.Upsert(new ObjectMeta { Uid = Uid });
        known.Upsert((ObjectMeta?)null);
        Apply(known, ImageEventType.Added, new Image());
        Apply(known, ImageEventType.Deleted, new Image());
        Assert.Empty(known.Names);
    }

    [Theory]
    [InlineData(Uid, Uid)]
    [InlineData("no guid", null)]
    [InlineData(null, null)]
    public void Of_a_deleted_Image_cluster_name_uid_and_version_are_left(string? uid, string? expected)
    {
        var cluster = new ClusterConfiguration { Server = new Uri("https://api.example.com:6443") };
        using var connection = new ClusterConnection(cluster);
        var known = new WatchCache(connection);
        known.Upsert(NewImage("7", uid).Metadata);
        var deleted = known.Deleted("a");
        Assert.Equal(ImageEventType.Deleted, deleted.Type);
        Assert.Same(connection, deleted.Cluster);
        Assert.Equal(("a", expected, "7"), (deleted.Name, deleted.Image.Uid, deleted.Image.ResourceVersion));
    }

    private static Image NewImage(string version, string? uid = Uid, string note = "as it was") => new()
    {
        Metadata = new ObjectMeta
        {
            Name = "a",
            Uid = uid,
            ResourceVersion = version,
            Annotations = new Dictionary<string, string> { ["note"] = note },
        },
    };

    private static ImageEvent Apply(WatchCache known, ImageEventType type, Image image)
    {
        var item = new ImageEvent(type, image);
        known.Apply(item);
        return item;
    }
}
