using System.Text;
using System.Text.Json;
using OpenShiftImage.Kubernetes.Yaml;

namespace OpenShiftImage.Kubernetes.Tests.Yaml;

/// <summary>How documents are read and written: depth, aliases, merges, places and line separators.</summary>
public sealed class DocumentTests
{
    private static readonly YamlConverter s_yaml = new();

    [Theory]
    [InlineData("""{"a":"x y"}""", "a: x y\n")]
    [InlineData("""{"a":"1:30","b":"yes"}""", "a: '1:30'\nb: 'yes'\n")]
    [InlineData("""{"a":5,"b":true,"c":null,"d":1e400}""", "a: 5\nb: true\nc: null\nd: 1e400\n")]
    [InlineData("""{"a":[1,{"b":"c"}]}""", "a:\n- 1\n- b: c\n")]
    [InlineData("""{"a":[],"b":{}}""", "a: []\nb: {}\n")]
    [InlineData("""{"a":"b\nc"}""", "a: |-\n  b\n  c\n")]
    [InlineData("""{"a":"b\nc\n"}""", "a: |\n  b\n  c\n")]
    [InlineData("""{"a":"b\n\nc"}""", "a: |-\n  b\n\n  c\n")]
    [InlineData("""{"a":"b\n\n"}""", "a: \"b\\n\\n\"\n")]
    [InlineData("""{"a":"\nb"}""", "a: \"\\nb\"\n")]
    [InlineData("""{"a":"b \nc"}""", "a: \"b \\nc\"\n")]
    [InlineData("""{"a":" b\nc"}""", "a: \" b\\nc\"\n")]
    [InlineData("""{"a\nb":"c"}""", "? \"a\\nb\"\n: c\n")]
    [InlineData("""{"a":"b\tc"}""", "a: \"b\tc\"\n")]
    [InlineData("""{"a":"b\u0085c"}""", "a: \"b\\Nc\"\n")]
    [InlineData("""{"a":"b\u2028c"}""", "a: \"b\\Lc\"\n")]
    [InlineData("""{"a":"b\u2029c"}""", "a: \"b\\Pc\"\n")]
    [InlineData("""{"a":"é"}""", "a: é\n")]
    [InlineData("\"text\"", "text\n")]
    public void JSON_is_written_as_people_would_write_it(string json, string yaml) =>
        Assert.Equal(yaml, s_yaml.ToYaml(Encoding.UTF8.GetBytes(json)));

    [Fact]
    public void A_text_that_is_long_stays_on_one_line()
    {
        var text = string.Join(' ', Enumerable.Repeat("word", 200));
        Assert.Equal($"a: {text}\n", s_yaml.ToYaml(JsonSerializer.SerializeToUtf8Bytes(new { a = text })));
    }

    [Fact]
    public void Two_hundred_levels_are_read_and_no_more()
    {
        var deepest = new string('[', 200) + new string(']', 200);
        Assert.Equal(deepest, Read(deepest));
        var fault = Assert.Throws<DocumentException>(() => Read("\n[" + deepest + "]"));
        Assert.Contains("deeper than 200 levels", fault.Message, StringComparison.Ordinal);
        Assert.Equal((2, 201), (fault.Line, fault.Column));
    }

