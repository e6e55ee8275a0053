using OpenShiftImage.Api;

namespace OpenShiftImage.Client.Tests;

/// <summary>Which Image a text means that is not the whole of its name.</summary>
public sealed class ImageNameResolverTests
{
    private const string Rest = "00112233445566778899aabbccddeeff00112233445566778899aabbcc";

    private static readonly string s_first = "sha256:aaaa11" + Rest;
    private static readonly string s_second = "sha256:aaaa22" + Rest;
    private static readonly string s_third = "sha256:bbbb11" + Rest;

    [Theory]
    [InlineData("quay.io/a/b@sha256:00112233445566778899aabbccddeeff", "sha256:00112233445566778899aabbccddeeff")]
    [InlineData("quay.io/a/b@sha256:0011", "quay.io/a/b@sha256:0011")]
    [InlineData("AAAA11" + Rest, "sha256:aaaa11" + Rest)]
    [InlineData("AAAA1" + Rest, "AAAA1" + Rest)]
    [InlineData("xAAA11" + Rest, "xAAA11" + Rest)]
    [InlineData("SHA256:AAAA11" + Rest, "sha256:aaaa11" + Rest)]
    [InlineData("SHA256:AAAA1" + Rest, "SHA256:AAAA1" + Rest)]
    [InlineData("My-Name", "My-Name")]
    public void A_whole_digest_is_a_name(string text, string expected) =>
        Assert.Equal(expected, ImageNameResolver.ToName(text));

    [Theory]
    [InlineData("aaaa", "sha256:aaaa")]
    [InlineData("AAAA…", "sha256:aaaa")]
    [InlineData("aaaa...", "sha256:aaaa")]
    [InlineData("SHA512:AAAA", "sha512:aaaa")]
    [InlineData("quay.io/a/b@sha256:aaaa", "sha256:aaaa")]
    [InlineData("aaa", null)]
    [InlineData("sha1:aaaa", null)]
    [InlineData("word", null)]
    [InlineData("aaaa11" + Rest, null)]
    [InlineData("aaaa1" + Rest, "sha256:aaaa1" + Rest)]
    public void The_beginning_of_a_digest_is_one_of_a_name(string text, string? expected) =>
        Assert.Equal(expected, ImageNameResolver.PrefixOf(text));

    [Theory]
    [InlineData("aaaa", true, false)]
    [InlineData("a/b", true, true)]
    [InlineData("word", false, false)]
    [InlineData("a/b@sha256:00112233445566778899aabbccddeeff", true, false)]
    public void A_pull_spec_and_a_part_of_a_digest_are_short_forms(string text, bool isShort, bool isPullSpec)
    {
        Assert.Equal(isShort, ImageNameResolver.IsShortForm(text));
        Assert.Equal(isPullSpec, ImageNameResolver.IsPullSpec(text));
    }

