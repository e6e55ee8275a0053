using OpenShiftImage.Primitives;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Client.Tests;

public class ModelTests
{
    private const string Sample = """
        {"metadata":{"name":"sha256:0","creationTimestamp":"2024-05-06T07:08:09Z"},
         "dockerImageReference":"registry.example.com:5000/team/app@sha256:0",
         "dockerImageMetadata":{"Id":"sha256:1","Parent":"p","Created":"2024-01-02T03:04:05.000000001Z","Author":"me","Architecture":"amd64","Size":432,
           "Config":{"Env":["A=b"],"Cmd":["/bin/sh"],"Entrypoint":["e"],"Labels":{"l":"v"},"ExposedPorts":{"80/tcp":{}},"Volumes":{"/v":{}},"User":"1001","WorkingDir":"/w"}},
         "dockerImageConfig":"{\"os\":\"linux\",\"variant\":\"v8\"}",
         "dockerImageLayers":[{"name":"a","size":1,"mediaType":"m"},{"name":"b","size":2,"mediaType":"m"}],
         "dockerImageSignatures":["aGk="],
         "signatures":[{"type":"atomic","content":"aGVsbG8=","created":"2024-01-02T03:04:05+02:00"}]}
        """;

    [Fact]
    public void Fields_have_the_types_of_the_reference()
    {
        var image = ImageJson.ParseImage(Sample);
        Assert.Equal("hello"u8.ToArray(), image.Signatures![0].Content);
        Assert.Equal("hi"u8.ToArray(), image.DockerImageSignatures![0]);
        Assert.Equal(Local(2024, 1, 2, 1, 4, 5), image.Signatures[0].Created);
        Assert.Equal(Local(2024, 5, 6, 7, 8, 9), image.Metadata!.CreationTimestamp);
        Assert.Equal(2L, image.DockerImageLayers![1].Size);
    }

    [Fact]
    public void The_metadata_has_a_typed_view()
    {
        var metadata = ImageJson.ParseImage(Sample).DockerImageMetadata!;
        Assert.Equal(
            ("sha256:1", "p", "me", "amd64", 432L),
            (metadata.Id, metadata.Parent, metadata.Author, metadata.Architecture, metadata.Size));
        Assert.Equal(Local(2024, 1, 2, 3, 4, 5), metadata.Created);
        Assert.Null(metadata.Os);
        var config = metadata.Config!;
        Assert.Equal(["A=b"], config.Env);
        Assert.Equal(["/bin/sh"], config.Cmd);
        Assert.Equal(["e"], config.Entrypoint);
        Assert.Equal("v", config.Labels["l"]);
        Assert.Equal(["80/tcp"], config.ExposedPorts);
        Assert.Equal(["/v"], config.Volumes);
        Assert.Equal(("1001", "/w"), (config.User, config.WorkingDir));
    }

    [Fact]
    public void An_Image_derives_size_platform_reference_and_signature()
    {
        var image = ImageJson.ParseImage(Sample);
        Assert.Equal(("sha256:0", 432L, (int?)2), (image.Name, image.Size, image.LayerCount));
        Assert.Equal("amd64/v8", image.Platform);
        Assert.Equal(
            ("registry.example.com:5000", "team/app", "sha256:0"), (image.Registry, image.Repository, image.Digest));
        Assert.True(image.IsSigned);
        Assert.Equal(2024, image.Created!.Value.Year);
    }

    [Theory]
    [InlineData("quay.io/a/b:tag", "quay.io", "a/b", "tag", null)]
    [InlineData("a/b", null, "a/b", null, null)]
    [InlineData("localhost/a@sha256:1", "localhost", "a", null, "sha256:1")]
    [InlineData("host:5000/a/b:t@sha256:1", "host:5000", "a/b", "t", "sha256:1")]
    [InlineData("host:5000/a", "host:5000", "a", null, null)]
    [InlineData("", null, null, null, null)]
    public void A_reference_is_taken_apart(
        string reference, string? registry, string? repository, string? tag, string? digest)
    {
        var image = new Image { DockerImageReference = reference };
        Assert.Equal((registry, repository, tag, digest), (image.Registry, image.Repository, image.Tag, image.Digest));
    }

    [Theory]
    [InlineData("sha256:1", "quay.io/a/b:t@sha256:1", "quay.io/a/b:t")]
    [InlineData("sha256:2", "quay.io/a/b:t@sha256:1", "quay.io/a/b:t@sha256:1")]
    [InlineData("x", "quay.io/a\u001b[31m", "quay.io/a\\x1b[31m")]
    [InlineData(null, "quay.io/a/b:t", "quay.io/a/b:t")]
    [InlineData("x", null, null)]
    public void The_reference_for_people_has_no_digest_that_is_the_name_and_nothing_that_a_terminal_obeys(
        string? name, string? reference, string? shown) =>
        Assert.Equal(
            shown, new Image { Metadata = new ObjectMeta { Name = name }, DockerImageReference = reference }.Reference);

