using System.Text.Json;
using OpenShiftImage.Analysis.Bases;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Analysis.Tests.Bases;

/// <summary>Bases by hand, those among them that <c>oc adm top images</c> gets wrong.</summary>
public sealed class BaseFinderTests
{
    [Fact]
    public void The_base_has_most_of_the_layers_that_an_Image_begins_with() => Assert.Equal(
        ["ubi: none 0 0+1 10", "node: ubi 1 1+1 20", "app: node 1 2+2 70", "other: none 0 0+2 30"],
        new BaseState().Add("ubi", "a").Add("node", "a b").Add("app", "a b c d").Add("other", "b a").Find());

    /// <summary>oc calls every Image a parent whose top layer is somewhere in it.</summary>
    [Fact]
    public void The_top_layer_of_an_Image_in_the_midst_of_another_makes_it_no_base() => Assert.Equal(
        ["x: none 0 0+2 30", "y: none 0 0+3 100"],
        new BaseState().Add("x", "a b").Add("y", "c b e").Find());

    /// <summary>oc calls each a parent of the other.</summary>
    [Fact]
    public void Images_with_the_same_layers_are_no_base_of_each_other_and_one_of_them_is_that_of_a_third() => Assert.Equal(
        ["b: none 0 0+1 10", "a: none 0 0+1 10", "old: none 0 0+1 10", "app: old 3 1+1 20"],
        new BaseState().Add("b", "a")
            .Add("a", "a")
            .Add("old", "a", created: "2020-01-01T00:00:00Z")
            .Add("app", "a b")
            .Find());

    [Fact]
    public void Of_equals_the_oldest_is_taken_then_the_first_by_name_and_what_has_no_time_last() => Assert.Equal(
        [
            "q: none 0 0+1 10",
            "p: none 0 0+1 10",
            "app: p 2 1+1 20",
            "z: none 0 0+1 30",
            "y: none 0 0+1 30",
            "app2: z 2 1+1 20",
        ],
        new BaseState().Add("q", "a").Add("p", "a").Add("app", "a b")
            .Add("z", "c").Add(Undated("y")).Add("app2", "c b").Find());

    [Fact]
    public void Empty_layers_make_no_Image_another() => Assert.Equal(
        ["ubi: none 0 0+1 10", "labelled: none 0 0+1 10", "app: labelled 2 1+1 20", "nothing: none 0 0+0 0"],
        new BaseState().Add("ubi", "a 0", created: "2026-02-01T00:00:00Z")
            .Add("labelled", "0 a 0 0")
            .Add("app", "a 0 b 0")
            .Add("nothing", "0 0")
            .Find());

    [Fact]
    public void A_layer_is_empty_by_its_diff_id_too() => Assert.Equal(
        ["ubi: none 0 0+1 10", "app: ubi 1 1+1 20"],
        new BaseState().Add("ubi", "a x", "A 0").Add("app", "a y b", "A 0 B").Find());

    [Fact]
    public void Layers_that_were_compressed_again_are_known_by_their_diff_ids() => Assert.Equal(
        ["ubi: none 0 0+2 30", "mirror: none 0 0+2 70", "app: mirror 2 2+1 50", "mute: mirror 1 2+1 50"],
        new BaseState().Add("ubi", "a b", "A B").Add("mirror", "c d", "A B").Add("app", "c d e", "A B E")
            .Add("mute", "c d e").Find());

    [Fact]
    public void Of_Images_without_diff_ids_the_digests_count() => Assert.Equal(
        ["ubi: none 0 0+1 10", "twin: none 0 0+1 10", "app: twin 2 1+1 20"],
        new BaseState().Add("ubi", "a", "A")
            .Add("twin", "a", created: "2020-01-01T00:00:00Z")
            .Add("app", "a b", "A B")
            .Find());

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void A_layer_without_a_digest_is_the_same_as_no_other(string? digest)
    {
        var (ubi, app) = (WithConfig("ubi", null, "a", "b"), WithConfig("app", null, "a", "b", "c"));
        ubi.DockerImageLayers![1].Name = digest!;
        app.DockerImageLayers![1].Name = digest!;
        Assert.Equal(
            ["root: none 0 0+1 10", "ubi: root 1 1+1 20", "app: root 1 1+2 50"],
            new BaseState().Add(WithConfig("root", null, "a")).Add(ubi).Add(app).Find());
    }

    [Fact]
    public void A_manifest_list_that_tells_layers_has_no_base_and_is_none()
    {
        var list = WithConfig("list", null, "a", "b");
        list.DockerImageManifests = [new ImageManifest { Digest = "m" }];
        var finder = new BaseFinder(knowsInputs: false);
        finder.Add(WithConfig("ubi", null, "a"));
        finder.Add(list);
        finder.Add(WithConfig("app", null, "a", "b", "c"));
        Assert.Equal([null, null, "ubi"], finder.Find(null).Select(found => found.Base));
    }