    [Theory]
    [InlineData("my-name", "my-name", 0)]
    [InlineData("aaaa1", "sha256:aaaa11" + Rest, 2)]
    [InlineData("bbbb", "sha256:bbbb11" + Rest, 2)]
    [InlineData("beef", "beef", 0)]
    public async Task A_name_that_is_there_is_taken_before_one_that_begins_so(string text, string expected, int pages)
    {
        var reader = new ListedImages([Named("beef"), Named(s_first)], [Named(s_second), Named(s_third)]);
        Assert.Equal(expected, await new ImageNameResolver(reader).ResolveAsync(text, CancellationToken.None));
        Assert.Equal(pages, reader.PagesRead);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task A_list_in_the_order_of_names_is_read_no_further_than_needed(bool isInOrder, int pages)
    {
        var reader = new ListedImages([Named(s_first), Named(s_third)], [Named("x")]) { IsInNameOrder = isInOrder };
        Assert.Equal(s_first, await new ImageNameResolver(reader).ResolveAsync("aaaa", CancellationToken.None));
        Assert.Equal(pages, reader.PagesRead);
    }

    [Fact]
    public async Task A_beginning_of_no_name_is_an_Image_that_the_server_does_not_know()
    {
        var resolver = new ImageNameResolver(new ListedImages([Named(s_first)]));
        var error = await Assert.ThrowsAsync<ApiException>(() => resolver.ResolveAsync("cccc", CancellationToken.None));
        Assert.Equal(404, error.StatusCode);
    }

    [Fact]
    public async Task A_beginning_of_several_names_is_an_error_that_names_them()
    {
        var resolver = new ImageNameResolver(new ListedImages([Named(s_first), Named(s_second)], [Named(s_third)]));
        var error = await Assert.ThrowsAsync<AmbiguousNameException>(
            () => resolver.ResolveAsync("aaaa", CancellationToken.None));
        Assert.Equal("AmbiguousName", error.ErrorId);
        Assert.Equal([s_first, s_second], error.Names);
        Assert.Equal($"'aaaa' means several Images: {s_first}, {s_second}.", error.Message);
    }

    [Theory]
    [InlineData(10, false, 2)]
    [InlineData(11, true, 1)]
    public async Task Of_many_names_ten_are_named_and_no_more_pages_are_read(int count, bool isCut, int pages)
    {
        var many = Enumerable.Range(0, count).Select(i => Named($"sha256:aaaa{i:x2}{Rest}")).ToArray();
        var reader = new ListedImages(many, [Named("x")]) { IsInNameOrder = false };
        var error = await Assert.ThrowsAsync<AmbiguousNameException>(
            () => new ImageNameResolver(reader).ResolveAsync("aaaa", CancellationToken.None));
        Assert.Equal(many.Take(10).Select(image => image.Name), error.Names);
        Assert.Equal(isCut, error.Message.EndsWith(", ….", StringComparison.Ordinal));
        Assert.Equal(pages, reader.PagesRead);
    }

    [Theory]
    [InlineData("quay.io/a/b:1", "one")]
    [InlineData("quay.io/a/c", "two")]
    [InlineData("…a/c:2", "two")]
    [InlineData("docker.io/library/x", "three")]
    public async Task A_pull_spec_means_the_Image_that_has_it(string text, string expected)
    {
        var reader = new ListedImages(
            [Referring("one", "quay.io/a/b:1@sha256:aa")],
            [Referring("two", "quay.io/a/c:2@sha256:bb"), Referring("three", "x"), Referring("four", null)]);
        Assert.Equal(expected, await new ImageNameResolver(reader).ResolveAsync(text, CancellationToken.None));
    }

    [Fact]
    public async Task Of_a_pull_spec_that_many_Images_have_no_more_pages_are_read_than_needed()
    {
        var many = Enumerable.Range(0, 11).Select(i => Referring($"n{i}", "quay.io/a/b")).ToArray();
        var reader = new ListedImages(many, [Named("x")]);
        await Assert.ThrowsAsync<AmbiguousNameException>(
            () => new ImageNameResolver(reader).ResolveAsync("quay.io/a/b", CancellationToken.None));
        Assert.Equal(1, reader.PagesRead);
    }

    [Fact]
    public async Task A_pull_spec_that_no_Image_has_is_an_error_that_says_so()
    {
        var resolver = new ImageNameResolver(new ListedImages([Referring("one", "quay.io/a/b")]));
        var error = await Assert.ThrowsAsync<ImageNotFoundException>(
            () => resolver.ResolveAsync("quay.io/a/z", CancellationToken.None));
        Assert.Equal("NotFound", error.ErrorId);
        Assert.Equal("No Image has the reference 'quay.io/a/z'.", error.Message);
    }

    private static Image Named(string name) => Referring(name, null);

    private static Image Referring(string name, string? reference) =>
        new() { Metadata = new ObjectMeta { Name = name }, DockerImageReference = reference };
}
