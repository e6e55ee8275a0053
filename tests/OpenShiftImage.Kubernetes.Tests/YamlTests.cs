using System.Text;
using System.Text.Json;
using OpenShiftImage.Documents;
using OpenShiftImage.Serialization;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>YAML and JSON are two spellings of the same values: whatever goes there comes back.</summary>
public sealed class YamlTests
{
    private static readonly YamlConverter s_yaml = new();

    public static TheoryData<string> Texts { get; } = new(
        "", " ", "a", "a b", "yes", "No", "on", "y", "n", "true", "False", "null", "~", "Null", "1", "-1", "+1", "0x1F",
        "0o17", "017", "0b1", "1_000", "1.5", ".5", "5.", "1e3", "1E+3", ".inf", "-.Inf", ".nan",
        "2001-12-14", "2001-12-14T21:59:43.10-05:00", "12:30:45", "1:30", "=", "<<", "-", "- a", "? a", ": a", "a: b",
        "a:", "a #b", "#a", "&a", "*a", "!a", "|", ">", "'", "\"", "'a'", "\"a\"", "%a", "@a", "`a", "{a}", "[a]",
        "a,b", "---", "...", "--- a",
        "a\nb", "a\nb\n", "a\nb\n\n", "\na", "\n", "  a\n b", "a \nb", "a\n\nb", "a\tb", "\ta", "a\r\nb", "a\rb",
        "\u0000", "\u001b[31m", "\u0085", "\u2028", "\ufeff", "é", "日本語", "😀", "a😀\nb", "\\", "\\n", "a\\\nb",
        "{\n  \"schemaVersion\": 2,\n  \"mediaType\": \"x\"\n}",
        "{\"a\":\"b\\u0041\"}",
        "a: |\n  b",
        " a",
        "a ",
        new string('x', 300),
        string.Join(' ', Enumerable.Repeat("word", 100)));

