using System.Text;
using OpenShiftImage.Serialization;
using OpenShiftImage.Watching;

namespace OpenShiftImage.Client.Tests;

/// <summary>What an event tells of a change.</summary>
public sealed class WatchChangesTests
{
    private const string Before = """
        {"kind":"Image","metadata":{"name":"a","uid":"6a1f0c1e-0000-4000-8000-000000000001","resourceVersion":"1","labels":{"a":"1","b":"2"},"annotations":{"n":"x"}},
        "dockerImageReference":"quay.io/a/b:1","dockerImageMetadata":{"Config":{"Labels":{"signatures":"no"}}},"dockerImageManifestMediaType":"m"}
        """;

    [Theory]
    [InlineData("\"labels\":{\"a\":\"1\",\"b\":\"2\"}", "\"labels\":{\"a\":\"1\",\"b\":\"3\"}", "labels")]
    [InlineData("\"labels\":{\"a\":\"1\",\"b\":\"2\"}", "\"labels\":{\"a\":\"2\",\"b\":\"1\"}", "labels")]
    [InlineData("\"labels\":{\"a\":\"1\",\"b\":\"2\"},", "", "labels")]
    [InlineData("\"n\":\"x\"", "\"n\":\"x\",\"o\":\"\"", "annotations")]
    [InlineData("quay.io/a/b:1", "quay.io/a/b:2", "dockerImageReference")]
    [InlineData(
        ",\"dockerImageManifestMediaType\"",
        ",\"signatures\":[{\"type\":\"t\"}],\"dockerImageManifestMediaType\"",
        "signatures")]
    [InlineData("\"Labels\":{\"signatures\":\"no\"}", "\"Labels\":{\"signatures\":[]}", "other")]
    [InlineData("\"dockerImageManifestMediaType\":\"m\"", "\"dockerImageManifestMediaType\":\"n\"", "other")]
    [InlineData("\"annotations\":{\"n\":\"x\"}", "\"annotations\":{\"n\":\"x\"},\"finalizers\":[\"f\"]", "other")]
    [InlineData(
        "\"a\":\"1\",\"b\":\"2\"},\"annotations\":{\"n\":\"x\"}},\n\"dockerImageReference\":\"quay.io/a/b:1\"",
        "\"a\":\"1\"},\"annotations\":{}},\n\"dockerImageReference\":\"r\"",
        "labels",
        "annotations",
        "dockerImageReference")]
    public void A_change_names_the_parts_that_changed(string what, string becomes, params string[] expected)
    {
        var after = Before.Replace(what, becomes, StringComparison.Ordinal)
            .Replace("\"resourceVersion\":\"1\"", "\"resourceVersion\":\"2\"", StringComparison.Ordinal);
        Assert.Equal(expected, Change(Parse(Before), Parse(after)));
        // With managed fields, as servers write them, and without.
        Assert.Equal(expected, Change(Deferred(Managed(Before)), Deferred(Managed(after))));
        Assert.Equal(expected, Change(Deferred(Managed(Before)), Deferred(after)));
        // Where nothing is called signatures, an Image is read in another way, which must not matter.
        Assert.Equal(expected, Change(Deferred(Compact(Plain(Before))), Deferred(Compact(Plain(after)))));
        Assert.Equal(expected, Change(Deferred(Managed(Plain(Before))), Deferred(Managed(Plain(after)))));
        Assert.Equal(expected, Change(Deferred(Managed(Plain(Before))), Deferred(Plain(after))));
        // Whether an Image has been looked into makes no difference, nor does the order of its labels.
        Assert.Equal(expected, Change(Deferred(Before), Deferred(after)));
        Assert.Equal(
            expected,
            Change(
                Parse(Before.Replace("\"a\":\"1\",\"b\":\"2\"", "\"b\":\"2\",\"a\":\"1\"", StringComparison.Ordinal)),
                Parse(after)));
    }

    [Fact]
    public void An_Image_without_signatures_changes_in_nothing_when_its_list_of_them_is_empty()
    {
        var after = Before.Replace(
            ",\"dockerImageManifestMediaType\"",
            ",\"signatures\":[],\"dockerImageManifestMediaType\"",
            StringComparison.Ordinal)
            .Replace("\"resourceVersion\":\"1\"", "\"resourceVersion\":\"2\"", StringComparison.Ordinal)
            .Replace("quay.io", "ghcr.io", StringComparison.Ordinal);
        Assert.Equal(["dockerImageReference"], Change(Deferred(Before), Deferred(after)));
    }

