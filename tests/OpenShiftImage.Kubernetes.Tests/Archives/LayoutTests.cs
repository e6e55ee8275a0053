using System.Formats.Tar;
using System.Text;
using OpenShiftImage.Testing;

namespace OpenShiftImage.Kubernetes.Tests.Archives;

/// <summary>Where objects lie does not matter; what holds none is passed over, and links are not followed.</summary>
public sealed class LayoutTests : ArchiveTest
{
    private static readonly (string Name, string Text)[] s_gathered =
    [
        ("must-gather.local.1/quay-io-x/cluster-scoped-resources/image.openshift.io/images/sha256:one.yaml", "---\n"
            + Yaml("one")),
        ("must-gather.local.1/quay-io-x/cluster-scoped-resources/images/two.yaml", Yaml("two")),
        ("must-gather.local.1/quay-io-x/cluster-scoped-resources/config.openshift.io/images.yaml", "apiVersion: config.openshift.io/v1\nkind: ImageList\nitems:\n- kind: Image\n  apiVersion: config.openshift.io/v1\n  metadata: {name: cluster}\n"),
        ("must-gather.local.1/quay-io-x/namespaces/web/pods/web-1/web-1.yaml", "apiVersion: v1\nkind: Pod\nmetadata: {name: web-1}\n"),
        ("must-gather.local.1/quay-io-x/namespaces/web/pods/web-1/current.log", "kind: Image, said the log\n"),
        ("must-gather.local.1/quay-io-x/version.json", "{\"version\":\"4.17\"}"),
        ("must-gather.local.1/three.json", Json("three")),
    ];

