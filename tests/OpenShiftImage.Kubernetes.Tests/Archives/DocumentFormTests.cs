using System.Text;

namespace OpenShiftImage.Kubernetes.Tests.Archives;

/// <summary>Objects are known by their kind, in whatever form they were written.</summary>
public sealed class DocumentFormTests : ArchiveTest
{
    private const string ItemsWithoutKind = """
        apiVersion: image.openshift.io/v1
        items:
        - metadata:
            name: one
        - metadata:
            name: two

        """;

    [Theory]
    [InlineData(ItemsWithoutKind + "kind: ImageList\n")]
    [InlineData("kind: ImageList\n" + ItemsWithoutKind)]
    [InlineData("# Collected today.\n\n---\n" + ItemsWithoutKind + "kind: \"ImageList\" # quoted\nmetadata: {}\n")]
    public async Task A_YAML_list_may_say_before_or_after_its_items_what_they_are(string text) =>
        (await ReadAsync(Write("list.yaml", text.ReplaceLineEndings("\n")))).Are("one", "two");

    [Theory]
    [InlineData(
        """{"items":[{"metadata":{"name":"one"}},{"metadata":{"name":"two"}}],"kind":"ImageList","apiVersion":"image.openshift.io/v1"}""")]
    [InlineData(
        """{"kind":"ImageList","apiVersion":"image.openshift.io/v1","items":[{"metadata":{"name":"one"}},{"metadata":{"name":"two"}}]}""")]
    public async Task A_JSON_list_may_say_before_or_after_its_items_what_they_are(string text) =>
        (await ReadAsync(Write("list.json", text))).Are("one", "two");

    [Fact]
    public async Task Lists_in_lists_are_read()
    {
        var inner = $"{{\"kind\":\"List\",\"apiVersion\":\"v1\",\"items\":[{Json("one")},{Json("two")}]}}";
        (await ReadAsync(Write("nested.json", $"{{\"kind\":\"List\",\"items\":[{inner},{Json("three")}]}}"))).Are(
            "one", "two", "three");
        (await ReadAsync(Write("array.json", $"[{inner},{Json("three")}]"))).Are("one", "two", "three");
        (await ReadAsync(
            Write(
                "nested.yaml",
                ListHead
                    + $"items:\n- apiVersion: v1\n  kind: List\n  items:\n  - {Json("one")}\n  - {Json("two")}\n- kind: ImageList\n  apiVersion: image.openshift.io/v1\n  items:\n  - metadata: {{name: three}}\n"))).Are("one", "two", "three");
    }

    [Fact]
    public async Task A_list_whose_items_are_indented_is_read() =>
        (await ReadAsync(
            Write(
                "list.yaml",
                ListHead
                    + "items:\n  - "
                    + Yaml("one").TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal)
                    + "\n  -\n    "
                    + Yaml("two").TrimEnd().Replace("\n", "\n    ", StringComparison.Ordinal)
                    + "\n"))).Are("one", "two");

    [Fact]
    public async Task Line_ends_of_Windows_and_the_mark_of_UTF_8_change_nothing()
    {
        var text = "\ufeff"
            + (ListHead
                + "items:\n- "
                + Yaml("one").TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal)
                + "\n---\n"
                + Yaml("two")).ReplaceLineEndings("\r\n");
        (await ReadAsync(Write("windows.yaml", text))).Are("one", "two");
        (await ReadAsync(Write("windows.json", "\ufeff" + Json("one") + "\r\n" + Json("two") + "\r\n"))).Are(
            "one", "two");
    }

    [Fact]
    public async Task Documents_one_after_the_other_are_read()
    {
        (await ReadAsync(
            Write(
                "many.yaml",
                $"%YAML 1.2\n---\n{Yaml("one")}...\n---\n# nothing\n---\n{Yaml("two")}---\n{Yaml("three")}..."))).Are(
                    "one", "two", "three");
        (await ReadAsync(Write("many.json", $"{Json("one")}{Json("two")}\n---\n{Json("three")}"))).Are(
            "one", "two", "three");
    }

    [Fact]
    public async Task A_file_that_is_compressed_by_itself_is_read()
    {
        using var content = new MemoryStream();
        using (var compressed = new System.IO.Compression.GZipStream(
            content, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            compressed.Write(Encoding.UTF8.GetBytes(Yaml("one")));
        }

        (await ReadAsync(Write("images.yaml.gz", content.ToArray()))).Are("one");
    }

    [Fact]
    public async Task An_Image_of_before_API_groups_is_one() =>
        (await ReadAsync(
            Write("old.yaml", Yaml("one").Replace("image.openshift.io/v1", "v1", StringComparison.Ordinal)))).Are(
                "one");

    [Theory]
    [InlineData("apiVersion: config.openshift.io/v1\nkind: Image\nmetadata: {name: cluster}\n")]
    [InlineData("apiVersion: config.openshift.io/v1\nkind: ImageList\nitems:\n- metadata: {name: cluster}\n")]
    [InlineData("apiVersion: config.openshift.io/v1\nkind: ImageList\nitems: []\n")]
    [InlineData(
        "{\"apiVersion\":\"config.openshift.io/v1\",\"kind\":\"ImageList\",\"items\":[{\"kind\":\"Image\",\"metadata\":{\"name\":\"cluster\"}}]}")]
    public async Task The_configuration_that_is_called_Image_too_is_none(string text)
    {
        var reading = await ReadAsync(Write("config.yaml", text));
        Assert.Empty(reading.Names);
        Assert.Equal(CollectedClusterException.NotCollected, reading.Ended?.ErrorId);
    }

    [Theory]
    [InlineData("sha256:0123")]
    [InlineData("a b")]
    [InlineData("日本")]
    [InlineData("a[1]*")]
    public async Task Odd_names_are_found_by_name_in_YAML_and_in_JSON(string name)
    {
        Write("all/1.yaml", Yaml("x").Replace("name: x", $"name: \"{name}\"", StringComparison.Ordinal));
        Write("all/2.json", Json("y"));
        Assert.Equal(name, (await Open(Path.Combine(Folder, "all")).GetAsync(name)).Name);
        Assert.Contains(name, (await ReadAsync(Path.Combine(Folder, "all"))).Names);
    }

    [Fact]
    public async Task A_name_that_YAML_escapes_is_found() =>
        Assert.Equal(
            "日本",
            (await Open(
                Write(
                    "escaped.yaml",
                    Yaml("x").Replace("name: x", "name: \"\\u65e5\\u672c\"", StringComparison.Ordinal))).GetAsync(
                        "日本")).Name);
}