    [Fact]
    public void Of_an_Image_whose_metadata_alone_is_known_labels_and_annotations_are_told_and_the_rest_is_other()
    {
        var known = new WatchCache(null);
        known.Upsert(Parse(Before).Metadata);
        Assert.Equal(
            ["labels"],
            Apply(known, Before.Replace("\"b\":\"2\"", "\"b\":\"\\u0032\\u003c\"", StringComparison.Ordinal), 2));
        known.Upsert(Parse(Before).Metadata);
        Assert.Equal(["other"], Apply(known, Before.Replace("quay.io", "ghcr.io", StringComparison.Ordinal), 3));
        // From the first event on everything is known.
        Assert.Equal(["dockerImageReference"], Apply(known, Before, 4));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(97)]
    [InlineData(200)]
    public void A_change_of_any_character_of_a_long_text_is_seen(int length)
    {
        var text = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
        var before = Before.Replace("quay.io/a/b:1", text, StringComparison.Ordinal);
        Assert.All(Enumerable.Range(0, length), at =>
        {
            var changed = text[..at] + "-" + text[(at + 1)..];
            var after = Later(Replace(before, text, changed));
            Assert.Equal(["dockerImageReference"], Change(Deferred(before), Deferred(after)));
            Assert.Equal(
                ["dockerImageReference"], Change(Deferred(Managed(Plain(before))), Deferred(Managed(Plain(after)))));
        });
    }

    [Fact]
    public void What_is_signed_again_and_changed_elsewhere_has_changed_in_both()
    {
        const string Signed = ",\"signatures\":[{\"type\":\"t\"}],\"dockerImageManifestMediaType\"";
        var before = Before.Replace(",\"dockerImageManifestMediaType\"", Signed, StringComparison.Ordinal);
        var after = Later(Replace(before, "\"type\":\"t\"", "\"type\":\"u\""));
        Assert.Equal(["signatures"], Change(Deferred(before), Deferred(after)));
        Assert.Equal(["signatures", "other"], Change(Deferred(before), Deferred(Replace(after, "\"m\"", "\"n\""))));
        Assert.Equal(
            ["signatures", "other"], Change(Deferred(before), Deferred(Replace(after, "\"no\"", "\"yes\""))));
        Assert.Equal(["signatures"], Change(Deferred(Managed(before)), Deferred(Managed(Later(Before)))));
    }

    [Theory]
    [InlineData("\"labels\":{}")]
    [InlineData("\"labels\":null")]
    [InlineData("\"finalizers\":null")]
    public void No_labels_are_no_labels_however_they_are_written(string labels)
    {
        var before = Replace(Before, "\"labels\":{\"a\":\"1\",\"b\":\"2\"},", "");
        var after = Later(Replace(Replace(before, "\"annotations\"", labels + ",\"annotations\""), ":1\"", ":2\""));
        Assert.Equal(["dockerImageReference"], Change(Deferred(before), Deferred(after)));
        Assert.Equal(
            ["dockerImageReference"], Change(Deferred(Managed(Plain(before))), Deferred(Managed(Plain(after)))));
        var known = new WatchCache(null);
        known.Upsert(Parse(before).Metadata);
        Assert.Equal(["other"], Apply(known, after, 2));
    }

    [Theory]
    [InlineData("\"dockerImageManifestMediaType\"", "\"signatures\":{0},\"dockerImageManifestMediaType\"")]
    [InlineData("\"dockerImageManifestMediaType\":\"m\"", "\"dockerImageManifestMediaType\":\"m\",\"signatures\":{0}")]
    [InlineData("\"dockerImageMetadata\"", "\"signatures\":{0},\"dockerImageMetadata\"")]
    public void Signatures_are_found_wherever_they_stand(string what, string becomes)
    {
        string Signed(string signatures) => Replace(Before, what, Replace(becomes, "{0}", signatures));
        foreach (var none in (string[])["[]", "null"])
        {
            Assert.Equal(
                ["dockerImageReference"],
                Change(Deferred(Before), Deferred(Later(Replace(Signed(none), ":1\"", ":2\"")))));
        }

        var signed = Later(Signed("[{\"type\":\"t\"}]"));
        Assert.Equal(["signatures"], Change(Deferred(Before), Deferred(signed)));
        Assert.Equal(["signatures"], Change(Deferred(Signed("[{\"type\":\"u\"}]")), Deferred(signed)));
        Assert.Equal(["signatures", "other"], Change(Deferred(Before), Deferred(Replace(signed, ":\"m\"", ":\"n\""))));
        Assert.Equal(["signatures", "other"], Change(Deferred(Before), Deferred(Replace(signed, "\"no\"", "\"yes\""))));
    }

