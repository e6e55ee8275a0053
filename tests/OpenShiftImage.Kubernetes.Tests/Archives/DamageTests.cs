using System.Formats.Tar;
using System.Text;
using OpenShiftImage.Api;
using OpenShiftImage.Testing;

namespace OpenShiftImage.Kubernetes.Tests.Archives;

/// <summary>What is damaged is an error that says where, and everything else still comes.</summary>
public sealed class DamageTests : ArchiveTest
{
    [Fact]
    public async Task A_faulty_document_of_YAML_names_archive_entry_line_and_column()
    {
        var text = Yaml("one") + "---\nkind: Image\nmetadata:\n  name: [two\n---\n" + Yaml("three");
        var path = WriteTar("gather.tar.gz", InTar("images/all.yaml", text), InTar("images/four.yaml", Yaml("four")));
        var reading = await ReadAsync(path);
        Assert.Equal(["one", "three", "four"], reading.Names);
        Assert.Null(reading.Ended);
        var failure = Assert.IsType<DocumentException>(Assert.Single(reading.Failures));
        Assert.StartsWith($"'{path}: images/all.yaml', line ", failure.Message, StringComparison.Ordinal);
        Assert.InRange(failure.Line, 10, 11);
    }

    [Fact]
    public async Task A_value_of_another_type_is_told_by_its_place_in_YAML()
    {
        var text = ListHead + "items:\n- " + Yaml("one").TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal)
            + "\n- kind: Image\n  metadata:\n    name: two\n    labels:\n      count: 5\n- "
                + Yaml("three").TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal)
                + "\n";
        var reading = await ReadAsync(Write("list.yaml", text));
        Assert.Equal(["one", "three"], reading.Names);
        var failure = Assert.IsType<DocumentException>(Assert.Single(reading.Failures));
        Assert.Equal((14, 14), (failure.Line, failure.Column));
    }

    [Theory]
    [InlineData(
        "{\"kind\":\"List\",\"items\":[\n{0},\n{\"kind\":\"Image\",\n \"metadata\":{\"name\":\"two\",\"labels\":{\"count\":5}}},\n{1}]}",
        4)]
    [InlineData(
        "{\"items\":[\n{\"metadata\":{\"name\":\"one\"}},\n{\n \"metadata\":{\"name\":\"two\",\"labels\":{\"count\":5}}},\n{\"metadata\":{\"name\":\"three\"}}],\"kind\":\"ImageList\",\"apiVersion\":\"image.openshift.io/v1\"}",
        4)]
    [InlineData(
        "{0}\n{\"apiVersion\":\"image.openshift.io/v1\",\"kind\":\"Image\",\n \"metadata\":{\"name\":\"two\",\"labels\":{\"count\":5}}}\n{1}",
        3)]
    public async Task A_value_of_another_type_is_told_by_its_place_in_JSON(string text, int line)
    {
        text = text.Replace("{0}", Json("one"), StringComparison.Ordinal)
            .Replace("{1}", Json("three"), StringComparison.Ordinal);
        var reading = await ReadAsync(Write("list.json", text));
        Assert.Equal(["one", "three"], reading.Names);
        var failure = Assert.IsType<DocumentException>(Assert.Single(reading.Failures));
        Assert.Equal(
            (line, text.Split('\n')[line - 1].IndexOf('5', StringComparison.Ordinal) + 2),
            (failure.Line, failure.Column));
    }

    [Theory]
    [InlineData("images.json", "{\"kind\":\"List\",\"items\":[\n{0},\n{\"kind\":\"Image\",", 3)]
    [InlineData("images.json", "{0}\n{\"kind\": Image}", 2)]
    [InlineData(
        "images.yaml",
        "apiVersion: image.openshift.io/v1\nkind: Image\nmetadata:\n  name: one\n---\nkind: Image\nmetadata:\n  name: \"tw",
        8)]
    public async Task A_file_that_ends_in_the_middle_gives_what_came_before(string name, string text, int line)
    {
        var reading = await ReadAsync(Write(name, text.Replace("{0}", Json("one"), StringComparison.Ordinal)));
        Assert.Equal(["one"], reading.Names);
        Assert.Null(reading.Ended);
        Assert.Equal(line, Assert.IsType<DocumentException>(Assert.Single(reading.Failures)).Line);
    }

    [Theory]
    [InlineData("- apiVersion: image.openshift.io/v1\n  dockerImageReference: quay.io/a/b\n")]
    [InlineData("")]
    public async Task A_list_of_YAML_that_was_cut_between_lines_is_an_error(string rest)
    {
        // kubectl and oc write the kind of a list at its end, and of an item after what comes before it in the alphabet.
        var text = "apiVersion: v1\nitems:\n- "
            + Yaml("one").TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal)
            + "\n"
            + rest;
        var reading = await ReadAsync(Write("images.yaml", text));
        Assert.Equal(["one"], reading.Names);
        Assert.Contains("was the file cut?", Assert.Single(reading.Failures).Message, StringComparison.Ordinal);
        Assert.Empty(
            (await ReadAsync(
                Write(
                    "whole.yaml",
                    text.Replace(rest.Length == 0 ? "\0" : rest, "", StringComparison.Ordinal)
                        + "kind: List\n"))).Failures);
    }

    [Fact]
    public async Task Compressed_YAML_that_was_cut_is_an_error_wherever_it_was_cut()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => Yaml("image-" + i) + "---\n"));
        var whole = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(
            whole, System.IO.Compression.CompressionLevel.NoCompression, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        var path = Path.Combine(Path.GetDirectoryName(Write("a.yaml", text))!, "images.yaml.gz");
        await File.WriteAllBytesAsync(path, whole.ToArray());
        var complete = await ReadAsync(path);
        await File.WriteAllBytesAsync(path, whole.ToArray()[..(int)(whole.Length * 2 / 3)]);
        var cut = await ReadAsync(path);

        Assert.Equal((200, null), (complete.Names.Count, complete.Ended));
        byte[] twice = [.. whole.ToArray(), .. whole.ToArray()];
        await File.WriteAllBytesAsync(path, twice);
        var several = await ReadAsync(path);

        Assert.Equal((200, null), (several.Names.Count, several.Ended));
        Assert.NotEqual(200, cut.Names.Count);
        Assert.True(cut.Ended is not null || cut.Failures.Count > 0);
    }

    [Fact]
    public async Task An_archive_that_was_cut_gives_all_that_came_before_and_then_the_error()
    {
        var random = new Random(1);
        var entries = Enumerable.Range(0, 40).Select(i => InTar(
            $"{i:00}.yaml",
            Yaml($"image-{i:00}")
                + "# "
                + Convert.ToHexString(Enumerable.Range(0, 4000).Select(_ => (byte)random.Next(256)).ToArray())
                + "\n"));
        var path = WriteTar("gather.tar.gz", [.. entries]);
        var content = await File.ReadAllBytesAsync(path);
        await File.WriteAllBytesAsync(path, content[..(content.Length / 2)]);
        var reading = await ReadAsync(path);
        Assert.InRange(reading.Names.Count, 15, 25);
        Assert.Equal(Enumerable.Range(0, reading.Names.Count).Select(i => $"image-{i:00}"), reading.Names);
        Assert.Equal(CollectedClusterException.InvalidArchive, reading.Ended?.ErrorId);
        Assert.Contains(path, reading.Ended!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_an_archive_that_was_cut_has_what_came_before()
    {
        var path = WriteTar("gather.tar", InTar("1.yaml", Yaml("one")), InTar("2.yaml", Yaml("two")));
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path))[..^2000]);
        var observer = new ArchiveObserver();
        var page = await Open(path, observer).ListPageAsync(new ListOptions { Limit = 10 });
        Assert.Equal("one", Assert.Single(page.Items).Name);
        Assert.Equal(CollectedClusterException.InvalidArchive, Assert.Single(observer.Failures).ErrorId);
        Assert.Equal("one", (await Open(path).GetAsync("one")).Name);
        Assert.Equal(
            CollectedClusterException.InvalidArchive,
            (await Assert.ThrowsAsync<CollectedClusterException>(() => Open(path).GetAsync("two"))).ErrorId);
    }

    [Fact]
    public async Task A_damaged_file_in_a_zip_leaves_the_others_whole()
    {
        var noise = Convert.ToHexString(Enumerable.Range(0, 2000).Select(i => (byte)(i * 7919)).ToArray());
        var path = WriteZip(
            "gather.zip",
            ("1.yaml", Encoding.UTF8.GetBytes(Yaml("one") + "# " + noise)),
            ("2.yaml", Encoding.UTF8.GetBytes(Yaml("two"))));
        var content = await File.ReadAllBytesAsync(path);
        content.AsSpan(60, 100).Fill(0xff);
        await File.WriteAllBytesAsync(path, content);
        var reading = await ReadAsync(path);
        Assert.Equal(["two"], reading.Names);
        Assert.Null(reading.Ended);
        Assert.Contains("1.yaml", Assert.Single(reading.Failures).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bomb.tar.gz")]
    [InlineData("bomb.zip")]
    [InlineData("bomb.yaml.gz")]
    public async Task What_grows_to_a_thousand_times_its_size_is_not_read(string name)
    {
        var one = Encoding.UTF8.GetBytes(Yaml("one"));
        var zeros = Encoding.UTF8.GetBytes("# " + new string('0', 32 << 20) + "\n");
        var path = name switch
        {
            "bomb.zip" => WriteZip(name, ("1.yaml", one), ("2.yaml", zeros)),
            "bomb.tar.gz" => WriteTar(name, InTar("1.yaml", Yaml("one")), InTar("2.yaml", new MemoryStream(zeros))),
            _ => Compress(name, [.. one, .. zeros]),
        };
        var reading = await ReadAsync(path);
        Assert.Equal(CollectedClusterException.InvalidArchive, reading.Ended?.ErrorId);
        Assert.Contains("1000 times", reading.Ended!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("one.yaml", "kind: Image\nmetadata: {labels: {a: b}}\n")]
    [InlineData("one.yaml", "kind: Image\nmetadata: {name: ''}\n")]
    [InlineData("one.json", "{\"kind\":\"Image\",\"metadata\":{}}")]
    public async Task An_Image_without_a_name_is_an_error(string name, string text)
    {
        Write("all/" + name, text);
        Write("all/two.yaml", Yaml("two"));
        var reading = await ReadAsync(Path.Combine(Folder, "all"));
        Assert.Equal(["two"], reading.Names);
        Assert.Contains("metadata.name", Assert.Single(reading.Failures).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("latin1")]
    [InlineData("utf-16")]
    public async Task Text_that_is_not_UTF_8_is_an_error_and_no_other_text(string encoding)
    {
        Write(
            "all/one.yaml",
            Encoding.GetEncoding(encoding).GetBytes("\ufeff"[..(encoding == "utf-16" ? 1 : 0)] + Yaml("größe")));
        Write("all/two.yaml", Yaml("two"));
        var reading = await ReadAsync(Path.Combine(Folder, "all"));
        Assert.Equal(["two"], reading.Names);
        Assert.Contains("UTF-8", Assert.Single(reading.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_line_is_read()
    {
        var text = Yaml("one", $"a: {new string('x', 5 << 20)}");
        (await ReadAsync(Write("long.yaml", text + "---\n" + Yaml("two")))).Are("one", "two");
        (await ReadAsync(
            Write(
                "long.json",
                Json("one").Replace(
                    "\"metadata\"", $"\"x\":\"{new string('x', 5 << 20)}\",\"metadata\"", StringComparison.Ordinal)
                        + Json("two")))).Are("one", "two");
    }

    [Theory]
    [InlineData(new byte[] { 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 1 }, "xz")]
    [InlineData(new byte[] { 0x42, 0x5a, 0x68, 0x39, 1 }, "bzip2")]
    [InlineData(new byte[] { 0x28, 0xb5, 0x2f, 0xfd, 1 }, "zstd")]
    [InlineData(new byte[0], "empty")]
    public void What_cannot_be_unpacked_is_told_at_once(byte[] content, string reason)
    {
        var failure = Assert.Throws<CollectedClusterException>(() => Open(Write("gather", content)));
        Assert.Equal(CollectedClusterException.InvalidArchive, failure.ErrorId);
        Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
    }

    [UnixFact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public async Task A_file_that_may_not_be_read_is_an_error_of_its_own()
    {
        Write("all/1.yaml", Yaml("one"));
        Write("all/2/secret.yaml", Yaml("secret"));
        Write("all/3.yaml", Yaml("three"));
        Write("all/4.yaml", Yaml("four"));
        File.SetUnixFileMode(Path.Combine(Folder, "all/2"), UnixFileMode.None);
        File.SetUnixFileMode(Path.Combine(Folder, "all/3.yaml"), UnixFileMode.None);
        try
        {
            var reading = await ReadAsync(Path.Combine(Folder, "all"));
            Assert.Null(reading.Ended);
            if (Environment.IsPrivilegedProcess)
            {
                // No file is closed to root.
                Assert.Equal(["one", "secret", "three", "four"], reading.Names);
                return;
            }

            Assert.Equal(["one", "four"], reading.Names);
            Assert.Equal(
                [CollectedClusterException.FileNotAccessible, CollectedClusterException.FileNotAccessible],
                reading.Failures.Select(failure => failure.ErrorId));
        }
        finally
        {
            File.SetUnixFileMode(
                Path.Combine(Folder, "all/2"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public async Task A_stop_ends_the_reading_of_what_is_only_passed_over()
    {
        var noise = new byte[16 << 20];
        new Random(1).NextBytes(noise);
        var path = WriteTar(
            "gather.tar.gz",
            InTar("1.yaml", Yaml("one")),
            InTar("2.log", new MemoryStream(noise)),
            InTar("3.yaml", Yaml("three")));
        using var stop = new CancellationTokenSource();
        var names = new List<string>();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var page in Open(path).ListAsync(
                new ListOptions { AllowsParts = true }, cancellationToken: stop.Token))
            {
                names.AddRange(page.Items.Select(image => image.Name!));
                await stop.CancelAsync();
            }
        });
        Assert.Equal(["one"], names);
    }

    private string Compress(string name, byte[] content)
    {
        using var file = new MemoryStream();
        using (var compressed = new System.IO.Compression.GZipStream(
            file, System.IO.Compression.CompressionLevel.Optimal, leaveOpen: true))
        {
            compressed.Write(content);
        }

        return Write(name, file.ToArray());
    }
}
