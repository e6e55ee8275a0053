using System.Globalization;
using System.Text;
using OpenShiftImage.Analysis.Comparison;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Analysis.Tests.Comparison;

/// <summary>Pairs of Images, and what of them differs, by hand.</summary>
public sealed class ImageComparisonTests
{
    private const string Base = """{"name":"l1","size":100},{"name":"l2","size":20}""";

    /// <summary>What it is about, the two Images without their names, and the rows.</summary>
    public static TheoryData<string, string, string, string[]> Pairs => new()
    {
        {
            "a rebuild: the upper layer, a variable and a label of the image",
            """
            {"dockerImageReference":"quay.io/a/web@sha256:1","dockerImageLayers":[BASE,{"name":"l3","size":3}],
             "dockerImageMetadata":{"Config":{"Env":["PATH=/bin","V=1"],"Labels":{"version":"1","vendor":"x"}}}}
            """,
            """
            {"dockerImageReference":"quay.io/a/web@sha256:1","dockerImageLayers":[BASE,{"name":"l4","size":4}],
             "dockerImageMetadata":{"Config":{"Env":["V=2","PATH=/bin"],"Labels":{"vendor":"x","version":"2"}}}}
            """,
            [
                "Identity Size: 123 <> 124", "Layer 3: l3 <= ", "Layer 3:  => l4", "Config Labels.version: 1 <> 2",
                "Env V: 1 <> 2",
            ]
        },
        {
            "a derived image: two layers more, a user, a command",
            """{"dockerImageLayers":[BASE],"dockerImageMetadata":{"Size":500,"Config":{"Cmd":["sh"]}}}""",
            """
            {"dockerImageLayers":[BASE,{"name":"l3","size":3},{"name":"l4","size":4}],
             "dockerImageMetadata":{"Size":507,"Config":{"Cmd":["run","-v"],"User":"1001"}}}
            """,
            [
                "Identity Size: 500 <> 507", "Layer 3:  => l3", "Layer 4:  => l4",
                "Config Cmd: [\"sh\"] <> [\"run\",\"-v\"]", "Config User:  => 1001",
            ]
        },
        {
            "another base below the same layer, which both have at another position",
            """{"dockerImageMetadata":{"Size":1},"dockerImageLayers":[{"name":"a","size":1},{"name":"app","size":9}]}""",
            """{"dockerImageMetadata":{"Size":1},"dockerImageLayers":[{"name":"b","size":2},{"name":"c","size":3},{"name":"app","size":9}]}""",
            ["Layer 1: a <= ", "Layer 2: app <= ", "Layer 1:  => b", "Layer 2:  => c", "Layer 3:  => app"]
        },
        {
            "layers told from the top are put in order",
            """{"dockerImageLayers":[BASE,{"name":"l3","size":3}]}""",
            """
            {"metadata":{"annotations":{"image.openshift.io/dockerLayersOrder":"descending"}},
             "dockerImageLayers":[{"name":"l3","size":3},{"name":"l2","size":20},{"name":"l1","size":100}]}
            """,
            ["Annotation image.openshift.io/dockerLayersOrder:  => descending"]
        },
        {
            "ports, volumes and health checks, and how others write nothing",
            """
            {"dockerImageMetadata":{"Author":"","DockerVersion":"1","Config":{"ExposedPorts":{"80/tcp":{},"443/tcp":{}},
             "Hostname":"","Tty":false,"Memory":0,"Volumes":{},"Entrypoint":null,"OnBuild":[],
             "Healthcheck":{"Test":["CMD","x"],"Interval":1}}}}
            """,
            """
            {"dockerImageMetadata":{"Author":"me","Config":{"ExposedPorts":{"443/tcp":null,"80/tcp":{}},
             "Volumes":{"/data":{}},"StopSignal":"SIGQUIT","Healthcheck":{"Interval":1,"Test":["CMD","x"]}}}}
            """,
            [
                "Config Author:  => me",
                "Config DockerVersion: 1 <= ",
                "Config StopSignal:  => SIGQUIT",
                "Config Volumes:  => /data",
            ]
        },
        {
            "labels and annotations of the object, and of variables the last",
            """
            {"metadata":{"labels":{"app":"web","tier":"a=b"},"annotations":{"n":"1"}},
             "dockerImageMetadata":{"Config":{"Env":["A=1","A=2","EMPTY=","BARE"]}}}
            """,
            """
            {"metadata":{"labels":{"app":"db","Tier":"a=b"}},
             "dockerImageMetadata":{"Config":{"Env":["A=2","EMPTY","URL=x?a=b"]}}}
            """,
            [
                "Env BARE:  <= ", "Env URL:  => x?a=b", "Label Tier:  => a=b", "Label app: web <> db",
                "Label tier: a=b <= ", "Annotation n: 1 <= ",
            ]
        },
        {
            "platforms: Linux is what nobody says, and v8 is every arm64",
            """{"dockerImageMetadata":{"Architecture":"arm64"},"dockerImageConfig":"{\"variant\":\"v8\"}"}""",
            """{"dockerImageMetadata":{"Architecture":"arm","Os":"linux","Variant":"v7"}}""",
            ["Platform Architecture: arm64 <> arm", "Platform Variant:  => v7"]
        },
        {
            "manifest lists: members by platform, several of one, and attestations",
            """
            {"dockerImageManifests":[{"digest":"m1","os":"linux","architecture":"amd64","manifestSize":7},
             {"digest":"m2","os":"linux","architecture":"arm64","variant":"v8","manifestSize":8},
             {"digest":"t1","os":"unknown","architecture":"unknown"},{"digest":"t2","os":"unknown","architecture":"unknown"},null]}
            """,
            """
            {"dockerImageManifests":[{"digest":"t3","os":"unknown","architecture":"unknown"},
             {"digest":"m3","os":"linux","architecture":"arm64","manifestSize":9},
             {"digest":"m1","os":"linux","architecture":"amd64","manifestSize":7},
             {"digest":"t1","os":"unknown","architecture":"unknown"},
             {"digest":"w1","os":"windows","architecture":"amd64","manifestSize":5}]}
            """,
            [
                "Platform linux/arm64: m2 <> m3", "Platform unknown/unknown (2): t2 <> t3",
                "Platform windows/amd64:  => w1",
            ]
        },
        {
            "a manifest list and one of its members",
            """
            {"dockerImageManifests":[{"digest":"the-difference","os":"linux","architecture":"amd64"},
             {"digest":"m2","os":"linux","architecture":"arm64"}]}
            """,
            """{"dockerImageMetadata":{"Architecture":"amd64","Config":{"Env":["A=1"]}},"dockerImageLayers":[{"name":"l","size":1}]}""",
            ["Identity Size:  => 1", "Platform linux/arm64: m2 <= "]
        },
        {
            "signatures: the name of the Image is no part of what differs",
            """
            {"signatures":[{"metadata":{"name":"the-reference@s1"},"type":"atomic","content":"AQ=="},
             {"metadata":{"name":"the-reference@s2"},"type":"atomic","issuedBy":{"commonName":"Red Hat"},
              "conditions":[{"type":"Trusted","status":"False"}]},null]}
            """,
            """
            {"signatures":[{"metadata":{"name":"the-difference@s1"},"type":"atomic","content":"AQ=="},
             {"metadata":{"name":"the-difference@s2"},"type":"atomic","issuedBy":{"commonName":"Red Hat"},
              "conditions":[{"type":"Trusted","status":"True"}]}]}
            """,
            ["Signature s2: atomic, by Red Hat, Trusted=False <> atomic, by Red Hat, Trusted=True"]
        },
        {
            "an Image of which nothing is known, and one with nothing but what nobody knows",
            "{}",
            """
            {"dockerImageMetadata":["no","object"],"dockerImageConfig":"{broken","dockerImageLayers":[null],"new":{"a":1},
             "dockerImageSignatures":[null]}
            """,
            ["Layer 1:  => "]
        },
        {
            "what only the config blob tells",
            """{"dockerImageConfig":"{\"author\":\"a\",\"architecture\":\"amd64\",\"config\":{\"Env\":[\"A=1\"],\"User\":\"1\"}}"}""",
            """{"dockerImageMetadata":{"Author":"b","Architecture":"amd64","Config":{"env":["A=1"],"user":"2"}}}""",
            ["Config Author: a <> b", "Config User: 1 <> 2"]
        },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void What_differs_is_a_row_and_nothing_else_is(
        string about, string reference, string difference, string[] rows)
    {
        Assert.NotEmpty(about);
        Assert.Equal(rows, Compare(reference, difference).Where(row => row.Key != "Name").Select(Line));
        // The other way round the sides are changed, and an Image is equal to itself.
        Assert.Equal(
            rows.Length,
            Compare(difference, reference, referenceName: "the-difference", differenceName: "the-reference")
                .Count(row => row.Key != "Name"));
        foreach (var one in (string[])[reference, difference])
        {
            Assert.Empty(Compare(one, one, differenceName: "the-reference"));
        }
    }

    [Fact]
    public void Layers_tell_their_bytes_and_how_many_both_begin_with()
    {
        const string One = """{"dockerImageLayers":[BASE,{"name":"l3","size":3},{"name":"l9","size":9}]}""";
        const string Other = """{"dockerImageLayers":[BASE,{"name":"l9","size":9},{"name":"l4","size":4}]}""";
        var rows = Compare(One, Other, [ImageProperty.Layer], includeEqual: true);
        Assert.Equal(
            [
                "1 == 100 True", "2 == 20 True", "3 <= 3 False", "4 <= 9 True", "3 => 9 True", "4 => 4 False",
            ],
            rows.Select(row => $"{row.Key} {row.SideIndicator} {row.Bytes} {row.IsShared}"));
        Assert.All(rows, row => Assert.Equal((2, 120), (row.SharedLayers, row.SharedBytes)));
        Assert.All(
            rows, row => Assert.Equal(("the-reference", "the-difference"), (row.ReferenceImage, row.DifferenceImage)));
    }

    [Fact]
    public void Layers_without_a_digest_are_not_shared_and_keep_their_positions()
    {
        const string Odd = """{"dockerImageLayers":[{"name":"a","size":1},{"size":2},null,{"name":"b","size":3}]}""";
        Assert.Equal(
            ["1 == True", "2 <= False", "3 <= False", "4 <= True", "2 => False", "3 => False", "4 => True"],
            Compare(Odd, Odd, [ImageProperty.Layer], includeEqual: true)
                .Select(row => $"{row.Key} {row.SideIndicator} {row.IsShared}"));
    }

    [Fact]
    public void Properties_choose_and_come_in_one_order()
    {
        var (reference, difference, _) = (Pairs.First().Data.Item2, Pairs.First().Data.Item3, 0);
        var rows = Compare(reference, difference, [ImageProperty.Env, ImageProperty.Layer]);
        Assert.Equal(
            [ImageProperty.Layer, ImageProperty.Layer, ImageProperty.Env], rows.Select(row => row.Property));
        Assert.Empty(Compare(reference, difference, [ImageProperty.Signature]));
    }

    [Fact]
    public void Equal_rows_come_when_asked_for()
    {
        var rows = Compare(
            """{"metadata":{"labels":{"a":"1"}}}""",
            """{"metadata":{"labels":{"a":"1","b":"2"}}}""",
            [ImageProperty.Label],
            includeEqual: true);
        Assert.Equal(["Label a: 1 == 1", "Label b:  => 2"], rows.Select(Line));
        Assert.Equal([true, false], rows.Select(row => row.IsShared));
    }

    [Fact]
    public void Sizes_of_members_and_the_counterpart_of_a_list_are_told()
    {
        const string List = """
            {"dockerImageManifests":[{"digest":"m1","os":"linux","architecture":"amd64","manifestSize":7},
             {"digest":"m2","os":"linux","architecture":"arm64","variant":"v8","manifestSize":8}]}
            """;
        const string Arm = """{"dockerImageMetadata":{"Architecture":"arm64"}}""";
        var comparison = new ImageComparison(Image(List, "list"), Image(Arm, "arm"));
        Assert.True(comparison.IsOfListAndMember);
        Assert.Equal("m2", comparison.Counterpart);
        Assert.Equal(
            ["linux/amd64 7", "linux/arm64 "],
            comparison.Compare([ImageProperty.Platform]).Select(row => $"{row.Key} {row.Bytes}"));
        var odd = new ImageComparison(
            Image("""{"dockerImageMetadata":{"Architecture":"mips"}}""", "m"), Image(List, "l"));
        Assert.Null(odd.Counterpart);
        Assert.False(new ImageComparison(Image(List, "a"), Image(List, "b")).IsOfListAndMember);
    }

    [Theory]
    [InlineData("p{0}")]
    [InlineData("unknown")]
    public void The_work_on_a_manifest_list_grows_with_its_members_and_not_with_their_square(string os)
    {
        const int Count = 4000;
        var (reference, difference) = (Image(List("a"), "one"), Image(List("b"), "other"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var rows = new ImageComparison(reference, difference).Compare([ImageProperty.Platform], includeEqual: true)
            .ToList();
        // Each member again for each platform would be gigabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Count * 5_000L);
        Assert.Equal(Count, rows.Count);
        Assert.Equal(Count / 2, rows.Count(row => row.SideIndicator == "=="));
        Assert.Equal(Count / 2, rows.Count(row => row.SideIndicator == "<>"));

        string List(string own) => "{\"dockerImageManifests\":[" + string.Join(',', Enumerable.Range(0, Count).Select(
            number => $$"""
                {"digest":"{{(number % 2 == 0 ? "same" : own)}}{{number}}","architecture":"amd64",
                 "os":"{{string.Format(CultureInfo.InvariantCulture, os, number)}}"}
                """)) + "]}";
    }

    [Theory]
    [InlineData("""{"author":"\ud800"}""")]
    [InlineData("""{"config":{"Env":["A=\udfff"]}}""")]
    [InlineData("""{"config":{"Labels":{"\ud800":"1"}}}""")]
    [InlineData("""{"config":{"\ud800":"1"}}""")]
    [InlineData("""{"config":{"Healthcheck":{"Test":["\udc00"]}}}""")]
    [InlineData("""{"variant":"\ud800"}""")]
    public void A_config_blob_with_half_of_a_character_tells_nothing(string config)
    {
        var image = Image("""{"dockerImageLayers":[{"name":"a","size":1}]}""", "odd");
        image.DockerImageConfig = config;
        Assert.Equal(
            ["Identity Size: 1 <= ", "Layer 1: a <= "],
            new ImageComparison(image, Image("{}", "odd")).Compare([]).Select(Line));
    }

    [Fact]
    public void Signatures_of_one_name_are_numbered_however_many_there_are()
    {
        const int Count = 4000;
        var image = Image(
            $$"""{"dockerImageSignatures":[{{string.Join(',', Enumerable.Repeat("\"AQ==\"", Count))}}]}""", "many");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var rows = new ImageComparison(image, Image("{}", "none")).Compare([ImageProperty.Signature]).ToList();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Count * 5_000L);
        Assert.Equal(Count, rows.Count);
        Assert.Equal(["schema 1", "schema 1 (10)"], rows.Select(row => row.Key).Take(2));
    }

    [Fact]
    public void Platforms_are_the_same_in_capitals_and_a_size_below_nothing_is_none()
    {
        const string List =
            """{"dockerImageManifests":[{"digest":"m","os":"Linux","architecture":"AMD64","manifestSize":-7}]}""";
        const string Other =
            """{"dockerImageManifests":[{"digest":"n","os":"linux","architecture":"amd64","manifestSize":7}]}""";
        Assert.Equal("<>", Assert.Single(Compare(List, Other, [ImageProperty.Platform])).SideIndicator);
        Assert.Null(Assert.Single(Compare(List, "{\"dockerImageManifests\":[null]}", [ImageProperty.Platform])).Bytes);
        Assert.Equal(
            "m",
            new ImageComparison(
                Image(List, "list"), Image("""{"dockerImageMetadata":{"Architecture":"amd64"}}""", "one")).Counterpart);
    }

    [Fact]
    public void Sizes_that_no_number_can_hold_are_the_most_that_it_can()
    {
        const string Huge = """{"dockerImageLayers":[{"name":"a","size":9223372036854775807},{"name":"b","size":5}]}""";
        var row = Assert.Single(Compare(Huge, "{}", [ImageProperty.Identity]), row => row.Key == "Size");
        Assert.Equal("9223372036854775807", row.Reference);
    }

    [Fact]
    public void A_row_is_one_line_of_text_that_no_terminal_obeys()
    {
        var row = Assert.Single(Compare(
            """{"metadata":{"annotations":{"n":"a\n\u001b[31mb"}}}""",
            "{}",
            [ImageProperty.Annotation]));
        Assert.Equal("Annotation n: a\\n\\x1b[31mb => (none)", row.ToString());
        Assert.Equal("a\n\u001b[31mb", row.Reference);
    }

    private static Image Image(string json, string name)
    {
        var image = ImageJson.ParseImage(Encoding.UTF8.GetBytes(json.Replace("BASE", Base, StringComparison.Ordinal)));
        image.Metadata ??= new ObjectMeta();
        image.Metadata.Name = name;
        return image;
    }

    private static List<ImageDifference> Compare(
        string reference,
        string difference,
        ImageProperty[]? properties = null,
        bool includeEqual = false,
        string referenceName = "the-reference",
        string differenceName = "the-difference") =>
    [
        .. new ImageComparison(Image(reference, referenceName), Image(difference, differenceName))
            .Compare(properties ?? [], includeEqual),
    ];

    private static string Line(ImageDifference row) =>
        $"{row.Property} {row.Key}: {row.Reference} {row.SideIndicator} {row.Difference}";
}
