using System.Text;

namespace OpenShiftImage.Kubernetes.Tests;

/// <summary>What a word of YAML without quotes means, as Kubernetes' tools read it.</summary>
public sealed class PlainScalarTests
{
    private static readonly YamlConverter s_yaml = new();

    public static TheoryData<string> True { get; } =
        new("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");

    public static TheoryData<string> False { get; } =
        new("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");

    [Theory]
    [MemberData(nameof(True))]
    public void These_words_are_true(string word) => Assert.Equal("""{"k":true}""", Read(word));

    [Theory]
    [MemberData(nameof(False))]
    public void These_words_are_false(string word) => Assert.Equal("""{"k":false}""", Read(word));

    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("Null")]
    [InlineData("NULL")]
    public void These_words_are_nothing(string word) => Assert.Equal("""{"k":null}""", Read(word));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("9", "9")]
    [InlineData("+9", "9")]
    [InlineData("-0x0", "0")]
    [InlineData("-0x1F", "-31")]
    [InlineData("0X1f", "31")]
    [InlineData("0b101", "5")]
    [InlineData("0B101", "5")]
    [InlineData("0o17", "15")]
    [InlineData("0O17", "15")]
    [InlineData("017", "15")]
    [InlineData("1_000", "1000")]
    [InlineData("0xFFFFFFFFFFFFFFFF", "18446744073709551615")]
    [InlineData(".5", "0.5")]
    [InlineData("5.", "5")]
    [InlineData("+00.50e3", "0.50e3")]
    [InlineData("-.5E-1", "-0.5E-1")]
    public void These_are_numbers(string word, string expected) => Assert.Equal($$"""{"k":{{expected}}}""", Read(word));

    [Theory]
    [InlineData("nO")]
    [InlineData("_1")]
    [InlineData("--1")]
    [InlineData("0x")]
    [InlineData("0b2")]
    [InlineData("0o8")]
    [InlineData("0xG")]
    [InlineData("0x10000000000000000")]
    [InlineData("1.2.3")]
    [InlineData("=")]
    [InlineData("2001-12-14")]
    [InlineData("1:30")]
    public void These_are_text(string word) => Assert.Equal($$"""{"k":"{{word}}"}""", Read(word));

    private static string Read(string word) => Encoding.UTF8.GetString(s_yaml.ToJson("k: " + word, default).Json.Span);
}