    [Theory]
    [MemberData(nameof(Texts))]
    public void A_text_comes_back_as_it_was_as_value_key_and_item(string text)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object> { ["k" + text] = text, ["list"] = new[] { text, "a", text } });
        var yaml = s_yaml.ToYaml(json);
        using var back = JsonDocument.Parse(s_yaml.ToJson(yaml, default).Json);
        using var there = JsonDocument.Parse(json);
        Assert.True(JsonElement.DeepEquals(there.RootElement, back.RootElement), yaml);
    }

    [Theory]
    [InlineData(
        """{"a":1,"b":-0,"c":1.50,"d":1e400,"e":12345678901234567890123,"f":true,"g":null,"h":{},"i":[],"j":[[],{},[[1]]]}""")]
    [InlineData("""[{"a":[{"b":[{"c":{}}]}]},"x",5,null]""")]
    [InlineData("5")]
    [InlineData("\"text\"")]
    public void Any_JSON_comes_back_number_for_number(string json) =>
        Assert.Equal(
            json,
            Encoding.UTF8.GetString(s_yaml.ToJson(s_yaml.ToYaml(Encoding.UTF8.GetBytes(json)), default).Json.Span));

    [Theory]
    [InlineData(127)]
    [InlineData(129)]
    [InlineData(1100)]
    public void A_key_of_any_length_comes_back(int length)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(
            new Dictionary<string, object>
            {
                [new string('k', length)] = new[] { "v" },
                [new string('\u001b', length)] = "w",
            });
        using var back = JsonDocument.Parse(s_yaml.ToJson(s_yaml.ToYaml(json), default).Json);
        using var there = JsonDocument.Parse(json);
        Assert.True(JsonElement.DeepEquals(there.RootElement, back.RootElement));
    }

    [Theory]
    [InlineData("{x: *a}", "[*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]")]
    [InlineData("{<<: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]}", "{<<: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]}")]
    public async Task Aliases_of_aliases_and_merges_of_merges_are_refused_at_once(string first, string level)
    {
        var text = new StringBuilder("l0: &l0 {k: v}\n").Append("l1: &l1 ")
            .AppendLine(first.Replace("*a", "*l0", StringComparison.Ordinal));
        for (var i = 2; i < 20; i++)
        {
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"l{i}: &l{i} {level.Replace("*a", $"*l{i - 1}", StringComparison.Ordinal)}\n");
        }

        var fault =
            await Assert.ThrowsAsync<DocumentException>(
                () => Task.Run(() => s_yaml.ToJson(text.ToString(), default)).WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains("too large", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_node_with_many_aliases_is_refused_at_once_and_at_its_use()
    {
        var text = $"a: &a [{string.Join(',', Enumerable.Repeat('0', 50_000))}]\nb:\n"
            + string.Concat(Enumerable.Repeat("- *a\n", 2_000));
        var fault =
            await Assert.ThrowsAsync<DocumentException>(
                () => Task.Run(() => s_yaml.ToJson(text, default)).WaitAsync(TimeSpan.FromSeconds(10)));
        Assert.Contains("too large", fault.Message, StringComparison.Ordinal);
        Assert.InRange(fault.Line, 3, 60);
    }

    [Fact]
    public void Thousands_of_Images_may_share_their_annotations()
    {
        var text = $"base: &b {{{string.Join(", ", Enumerable.Range(0, 20).Select(i => $"k{i}: v"))}}}\nitems:\n"
            + string.Concat(Enumerable.Repeat("- annotations: {<<: *b, own: v}\n", 5_000));
        using var json = JsonDocument.Parse(s_yaml.ToJson(text, default).Json);
        Assert.All(
            json.RootElement.GetProperty("items").EnumerateArray(),
            item => Assert.Equal(21, item.GetProperty("annotations").EnumerateObject().Count()));
    }

    [Fact]
    public void A_second_document_is_never_left_out_in_silence() =>
        Assert.Contains(
            "another document",
            Assert.Throws<DocumentException>(() => s_yaml.ToJson("a: b\n...\nc: d", default)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Several_lines_are_a_block_that_people_can_read() =>
        Assert.Equal(
            "dockerImageManifest: |-\n  {\n    \"schemaVersion\": 2\n  }\n",
            s_yaml.ToYaml("""{"dockerImageManifest":"{\n  \"schemaVersion\": 2\n}"}"""u8.ToArray()));

    [Theory]
    [InlineData("a: yes", """{"a":true}""")]
    [InlineData(
        "a: 0x1F\nb: 017\nc: 0o17\nd: 1_000\ne: +5\nf: .5\ng: 5.\nh: 0b11\ni: -0x10",
        """{"a":31,"b":15,"c":15,"d":1000,"e":5,"f":0.5,"g":5,"h":3,"i":-16}""")]
    [InlineData("a: !!str 5\nb: ! yes\nc: '5'\nd: \"yes\"", """{"a":"5","b":"yes","c":"5","d":"yes"}""")]
    [InlineData("a: 2024-05-06T07:08:09Z\nb: 12:30", """{"a":"2024-05-06T07:08:09Z","b":"12:30"}""")]
    [InlineData("base: &b {x: 1, y: 2}\nuse: {<<: *b, y: 3}", """{"base":{"x":1,"y":2},"use":{"y":3,"x":1}}""")]
    [InlineData("5: a\ntrue: b", """{"5":"a","true":"b"}""")]
    [InlineData("a: >\n  one\n  two\n", """{"a":"one two\n"}""")]
    [InlineData("a: _1\nb: 1_\nc: -_1", """{"a":"_1","b":1,"c":-1}""")]
    [InlineData(
        "a: 01e999\nb: +007.50\nc: -.5e3\nd: -00.\ne: 8.\nf: 08.",
        """{"a":1e999,"b":7.50,"c":-0.5e3,"d":-0,"e":8,"f":8}""")]
    [InlineData("a: &x p\nb: *x\nc: &x q\nd: *x", """{"a":"p","b":"p","c":"q","d":"q"}""")]
    [InlineData("a: \"x\u2028y\"\nb: 'x\u2029y'", "{\"a\":\"x\\u2028y\",\"b\":\"x\\u2029y\"}")]
    [InlineData(
        "a: 0xffffffffffffffff\nb: 0x10000000000000000\nc: 0b2",
        """{"a":18446744073709551615,"b":"0x10000000000000000","c":"0b2"}""")]
    [InlineData("# nothing", "")]
    [InlineData("--- # marked\na: b\n...\n", """{"a":"b"}""")]
    [InlineData("%YAML 1.1\n---\na: b", """{"a":"b"}""")]
    public void YAML_means_what_it_means_to_Kubernetes_tools(string yaml, string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(s_yaml.ToJson(yaml, default).Json.Span));

    [Theory]
    [InlineData("a: b\n c: d", 2)]
    [InlineData("a: [1, 2", 2)]
    [InlineData("a: 1\nb: 2\na: 3", 3)]
    [InlineData("a: .inf", 1)]
    [InlineData("a: 1\nb: *nowhere", 2)]
    [InlineData("a: &a [*a]", 1)]
    [InlineData("? [a]\n: b", 1)]
    public void What_is_no_YAML_or_no_JSON_is_told_with_its_line(string yaml, int line)
    {
        var error = Assert.Throws<DocumentException>(() => s_yaml.ToJson(yaml, default));
        Assert.Equal(line, error.Line);
        Assert.True(error.Column > 0);
        Assert.DoesNotContain("Lin:", error.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1_", "1")]
    [InlineData("0b", "1")]
    [InlineData("0x", "f")]
    [InlineData("0o", "7")]
    [InlineData("0", "7")]
    [InlineData("-", "9")]
    [InlineData("1.", "5")]
    [InlineData("1e", "5")]
    [InlineData("1", ":5")]
    [InlineData("word ", "word ")]
    [InlineData(" x", "\n y")]
    public async Task A_scalar_of_megabytes_is_read_and_written_in_time(string start, string more)
    {
        var scalar = start + string.Concat(Enumerable.Repeat(more, 4_000_000 / more.Length)).TrimEnd();
        await Task.Run(() => s_yaml.ToJson($"a: {(start == " x" ? "|\n" : "")}{scalar}\n", default))
            .WaitAsync(TimeSpan.FromSeconds(60));
        await Task.Run(() => s_yaml.ToYaml(JsonSerializer.SerializeToUtf8Bytes(new { a = scalar })))
            .WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Theory]
    [InlineData("apiVersion: v1\nkind: List\nitems:\n", "- 5\n")]
    [InlineData("[", "5,\n")]
    public async Task Faults_by_the_hundred_thousand_are_told_in_time(string start, string item)
    {
        var text = start + string.Concat(Enumerable.Repeat(item, 100_000)) + (start == "[" ? "5]" : "");
        var results = await Task.Run(() => new DocumentReader(s_yaml).ReadText(text).ToList())
            .WaitAsync(TimeSpan.FromSeconds(60));
        Assert.InRange(results.Count, 100_000, 100_001);
        Assert.Equal(start == "[" ? 100_000 : 100_003, results[99_999].Error!.Line);
    }

    [Theory]
    [InlineData("kind: Image\nmetadata: {name: a\n---\nkind: Image\nmetadata: {name: b}\n", "b", 3)]
    [InlineData("kind: Image\nmetadata: [a\n---\nkind: Image\nmetadata: {name: b}\n", "b", 3)]
    [InlineData(
        "{\"kind\":\"Image\",\"metadata\":{\"name\":\"a\"\n---\n{\"kind\":\"Image\",\"metadata\":{\"name\":\"b\"}}\n",
        "b",
        2)]
    [InlineData("metadata:\n\tname: a\n---\nmetadata: {name: b}\n", "b", 2)]
    public void A_document_that_is_not_closed_is_told_and_the_others_come(string text, string name, int line)
    {
        var results = new DocumentReader(s_yaml).ReadText(text).ToList();
        Assert.Equal(name, Assert.Single(results, result => result.Image is not null).Image!.Name);
        Assert.InRange(Assert.Single(results, result => result.Error is not null).Error!.Line, line - 1, line);
    }

    [Theory]
    [InlineData("7.6252616e+07", 76252616)]
    [InlineData("76252616.0", 76252616)]
    [InlineData("null", 0)]
    public void A_size_is_a_number_however_it_is_written(string written, long expected)
    {
        foreach (var text in (string[])[
            $"metadata: {{name: a}}\ndockerImageLayers:\n- {{name: l, size: {written}}}\n",
            $"{{\"metadata\":{{\"name\":\"a\"}},\"dockerImageLayers\":[{{\"name\":\"l\",\"size\":{written}}}]}}"])
        {
            var result = Assert.Single(new DocumentReader(s_yaml).ReadText(text));
            Assert.Equal(expected, result.Image!.DockerImageLayers![0].Size);
        }
    }

    [Fact]
    public void A_byte_order_mark_before_a_later_document_is_passed_over()
    {
        Assert.Equal(
            ["a", "b"],
            new DocumentReader(s_yaml).ReadText("metadata: {name: a}\n---\n\ufeffmetadata: {name: b}\n")
                .Select(result => result.Image?.Name));
        Assert.Equal(
            ["a", "b"],
            new DocumentReader(s_yaml).ReadText("metadata: {name: a}\n\ufeff---\nmetadata: {name: b}\n")
                .Select(result => result.Image?.Name));
        Assert.Equal(
            ["a", "b"],
            new DocumentReader(s_yaml).ReadText(
                "{\"metadata\":{\"name\":\"a\"}}\n\ufeff{\"metadata\":{\"name\":\"b\"}}")
                    .Select(result => result.Image?.Name));
    }

    [Fact]
    public async Task A_conversion_that_is_stopped_ends()
    {
        using var stop = new CancellationTokenSource();
        var text = "a:\n" + string.Concat(Enumerable.Repeat("- {b: [c, d]}\n", 2_000_000));
        var running = Task.Run(() => s_yaml.ToJson(text, stop.Token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Brackets_without_end_and_aliases_without_measure_are_refused()
    {
        Assert.Contains(
            "deeper",
            Assert.Throws<DocumentException>(() => s_yaml.ToJson(new string('[', 100_000), default)).Message,
            StringComparison.Ordinal);
        var bomb = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 12; i++)
        {
            bomb.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"a{i}: &a{i} [{string.Join(',', Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        }

        Assert.Contains(
            "too large",
            Assert.Throws<DocumentException>(() => s_yaml.ToJson(bomb.ToString(), default)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Each_document_comes_for_itself_and_a_faulty_one_tells_its_place()
    {
        var results = new DocumentReader(s_yaml).ReadText("""
            # a comment
            kind: Image
            metadata: {name: one}
            ---
            kind: Image
            metadata:
              name: [two
            ---
            kind: Image
            metadata:
              name: three
              labels:
                env: yes
            ---
            kind: Pod
            ---
            kind: List
            apiVersion: v1
            items:
            - {kind: Image, apiVersion: v1, metadata: {name: four}}
            - kind: ImageList
              items: [{metadata: {name: five}}]
            """).ToList();
        Assert.Equal(["one", null, null, null, "four", "five"], results.Select(result => result.Image?.Name));
        Assert.Equal(
            [(8, true), (13, true), (15, true)],
            results.Where(result => result.Error is not null)
                .Select(result => (result.Error!.Line, result.Error.Column > 0)));
        Assert.Contains("labels.env", results[2].Error!.Reason, StringComparison.Ordinal);
        Assert.Equal("image.openshift.io/v1", results[4].Image!.ApiVersion);
    }

    [Fact]
    public void JSON_values_come_one_after_the_other_and_a_faulty_one_tells_its_place()
    {
        var results =
            new DocumentReader(s_yaml).ReadText(
                "{\"metadata\":{\"name\":\"one\"}}\n{\"kind\":\"List\",\"items\":[\n{\"metadata\":{\"name\":\"two\"}},\n{\"metadata\":{\"name\":5}}]}\n{\"metadata\":{,}}").ToList();
        Assert.Equal(["one", "two", null, null], results.Select(result => result.Image?.Name));
        Assert.Equal([4, 5], results.Where(result => result.Error is not null).Select(result => result.Error!.Line));
    }

    [Theory]
    [InlineData(DocumentFormat.Yaml)]
    [InlineData(DocumentFormat.Json)]
    public void What_is_written_is_read_again(DocumentFormat format)
    {
        var images =
            new[] { "a", "b", "c" }.Select(
                name =>
                    ImageJson.ParseImage(
                        $$$"""{"metadata":{"name":"{{{name}}}","annotations":{"n":"5","t":"2001-01-01"},"uid":"u"},"dockerImageManifest":"{\n  \"a\": 1\n}","unknown":{"x":[1,null]}}""")).ToList();
        foreach (var count in (int[])[0, 1, 3])
        {
            using var text = new StringWriter();
            var stream = new DocumentWriter(s_yaml, format, clean: false).Begin(text);
            images.Take(count).ToList().ForEach(stream.Add);
            stream.Complete();
            var back = new DocumentReader(s_yaml).ReadText(text.ToString()).Select(result => result.Image!).ToList();
            Assert.Equal(count, back.Count);
            Assert.All(back.Zip(images), pair =>
            {
                pair.First.Kind = pair.Second.Kind = "Image";
                pair.First.ApiVersion = pair.Second.ApiVersion = "image.openshift.io/v1";
                Assert.Equal(
                    Encoding.UTF8.GetString(ImageJson.ToUtf8Bytes(pair.Second)),
                    Encoding.UTF8.GetString(ImageJson.ToUtf8Bytes(pair.First)));
            });
        }

        Assert.DoesNotContain(
            "uid", new DocumentWriter(s_yaml, format, clean: true).ToText(images[0]), StringComparison.Ordinal);
    }
}