    [Fact]
    public void A_longer_prefix_by_either_wins() => Assert.Equal(
        ["one: none 0 0+1 10", "two: one 1 1+1 240", "app: two 1 2+1 30"],
        new BaseState().Add("one", "a", "A").Add("two", "a x", "A B").Add("app", "a b c", "A B C").Find());

    [Fact]
    public void A_config_that_tells_another_number_of_layers_or_is_none_tells_nothing()
    {
        var state = new BaseState().Add("ubi", "a", "A").Add("odd", "a b", "A").Add("app", "a b c", "A B C");
        state.Add(WithConfig("broken", "{\"rootfs\":{\"diff_ids\":[\"A\",\"B\"]"));
        state.Add(WithConfig("numbers", "{\"rootfs\":{\"diff_ids\":[1,2]}}"));
        state.Add(WithConfig("text", "\"rootfs\""));
        Assert.Equal(
            [
                "ubi: none 0 0+1 10", "odd: ubi 1 1+1 20", "app: broken 4 2+1 30", "broken: ubi 1 1+1 20",
                "numbers: ubi 1 1+1 20", "text: ubi 1 1+1 20",
            ],
            state.Find());
    }

    [Fact]
    public void Layers_told_from_the_top_are_put_in_order() => Assert.Equal(
        ["ubi: none 0 0+2 30", "app: ubi 1 2+1 30"],
        new BaseState().Add("ubi", "a b", "A B").Add("app", "c b a", "A B C", isDescending: true).Find());

    [Fact]
    public void A_repeated_layer_is_a_layer_more_and_no_bytes_more() => Assert.Equal(
        ["ubi: none 0 0+1 10", "twice: ubi 1 1+1 0", "app: twice 1 2+3 20"],
        new BaseState().Add("ubi", "a").Add("twice", "a a").Add("app", "a a b b a").Find());

    [Fact]
    public void A_manifest_list_has_no_base_and_is_none() => Assert.Equal(
        ["ubi: none 0 0+1 10", "all: list", "app: ubi 1 1+1 20"],
        new BaseState().Add("ubi", "a").Add("all", "", members: ["ubi"]).Add("app", "a b").Find());

    [Fact]
    public void An_input_that_comes_twice_has_two_rows_and_a_candidate_that_does_counts_once()
    {
        var finder = new BaseFinder(knowsInputs: true);
        var (ubi, app) = (WithConfig("ubi", null, "a"), WithConfig("app", null, "a", "b"));
        finder.AddInput(app);
        finder.AddInput(app);
        finder.AddCandidate(ubi);
        finder.AddCandidate(ubi);
        Assert.Equal(["ubi 1", "ubi 1"], finder.Find(null).Select(row => $"{row.Base} {row.Candidates}"));
        Assert.Equal("quay.io/lab/ubi", finder.Find(null).First().BaseReference);
    }

    /// <summary>
    /// A state of a real cluster, of which oc says (top.txt) that a433 is the parent of 2d97, 6a18 and b87a, which have
    /// its top layer, but not what it lies on; and that 6a18 has two parents.
    /// </summary>
    [Fact]
    public void Parents_that_oc_finds_by_a_top_layer_alone_are_none()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "oracle", "cases", "layers-shared");
        var state = new BaseState();
        using var list = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "images.json")));
        foreach (var item in list.RootElement.GetProperty("items").EnumerateArray())
        {
            state.Add(ImageJson.ParseImage(JsonSerializer.SerializeToUtf8Bytes(item)));
        }

        Assert.Equal(
            [
                "0e28: none 0",
                "2d97: none 0",
                "4365: none 0",
                "6a18: 2d97 1",
                "6bc8: none 0",
                "a433: 0e28 2",
                "b87a: none 0",
            ],
            state.Find()
                .Select(line => string.Join(' ', line.Split(' ')[..3]).Replace("sha256:", "", StringComparison.Ordinal))
                .Select(line => System.Text.RegularExpressions.Regex.Replace(line, "([0-9a-f]{4})[0-9a-f]{60}", "$1")));
    }

    private static Image Undated(string name)
    {
        var image = WithConfig(name, null, "c");
        image.Metadata!.CreationTimestamp = null;
        return image;
    }

    private static Image WithConfig(string name, string? config, params string[] layers) =>
        new()
        {
            Metadata = new ObjectMeta
            {
                Name = name,
                CreationTimestamp = new DateTime(2025, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            },
            DockerImageReference = $"quay.io/lab/{name}@{name}",
            DockerImageConfig = config,
            DockerImageLayers =
            [
                .. (layers is [] ? ["a", "b"] : layers).Select(layer =>
                    new ImageLayer { Name = layer, Size = 10 * (layer[0] - 'a' + 1) }),
            ],
        };
}
