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
        Assert.Equal(TimeSpan.FromHours(2), image.Signatures[0].Created!.Value.Offset);
        Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero), image.Metadata!.CreationTimestamp);
        Assert.Equal(2L, image.DockerImageLayers![1].Size);
    }

    [Fact]
    public void The_metadata_has_a_typed_view()
    {
        var metadata = ImageJson.ParseImage(Sample).DockerImageMetadata!;
        Assert.Equal(("sha256:1", "p", "me", "amd64", 432L), (metadata.Id, metadata.Parent, metadata.Author, metadata.Architecture, metadata.Size));
        Assert.Equal(new DateTimeOffset(2024, 1, 2, 3, 4, 5, TimeSpan.Zero), metadata.Created);
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
    public void What_people_ask_for_is_derived()
    {
        var image = ImageJson.ParseImage(Sample);
        Assert.Equal(("sha256:0", 432L, 2), (image.Name, image.Size, image.LayerCount));
        Assert.Equal("linux/amd64/v8", image.Platform);
        Assert.Equal(("registry.example.com:5000", "team/app", "sha256:0"), (image.Registry, image.Repository, image.Digest));
        Assert.True(image.IsSigned);
        Assert.Equal(2024, image.Created!.Value.Year);
    }

    [Theory]
    [InlineData("quay.io/a/b:tag", "quay.io", "a/b", null)]
    [InlineData("a/b", null, "a/b", null)]
    [InlineData("localhost/a@sha256:1", "localhost", "a", "sha256:1")]
    [InlineData("host:5000/a/b:t@sha256:1", "host:5000", "a/b", "sha256:1")]
    [InlineData("", null, null, null)]
    public void A_reference_is_taken_apart(string reference, string? registry, string? repository, string? digest)
    {
        var image = new Image { DockerImageReference = reference };
        Assert.Equal((registry, repository, digest), (image.Registry, image.Repository, image.Digest));
    }

    [Fact]
    public void A_manifest_list_tells_its_platforms_and_has_no_size_of_its_own()
    {
        var image = ImageJson.ParseImage("""{"dockerImageManifests":[{"os":"linux","architecture":"amd64"},{"os":"linux","architecture":"arm64","variant":"v8"}]}""");
        Assert.Equal("linux/amd64,linux/arm64/v8", image.Platform);
        Assert.Null(image.Size);
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
        Image[] images = [.. new[] { "b", "a", "B", "A" }.Select(name => new Image { Metadata = new ObjectMeta { Name = name } })];
        PartialObjectMetadata[] heads = [.. images.Select(image => new PartialObjectMetadata { Metadata = image.Metadata })];
        Assert.Equal(["A", "B", "a", "b"], images.Order().Select(image => image.Name));
        Assert.Equal(["A", "B", "a", "b"], heads.Order().Select(head => head.Name));
        Assert.True(new Image().CompareTo(null) > 0 && new PartialObjectMetadata().CompareTo(null) > 0);
        Assert.True(images[0].CompareTo((object?)null) > 0 && heads[0].CompareTo((object?)null) > 0);
        Assert.Throws<ArgumentException>(() => images[0].CompareTo((object)heads[0]));
        Assert.Throws<ArgumentException>(() => heads[0].CompareTo((object)images[0]));
    }

    [Fact]
    public void Control_characters_are_shown_not_obeyed() =>
        Assert.Equal("a\\x1b[31mb\\x0d\\u202ec\nd\te", Printable.Escape("a\u001b[31mb\r\u202ec\nd\te"));
}