    [Theory]
    [InlineData(140, true)]
    [InlineData(160, false)]
    public void What_aliases_put_into_each_other_has_a_depth_too(int levels, bool isRead)
    {
        var (open, close) = (new string('[', levels), new string(']', levels));
        var text = $"a: &a {open}{close}\nb: {open}*a{close}";
        if (isRead)
        {
            Assert.Equal($$"""{"a":{{open}}{{close}},"b":{{open}}{{open}}{{close}}{{close}}}""", Read(text));
        }
        else
        {
            var fault = Assert.Throws<DocumentException>(() => Read(text));
            Assert.Contains("too large", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(21, true)]
    [InlineData(22, false)]
    public void Merges_of_merges_have_an_end(int count, bool isRead)
    {
        var text = new StringBuilder("l0: &l0 {k: v}\n");
        for (var i = 1; i <= count; i++)
        {
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"l{i}: &l{i} {{<<: *l{i - 1}}}\n");
        }

        if (isRead)
        {
            Assert.EndsWith($"\"l{count}\":{{\"k\":\"v\"}}}}", Read(text.ToString()), StringComparison.Ordinal);
        }
        else
        {
            var fault = Assert.Throws<DocumentException>(() => Read(text.ToString()));
            Assert.Contains("what is merged is no mapping", fault.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("z: &z {a: 1, b: 1}\nx: {a: 2, <<: *z}", """{"z":{"a":1,"b":1},"x":{"a":2,"b":1}}""")]
    [InlineData(
        "z: &z {a: 1}\ny: &y {a: 2, b: 2}\nx: {<<: [*z, *y]}",
        """{"z":{"a":1},"y":{"a":2,"b":2},"x":{"a":1,"b":2}}""")]
    [InlineData(
        "z: &z {a: 1}\ny: &y {a: 2, b: 2}\nx: {<<: *z, <<: *y}",
        """{"z":{"a":1},"y":{"a":2,"b":2},"x":{"a":1,"b":2}}""")]
    [InlineData("x: {<<: [{a: 1}, {b: 2}], c: 3}", """{"x":{"c":3,"a":1,"b":2}}""")]
    [InlineData("x: {'<<': 1}", """{"x":{"<<":1}}""")]
    [InlineData("x: {<<: []}", """{"x":{}}""")]
    [InlineData("k: &k v\n*k : w", """{"k":"v","v":"w"}""")]
    [InlineData("a: &a [1, &b {c: d}]\ne: *b\nf: *a", """{"a":[1,{"c":"d"}],"e":{"c":"d"},"f":[1,{"c":"d"}]}""")]
    [InlineData("''", "\"\"")]
    [InlineData("~", "null")]
    [InlineData("---\n", "")]
    [InlineData("a: !foo 5\nb: !!int '5'\nc: !!str 5\nd: !!str [5]", """{"a":5,"b":"5","c":"5","d":[5]}""")]
    [InlineData("a: !!str .inf\nb: '.inf'", """{"a":".inf","b":".inf"}""")]
    [InlineData("a: <é&'+>", """{"a":"<é&'+>"}""")]
    public void Aliases_merges_and_tags_mean_what_they_mean_to_YAML(string yaml, string json) =>
        Assert.Equal(json, Read(yaml));

    [Theory]
    [InlineData("z: &z {a: 1}\nx: {<<: *z, a: 2}", """{"z":{"a":1},"x":{"a":2}}""")]
    [InlineData("z: &z {a: 1}\ny: &y {b: 2}\nx: {<<: *z, <<: *y}", """{"z":{"a":1},"y":{"b":2},"x":{"a":1,"b":2}}""")]
    [InlineData("\ufeffa: b\n---\nc: [", """{"a":"b"}""")]
    [InlineData("# a comment\na: b\n...\nc: d", """{"a":"b"}""")]
    [InlineData("# a comment", "")]
    public void Of_kubectl_s_own_files_the_first_document_counts(string yaml, string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(YamlReader.FirstToJson(yaml).Span));

    [Fact]
    public void Documents_are_parted_by_three_dashes_at_the_beginning_of_a_line() => Assert.Equal(
        ["a\n", "\nb\n", " c\n ---\n---d\n----\n", ""],
        YamlReader.SplitDocuments("a\n---\nb\n--- c\n ---\n---d\n----\n---"));

    [Theory]
    [InlineData("a: 1\nb: {c: 2, c: 3}", 2, 11, "the key 'c' stands twice")]
    [InlineData("a: 1\nb: *x", 2, 4, "the alias 'x' has no anchor")]
    [InlineData("a: &a b\n? [c]\n: d", 2, 3, "a key is no text")]
    [InlineData("a: {<<: 5}", 1, 9, "what is merged is no mapping")]
    [InlineData("a: {<<: [{b: c}, 5]}", 1, 9, "what is merged is no mapping")]
    [InlineData("a:\n- .nan", 2, 3, ".nan is a number that JSON")]
    [InlineData("a:\n- !!binary aGk=", 2, 3, "!!binary")]
    [InlineData("a: b\n...\nc: d", 3, 1, "another document begins here, without '---'")]
    public void A_fault_is_told_with_its_place(string yaml, int line, int column, string told)
    {
        var fault = Assert.Throws<DocumentException>(() => Read(yaml));
        Assert.Contains(told, fault.Reason, StringComparison.Ordinal);
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Fact]
    public void Each_part_of_the_JSON_tells_where_it_stood()
    {
        var document = s_yaml.ToJson("a:\n  b: &x 1\nc:\n- 2\n- *x\n", default);
        Assert.Equal("""{"a":{"b":1},"c":[2,1]}""", Encoding.UTF8.GetString(document.Json.Span));
        Assert.Equal(
            [(0, 1, 1), (1, 1, 1), (5, 2, 3), (6, 2, 3), (10, 2, 6), (12, 3, 1), (17, 4, 1), (18, 4, 3), (19, 2, 6)],
            document.Places);
    }

    [Theory]
    [InlineData("a: \"x\u2028\ue000\ue001y\u2029z\"", "x\u2028\ue000\ue001y\u2029z")]
    [InlineData("a: x\u2028y", "x\u2028y")]
    [InlineData("a: x\u2029y", "x\u2029y")]
    [InlineData("a: |\n  x\u2028y", "x\u2028y")]
    [InlineData("b: &b 'x\u2028y'\na: *b", "x\u2028y")]
    [InlineData("a: !!str 'x\u2028y'", "x\u2028y")]
    [InlineData("a: '5\u2028'", "5\u2028")]
    [InlineData("# \u2028\na: \"x\\0y\"", "x\0y")]
    [InlineData("a: \"x\\0y\"", "x\0y")]
    public void A_line_separator_stays_what_it_is(string yaml, string expected)
    {
        using var json = JsonDocument.Parse(s_yaml.ToJson(yaml, default).Json);
        Assert.Equal(expected, json.RootElement.GetProperty("a").GetString());
    }

    [Fact]
    public void A_line_separator_in_a_key_stays_what_it_is()
    {
        using var json = JsonDocument.Parse(s_yaml.ToJson("a: {'x\u2028y': 1}", default).Json);
        Assert.Equal("x\u2028y", Assert.Single(json.RootElement.GetProperty("a").EnumerateObject()).Name);
    }

    [Theory]
    [InlineData(6_398, true)]
    [InlineData(6_399, false)]
    [InlineData(6_400, false)]
    public void Private_characters_are_never_taken_for_separators(int count, bool isRead)
    {
        var all = string.Concat(Enumerable.Range(0xe000, count).Select(code => (char)code));
        var text = $"a: \"{all}\"\nb: \"x\u2028y\"";
        if (!isRead)
        {
            // None is left to stand for both separators, and without that they are ends of lines.
            Assert.Equal(2, Assert.Throws<DocumentException>(() => Read(text)).Line);
            return;
        }

        using var json = JsonDocument.Parse(s_yaml.ToJson(text, default).Json);
        Assert.Equal(all, json.RootElement.GetProperty("a").GetString());
        Assert.Equal("x\u2028y", json.RootElement.GetProperty("b").GetString());
    }

    private static string Read(string yaml) => Encoding.UTF8.GetString(s_yaml.ToJson(yaml, default).Json.Span);
}