    [Fact]
    public async Task A_folder_a_tar_file_and_a_zip_file_give_the_same()
    {
        foreach (var (name, text) in s_gathered)
        {
            Write("folder/" + (OperatingSystem.IsWindows() ? name.Replace(':', '_') : name), text);
        }

        var tar = s_gathered.Select(file => InTar(file.Name, file.Text)).ToArray();
        (await ReadAsync(Path.Combine(Folder, "folder"))).Are("one", "two", "three");
        (await ReadAsync(WriteTar("gather.tar", [.. tar]))).Are("one", "two", "three");
        (await ReadAsync(WriteTar("gather.tgz", [.. s_gathered.Select(file => InTar(file.Name, file.Text))]))).Are(
            "one", "two", "three");
        (await ReadAsync(
            WriteZip(
                "gather.zip", [.. s_gathered.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Text)))]))).Are(
                    "one", "two", "three");
    }

    [Fact]
    public async Task Many_files_of_a_folder_come_in_the_order_of_their_paths_whatever_their_size()
    {
        var names = Enumerable.Range(0, 150).Select(i => $"image-{i:000}").ToArray();
        foreach (var (i, name) in names.Index())
        {
            // Some of a few hundred bytes, some larger than what is read ahead; with white space at their ends.
            Write($"all/{i / 50}/{name}.json", Json(name).PadRight(i % 7 == 0 ? 100_000 : i * 100));
            Write($"all/{i / 50}/{name}.log", "");
        }

        (await ReadAsync(Path.Combine(Folder, "all"))).Are(names);
    }

    [Fact]
    public async Task An_archive_is_known_by_its_content_and_not_by_its_name()
    {
        File.Move(WriteTar("a.tar.gz", InTar("one.yaml", Yaml("one"))), Path.Combine(Folder, "attachment"));
        (await ReadAsync(Path.Combine(Folder, "attachment"))).Are("one");
        (await ReadAsync(Write("images.txt", Yaml("two")))).Are("two");
    }

    [Fact]
    public async Task What_holds_no_object_is_passed_over_and_told()
    {
        Write("all/one.yaml", Yaml("one"));
        Write("all/empty.yaml", "");
        Write("all/other.json", "{\"a\":[1,{\"b\":2}]}");
        Write("all/list.json", "[1,2,3]");
        Write("all/note.yaml", "just a text\n");
        Write("all/pod.log", "a line\n");
        var reading = await ReadAsync(Path.Combine(Folder, "all"));
        reading.Are("one");
        foreach (var name in (string[])["empty.yaml", "other.json", "list.json", "note.yaml", "pod.log"])
        {
            Assert.Contains(
                reading.Messages, message => message.Contains($"{name} is passed over", StringComparison.Ordinal));
        }

        Assert.DoesNotContain(reading.Messages, message => message.Contains("one.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_was_collected_twice_comes_once()
    {
        Write("all/1.yaml", Yaml("one", "from: first"));
        Write("all/2.json", Json("one"));
        Write("all/3.yaml", Yaml("sha256:" + new string('a', 64)) + "---\n" + Yaml("sha256:" + new string('a', 64)));
        (await ReadAsync(Path.Combine(Folder, "all"))).Are("one", "sha256:" + new string('a', 64));
        Assert.Equal("first", (await Open(Path.Combine(Folder, "all")).GetAsync("one")).Labels["from"]);
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    public async Task Links_in_a_tar_file_are_not_followed(TarEntryType type)
    {
        var secret = Write("secret.yaml", Yaml("secret"));
        var reading = await ReadAsync(
            WriteTar("links.tar", InTar("one.yaml", Yaml("one")), LinkInTar(type, "link.yaml", secret)));
        reading.Are("one");
        Assert.Contains(
            reading.Messages,
            message => message.EndsWith("link.yaml is passed over: it is a link.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Links_in_a_zip_file_are_not_followed()
    {
        var path = WriteZip("links.zip", ("one.yaml", Encoding.UTF8.GetBytes(Yaml("one"))));
        using (var zip = System.IO.Compression.ZipFile.Open(path, System.IO.Compression.ZipArchiveMode.Update))
        {
            var link = zip.CreateEntry("link.yaml");
            link.ExternalAttributes = 0xA1FF << 16;
            using var target = link.Open();
            target.Write("/etc/passwd"u8);
        }

        var reading = await ReadAsync(path);
        reading.Are("one");
        Assert.Contains(
            reading.Messages,
            message => message.EndsWith("link.yaml is passed over: it is a link.", StringComparison.Ordinal));
    }

    [UnixFact]
    public async Task Links_in_a_folder_are_not_followed()
    {
        Write("all/one.yaml", Yaml("one"));
        Write("elsewhere/two.yaml", Yaml("two"));
        File.CreateSymbolicLink(Path.Combine(Folder, "all/link.yaml"), Path.Combine(Folder, "elsewhere/two.yaml"));
        Directory.CreateSymbolicLink(Path.Combine(Folder, "all/below"), Folder);
        (await ReadAsync(Path.Combine(Folder, "all"))).Are("one");
    }

    [UnixFact]
    public async Task A_pipe_in_a_folder_is_not_waited_for()
    {
        Write("all/one.yaml", Yaml("one"));
        using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(Folder, "all/0.yaml")]))
        {
            await made.WaitForExitAsync();
        }

        (await ReadAsync(Path.Combine(Folder, "all")).WaitAsync(TimeSpan.FromSeconds(30))).Are("one");
        Assert.Equal(
            CollectedClusterException.InvalidArchive,
            Assert.Throws<CollectedClusterException>(() => Open(Path.Combine(Folder, "all/0.yaml"))).ErrorId);
    }

    [Theory]
    [InlineData("apiVersion: image.openshift.io/v1\nkind: ImageList\nitems: []\n")]
    [InlineData("apiVersion: image.openshift.io/v1\nitems: []\nkind: ImageList\nmetadata: {}\n")]
    [InlineData("{\"kind\":\"ImageList\",\"apiVersion\":\"image.openshift.io/v1\",\"items\":[]}")]
    [InlineData("{\"items\":null,\"kind\":\"ImageList\",\"apiVersion\":\"image.openshift.io/v1\"}")]
    public async Task An_empty_list_says_that_there_were_none(string text)
    {
        (await ReadAsync(Write("none.yaml", text))).Are();
        Assert.Equal(
            "NotFound",
            (await Assert.ThrowsAsync<ApiException>(
                () => Open(Path.Combine(Folder, "none.yaml")).GetAsync("one"))).ErrorId);
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: image}\n")]
    [InlineData("apiVersion: v1\nkind: List\nitems: []\n")]
    public async Task Where_no_Image_was_collected_nobody_says_that_there_were_none(string text)
    {
        var path = Write("other.yaml", text);
        Assert.Equal(CollectedClusterException.NotCollected, (await ReadAsync(path)).Ended?.ErrorId);
        var missing = await Assert.ThrowsAsync<CollectedClusterException>(() => Open(path).GetAsync("one"));
        Assert.Equal(CollectedClusterException.NotCollected, missing.ErrorId);
        Assert.Contains("oc adm inspect", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_there_is_an_error_at_once() => Assert.Equal(
        CollectedClusterException.PathNotFound,
        Assert.Throws<CollectedClusterException>(() => Open(Path.Combine(Folder, "nowhere"))).ErrorId);
}
