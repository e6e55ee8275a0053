using System.Formats.Tar;
using System.Text;

namespace OpenShiftImage.Kubernetes.Tests.Archives;

/// <summary>What was cut where the rest can still be read is told.</summary>
public sealed class CutTests : ArchiveTest
{
    private const string Collected = """
        ---
        apiVersion: image.openshift.io/v1
        dockerImageMetadata:
          Size: 5
          kind: DockerImage
        dockerImageReference: quay.io/a/b:c
        kind: Image
        metadata:
          creationTimestamp: "2026-01-01T00:00:00Z"
          name: one
          resourceVersion: "12345"
          uid: 0f8fad5b-d9cb-469f-a165-70867728950e

        """;

    private static string Text => Collected.ReplaceLineEndings("\n");

    [Fact]
    public async Task An_Image_of_YAML_that_was_cut_anywhere_is_never_taken_for_whole_without_a_word()
    {
        // Before its API is said nothing tells an Image from any other text; without the last line end it is whole.
        var start = Text.IndexOf("dockerImageMetadata", StringComparison.Ordinal);
        for (var length = start; length < Text.Length - 1; length++)
        {
            var reading = await ReadAsync(Write("all/image.yaml", Text[..length]));
            var isLineEnd = Text[length - 1] == '\n';
            Assert.True(
                reading.Failures.Count + reading.Warnings.Count > 0
                    || (isLineEnd && Text[..length].TrimEnd().EndsWith("name: one", StringComparison.Ordinal)),
                $"after {Text[..length][^20..]}: {reading.Ended?.Message}");
        }
    }

    [Fact]
    public async Task An_Image_that_may_have_been_cut_still_comes()
    {
        var path = Write("image.yaml", Text[..Text.IndexOf("-d9cb", StringComparison.Ordinal)]);
        var reading = await ReadAsync(path);
        Assert.Equal(["one"], reading.Names);
        Assert.Empty(reading.Failures);
        Assert.Contains($"'{path}' may have been cut", Assert.Single(reading.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_Image_that_was_cut_before_its_kind_is_an_error_and_others_come()
    {
        Write("all/1.yaml", Text[..Text.IndexOf("kind: Image", StringComparison.Ordinal)]);
        Write("all/2.yaml", Yaml("two"));
        var reading = await ReadAsync(Path.Combine(Folder, "all"));
        Assert.Equal(["two"], reading.Names);
        Assert.Contains(
            "1.yaml', line 1",
            Assert.Single(reading.Failures).Message.ReplaceLineEndings(" "),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apiVersion: image.openshift.io/v1\nkind: Image\nmetadata:\n  name: one\n")]
    [InlineData("apiVersion: image.openshift.io/v1\r\nkind: Image\r\nmetadata:\r\n  name: one\r\n")]
    [InlineData(
        "kind: Image\napiVersion: image.openshift.io/v1\nmetadata:\n  name: one\n  uid: 0f8fad5b-d9cb-469f-a165-70867728950e")]
    [InlineData("kind: Image\napiVersion: image.openshift.io/v1\nmetadata:\n  name: one\n  creationTimestamp: null\n")]
    [InlineData(
        "kind: Image\napiVersion: image.openshift.io/v1\nmetadata:\n  name: one\n  creationTimestamp: \"2026-01-01T00:00:00Z\"\n")]
    [InlineData("kind: Image\napiVersion: image.openshift.io/v1\nmetadata:\n  name: one\n...")]
    [InlineData("\"kind\": Image\n\"apiVersion\": image.openshift.io/v1\nmetadata:\n  name: one\n")]
    [InlineData("apiVersion: v1\nitems:\n- kind: Image\n  apiVersion: v1\n  metadata:\n    name: one\nkind: List")]
    [InlineData(
        "{\"kind\":\"Image\",\"apiVersion\":\"image.openshift.io/v1\",\"metadata\":{\"name\":\"one\",\"resourceVersion\":\"1\"}}")]
    public async Task What_is_whole_is_not_doubted(string text) =>
        (await ReadAsync(Write("whole.yaml", text))).Are("one");

    [Fact]
    public async Task What_is_no_Image_and_has_no_kind_is_nobody_s_business()
    {
        Write("all/Chart.yaml", "apiVersion: v2\nname: chart");
        Write("all/old.yaml", "apiVersion: v1\nname: chart");
        Write("all/other.yaml", "apiVersion: config.openshift.io/v1\nname: x");
        Write("all/one.yaml", Yaml("one"));
        (await ReadAsync(Path.Combine(Folder, "all"))).Are("one");
    }

    [Fact]
    public async Task Many_that_may_have_been_cut_are_one_warning_and_the_others_are_details()
    {
        for (var i = 0; i < 5; i++)
        {
            Write($"all/{i}.yaml", Yaml($"image-{i}").TrimEnd());
        }

        var reading = await ReadAsync(Path.Combine(Folder, "all"));
        Assert.Equal(5, reading.Names.Count);
        Assert.Single(reading.Warnings);
        Assert.Equal(
            4, reading.Messages.Count(message => message.Contains("may have been cut", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("kind: Lis")]
    [InlineData("kind: Image")]
    public async Task A_list_that_was_cut_in_its_kind_is_an_error(string end)
    {
        var reading = await ReadAsync(
            Write("list.yaml", "apiVersion: image.openshift.io/v1\nitems:\n- metadata:\n    name: one\n" + end));
        Assert.Contains("was the file cut?", Assert.Single(reading.Failures).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gather.tar")]
    [InlineData("gather.tar.gz")]
    public async Task A_tar_file_that_was_cut_between_two_entries_gives_what_came_before_and_then_the_error(string name)
    {
        var tar = new MemoryStream();
        long end;
        using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            writer.WriteEntry(Entry("1.yaml", Yaml("one")));
            writer.WriteEntry(Entry("notes.txt", new string('x', 1024)));
            end = tar.Position;
            writer.WriteEntry(Entry("2.yaml", Yaml("two")));
        }

        (await ReadAsync(WriteCompressed(name, tar.ToArray()))).Are("one", "two");
        var path = WriteCompressed(name, tar.ToArray()[..(int)end]);
        var reading = await ReadAsync(path);
        Assert.Equal(["one"], reading.Names);
        Assert.Equal(CollectedClusterException.InvalidArchive, reading.Ended?.ErrorId);
        Assert.EndsWith(" What comes before has been read.", reading.Ended!.Message, StringComparison.Ordinal);

        static UstarTarEntry Entry(string entry, string text) =>
            new(TarEntryType.RegularFile, entry) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) };
    }

    private string WriteCompressed(string name, byte[] content)
    {
        if (!name.EndsWith("gz", StringComparison.Ordinal))
        {
            return Write(name, content);
        }

        using var file = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(
            file, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(content);
        }

        return Write(name, file.ToArray());
    }
}
