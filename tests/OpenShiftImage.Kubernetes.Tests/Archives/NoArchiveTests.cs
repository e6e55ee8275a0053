using System.Text;
using OpenShiftImage.Archives;

namespace OpenShiftImage.Kubernetes.Tests.Archives;

/// <summary>What can be no collection is an error when it is opened, and not when it is read.</summary>
public sealed class NoArchiveTests : ArchiveTest
{
    [Theory]
    [InlineData("notes.txt", "Dear customer,\nplease find the files attached.\n")]
    [InlineData("notes.yaml", "hello\n")]
    [InlineData("settings.yaml", "a: 1\nb: 2\n")]
    [InlineData("empty.json", "[]")]
    [InlineData("binary", "\u0001\0\u0002\0\0")]
    [InlineData("blank.yaml", "\n\n# nothing\n")]
    [InlineData("zeros.tar", "\0\0\0\0\0\0\0\0")]
    public void A_file_without_an_object_is_refused_and_what_is_taken_is_told(string name, string text)
    {
        var error = Refused(Write(name, text));
        Assert.Contains(".tar.gz", error.Message, StringComparison.Ordinal);
        Assert.Contains("oc adm inspect", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_in_UTF_16_is_told_by_its_name() => Assert.Contains(
        "UTF-16",
        Refused(
            Write(
                "images.yaml", [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(Yaml("one"))])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void A_zip_file_without_its_directory_is_refused()
    {
        var path = WriteZip("gather.zip", ("1.yaml", Encoding.UTF8.GetBytes(Yaml("one"))));
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^40]);
        Assert.Contains("the directory that one ends with", Refused(path).Message, StringComparison.Ordinal);
        Refused(WriteZip("texts.zip", ("1.txt", [65])));
    }

    [Fact]
    public void A_folder_without_any_file_that_is_read_is_refused()
    {
        Directory.CreateDirectory(Path.Combine(Folder, "empty"));
        Assert.Contains("empty folder", Refused(Path.Combine(Folder, "empty")).Message, StringComparison.Ordinal);
        Write("texts/a/b/c.txt", "text");
        Assert.Contains("No file in it", Refused(Path.Combine(Folder, "texts")).Message, StringComparison.Ordinal);
        Write("texts/a/gather.tar.gz", "x");
        Assert.Contains(
            $"'{Path.Combine(Folder, "texts/a/gather.tar.gz")}' is in it",
            Refused(Path.Combine(Folder, "texts")).Message,
            StringComparison.Ordinal);
        Write("texts/a/b/d/e.YML", "text");
        Assert.NotNull(Open(Path.Combine(Folder, "texts")));
    }

    [Theory]
    [InlineData("# a comment\n\n---\nkind: Image\n")]
    [InlineData("\ufeff{\"kind\":\"Image\"}")]
    [InlineData("- kind: Image\n")]
    [InlineData("\"kind\": Image\n")]
    public void What_may_be_one_is_opened_without_being_read(string text) =>
        Assert.NotNull(Open(Write("image.yaml", text)));

    [Fact]
    public void A_long_text_is_opened_whose_kind_may_come_later() => Assert.NotNull(Open(Write(
        "long.yaml",
        "apiVersion: v1\n"
            + string.Concat(Enumerable.Repeat("# " + new string('x', 100) + "\n", 1000))
            + "kind: List\n")));

    [Fact]
    public async Task Nothing_is_said_to_have_come_where_nothing_has()
    {
        var path = WriteTar(
            "gather.tar.gz",
            InTar(
                "1.yaml",
                Yaml("one")
                    + "# "
                    + string.Concat(
                        Enumerable.Range(0, 20_000)
                            .Select(
                                i => (i * 7919).ToString("x", System.Globalization.CultureInfo.InvariantCulture)))));
        var content = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, content[..(content.Length / 2)]);
        var reading = await ReadAsync(path);
        Assert.Empty(reading.Names);
        Assert.EndsWith("Nothing has come.", reading.Ended!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list.yaml", "apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: \"\"\n")]
    [InlineData("list.json", "{\"apiVersion\":\"v1\",\"items\":[],\"kind\":\"List\"}")]
    [InlineData("lists.json", "{\"apiVersion\":\"v1\",\"items\":[{\"kind\":\"List\",\"items\":[]}],\"kind\":\"List\"}")]
    public async Task An_empty_list_that_does_not_say_of_what_is_told_of(string name, string text)
    {
        var reading = await ReadAsync(Write(name, text));
        Assert.Equal(CollectedClusterException.NotCollected, reading.Ended?.ErrorId);
        Assert.Contains(
            "An empty List is there, which does not tell of what.", reading.Ended!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "An empty List",
            (await ReadAsync(Write("pods.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"))).Ended!.Message,
            StringComparison.Ordinal);
    }

    private static CollectedClusterException Refused(string path)
    {
        var error = Assert.Throws<CollectedClusterException>(
            () => CollectedCluster.Open(path, null, () => new YamlConverter()));
        Assert.Equal(CollectedClusterException.InvalidArchive, error.ErrorId);
        Assert.Equal(path, error.Target);
        return error;
    }
}