    [Theory]
    [InlineData("linux", "amd64", null, "amd64")]
    [InlineData("", "amd64", null, "amd64")]
    [InlineData("linux", "arm", "v7", "arm/v7")]
    [InlineData("windows", "amd64", null, "windows/amd64")]
    [InlineData("linux", "", null, "linux")]
    [InlineData("", "", null, null)]
    public void A_platform_has_one_name_whether_the_server_tells_that_it_is_Linux_or_not(
        string os, string architecture, string? variant, string? platform)
    {
        var config = System.Text.Json.JsonSerializer.Serialize(new { os, architecture, variant });
        var image = new Image { DockerImageConfig = config };
        Assert.Equal(platform, image.Platform);
        Assert.Equal(platform is null ? [] : [platform], image.Platforms);
        Assert.Equal(platform, new ImageManifest { Os = os, Architecture = architecture, Variant = variant }.Platform);
    }

    [Fact]
    public void Times_are_local_and_what_is_set_is_written_in_UTC()
    {
        var image = ImageJson.ParseImage(
            """{"metadata":{"creationTimestamp":"2024-05-06T07:08:09.12345670001+02:00"}}""");
        Assert.Equal(DateTimeKind.Local, image.CreationTimestamp!.Value.Kind);
        Assert.Equal(
            new DateTime(2024, 5, 6, 5, 8, 9, DateTimeKind.Utc).AddTicks(1234567),
            image.CreationTimestamp.Value.ToUniversalTime());
        Assert.Contains(
            "2024-05-06T07:08:09.12345670001+02:00",
            System.Text.Encoding.UTF8.GetString(ImageJson.ToUtf8Bytes(image)),
            StringComparison.Ordinal);

        var utc = new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        DateTime[] same = [utc, utc.ToLocalTime(), DateTime.SpecifyKind(utc.ToLocalTime(), DateTimeKind.Unspecified)];
        foreach (var time in same)
        {
            image.Metadata!.CreationTimestamp = time;
            Assert.Contains(
                "\"2025-01-02T03:04:05Z\"",
                System.Text.Encoding.UTF8.GetString(ImageJson.ToUtf8Bytes(image)),
                StringComparison.Ordinal);
            Assert.Equal(utc.ToLocalTime(), image.CreationTimestamp);
        }
    }

    [Fact]
    public void An_age_is_how_long_ago_and_never_less_than_nothing()
    {
        var image = new Image { Metadata = new ObjectMeta { CreationTimestamp = DateTime.Now.AddDays(-3) } };
        Assert.Equal(3, image.Age!.Value.Days);
        image.Metadata.CreationTimestamp = DateTime.Now.AddDays(1);
        Assert.Equal(TimeSpan.Zero, image.Age);
        Assert.Null(new Image().Age);
        Assert.Equal(
            3,
            new PartialObjectMetadata
            {
                Metadata = new ObjectMeta { CreationTimestamp = DateTime.Now.AddDays(-3) },
            }.Age!.Value.Days);
        Assert.Equal(3, new ImageSignature { Created = DateTime.Now.AddDays(-3) }.Age!.Value.Days);
    }

    [Fact]
    public void A_manifest_list_tells_its_platforms_and_has_no_size_of_its_own()
    {
        var image = ImageJson.ParseImage(
            """{"dockerImageManifests":[{"os":"linux","architecture":"amd64"},{"os":"linux","architecture":"arm64","variant":"v8"}]}""");
        Assert.Equal("amd64,arm64/v8", image.Platform);
        Assert.Equal(["amd64", "arm64/v8"], image.Platforms);
        Assert.Equal((null, null, null), (image.Size, image.LayerCount, image.Created));
    }

    [Theory]
    [InlineData("""{"metadata":5}""")]
    [InlineData("""{"signatures":[{"content":"***"}]}""")]
    [InlineData("""{"metadata":{"creationTimestamp":"yesterday"}}""")]
    [InlineData("null")]
    public void A_wrong_type_is_refused(string json) =>
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => ImageJson.ParseImage(json));

    [Fact]
    public void Images_are_ordered_by_name_as_the_server_lists_them()
    {
        Image[] images =
            [.. new[] { "b", "a", "B", "A" }.Select(name => new Image { Metadata = new ObjectMeta { Name = name } })];
        PartialObjectMetadata[] heads =
            [.. images.Select(image => new PartialObjectMetadata { Metadata = image.Metadata })];
        Assert.Equal(["A", "B", "a", "b"], images.Order().Select(image => image.Name));
        Assert.Equal(["A", "B", "a", "b"], heads.Order().Select(head => head.Name));
        Assert.True(new Image().CompareTo(null) > 0 && new PartialObjectMetadata().CompareTo(null) > 0);
        Assert.True(images[0].CompareTo((object?)null) > 0 && heads[0].CompareTo((object?)null) > 0);
        Assert.Throws<ArgumentException>(() => images[0].CompareTo((object)heads[0]));
        Assert.Throws<ArgumentException>(() => heads[0].CompareTo((object)images[0]));
    }

    private static DateTime Local(int year, int month, int day, int hour, int minute, int second) =>
        new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).ToLocalTime();

    [Fact]
    public void Control_characters_are_shown_not_obeyed() =>
        Assert.Equal("a\\x1b[31mb\\x0d\\u202ec\nd\te", ControlCharacters.Escape("a\u001b[31mb\r\u202ec\nd\te"));
}