    [Fact]
    public void A_reference_is_the_same_however_it_is_escaped()
    {
        var after = Later(Replace(Replace(Before, "quay.io/a", "quay.io\\u002fa"), "\"b\":\"2\"", "\"b\":\"3\""));
        Assert.Equal(["labels"], Change(Deferred(Before), Deferred(after)));
        Assert.Equal(["labels"], Change(Deferred(Managed(Plain(Before))), Deferred(Managed(Plain(after)))));
        var changed = Plain(Replace(after, "b:1", "b:2"));
        Assert.Equal(
            ["labels", "dockerImageReference"], Change(Deferred(Managed(Plain(Before))), Deferred(Managed(changed))));
    }

    [Fact]
    public void A_reference_that_is_null_is_none()
    {
        const string Reference = "\"dockerImageReference\":\"quay.io/a/b:1\"";
        var none = Replace(Before, Reference + ",", "");
        var after = Later(Replace(Replace(Before, Reference, "\"dockerImageReference\":null"), "\"x\"", "\"y\""));
        Assert.Equal(["annotations"], Change(Deferred(Managed(none)), Deferred(Managed(after))));
        Assert.Equal(["annotations"], Change(Deferred(Managed(Plain(none))), Deferred(Managed(Plain(after)))));
    }

    [Fact]
    public void An_Image_is_not_looked_into_to_tell_what_has_changed()
    {
        var known = new WatchCache(null);
        known.Upsert(Deferred(Before));
        var item = new ImageEvent(
            ImageEventType.Modified, Deferred(Later(Replace(Before, "\"b\":\"2\"", "\"b\":\"3\""))));
        known.Apply(item);
        Assert.Equal(["labels"], item.Changes);
        Assert.NotNull(item.Image.Deferred);
        Assert.Equal("3", item.Image.Labels["b"]);
        Assert.Null(item.Image.Deferred);
    }

    [Fact]
    public void Escapes_make_no_change()
    {
        var known = new WatchCache(null);
        known.Upsert(Parse(Before).Metadata);
        Assert.Equal(
            ["annotations"],
            Apply(
                known,
                Before.Replace("\"b\":\"2\"", "\"b\":\"\\u0032\"", StringComparison.Ordinal)
                    .Replace("\"n\":\"x\"", "\"n\":\"\\u003cy>\"", StringComparison.Ordinal),
                2));
        Assert.Equal(
            ["other"], Apply(known, Before.Replace("\"n\":\"x\"", "\"n\":\"<y\\u003e\"", StringComparison.Ordinal), 3));
    }

    [Fact]
    public void An_Image_without_a_known_predecessor_names_no_changes()
    {
        var known = new WatchCache(null);
        Assert.Empty(Apply(known, Before, 1));
        Assert.Empty(Apply(known, Before, 1));
        Assert.Empty(
            Apply(
                known,
                Before.Replace("000000000001", "000000000002", StringComparison.Ordinal)
                    .Replace("quay.io", "ghcr.io", StringComparison.Ordinal),
                2));
    }

    private static string Later(string json) => Replace(json, "\"resourceVersion\":\"1\"", "\"resourceVersion\":\"2\"");

    private static string Replace(string text, string what, string becomes) =>
        text.Replace(what, becomes, StringComparison.Ordinal);

    private static IReadOnlyList<string> Change(Image before, Image after)
    {
        var known = new WatchCache(null);
        known.Upsert(before);
        var listed = Assert.Single(known.Compare(after, 0));
        var item = new ImageEvent(ImageEventType.Modified, after);
        known.Apply(item);
        Assert.Equal(item.Changes, listed.Changes);
        Assert.Equal(item.Changes, item.WithoutVersion().Changes);
        return item.Changes;
    }

    private static IReadOnlyList<string> Apply(WatchCache known, string json, int version)
    {
        var item = new ImageEvent(
            ImageEventType.Modified,
            Deferred(
                json.Replace(
                    "\"resourceVersion\":\"1\"", $"\"resourceVersion\":\"{version}\"", StringComparison.Ordinal)));
        known.Apply(item);
        return item.Changes;
    }

    /// <summary>Writes the metadata as a server does: with managed fields at the end, and without white space.</summary>
    private static string Managed(string json) => Compact(json).Replace(
        "},\"dockerImageReference\"",
        ",\"managedFields\":[{\"manager\":\"m\",\"fieldsV1\":{\"f:dockerImageReference\":{},\"f:metadata\":{\"f:labels\":{}}}}]},\"dockerImageReference\"",
        StringComparison.Ordinal);

    private static string Compact(string json) => json.ReplaceLineEndings("");

    /// <summary>Leaves out that something else is called as the signatures are.</summary>
    private static string Plain(string json) => Replace(json, "\"signatures\":\"no\"", "\"others\":\"no\"");

    private static Image Parse(string json) => ImageJson.ParseImage(Encoding.UTF8.GetBytes(json));

    private static Image Deferred(string json) =>
        DeferredJson<Image>.FromValidatedJson(Encoding.UTF8.GetBytes(json), ImageJson.Image);
}
