using System.Text;
using OpenShiftImage.Primitives;

namespace OpenShiftImage.Client.Tests;

/// <summary>What -Debug shows of the body of a write, and what it must not.</summary>
public sealed class BodyTextTests
{
    [Theory]
    [InlineData("""{"metadata":{"labels":{"a":"b"}}}""", """> {"metadata":{"labels":{"a":"b"}}}""")]
    [InlineData(
        """{"metadata":{"annotations":{"registry-token":"hunter2"}}}""",
        """> {"metadata":{"annotations":{"registry-token":"********"}}}""")]
    [InlineData(
        """{"Config":{"Env":["PATH=/bin","DB_PASSWORD=hunter2","AWS_SECRET_ACCESS_KEY=hunter2"]}}""",
        """> {"Config":{"Env":["PATH=/bin","DB_PASSWORD=********","AWS_SECRET_ACCESS_KEY=********"]}}""")]
    [InlineData(
        """[{"op":"add","path":"/metadata/annotations/api-key","value":"hunter2"}]""",
        """> [{"op":"add","path":"/metadata/annotations/api-key","value":"********"}]""")]
    [InlineData(
        """{"history":"/bin/sh -c #(nop)  ENV TOKEN=hunter2 A=b"}""",
        """> {"history":"/bin/sh -c #(nop)  ENV TOKEN=******** A=b"}""")]
    [InlineData(
        """{"Cmd":["run","--password","hunter2","--verbose"]}""",
        """> {"Cmd":["run","--password","********","--verbose"]}""")]
    [InlineData(
        """{"note":"run --token hunter2 https://me:hunter2@example.com/x"}""",
        """> {"note":"run --token ******** https://********@example.com/x"}""")]
    [InlineData(
        """{"Env":["DB_PASS=hunter2","AWS_ACCESS_KEY=hunter2","COMPASS=north"]}""",
        """> {"Env":["DB_PASS=********","AWS_ACCESS_KEY=********","COMPASS=north"]}""")]
    [InlineData(
        """{"labels":{"db-pass":"hunter2","by":"ghp_0123456789abcdefghijABCDEFGHIJ012345","aws":"x AKIAABCDEFGHIJKLMNOP y"}}""",
        """> {"labels":{"db-pass":"********","by":"********","aws":"x ******** y"}}""")]
    [InlineData(
        """{"a":"b -----BEGIN RSA PRIVATE KEY-----\nhunter2\n-----END RSA PRIVATE KEY----- c","d":"-----BEGIN PRIVATE KEY-----\nhunter2"}""",
        """> {"a":"b ******** c","d":"********"}""")]
    [InlineData("""{"password":{"deep":["hunter2",5]}}""", """> {"password":{"deep":["********","********"]}}""")]
    public void Secrets_are_masked_and_the_rest_is_shown(string body, string shown) =>
        Assert.Equal(shown, BodyText.Of(Encoding.UTF8.GetBytes(body)));

    [Fact]
    public void A_config_within_a_text_is_masked_too()
    {
        var shown = BodyText.Of(
            Encoding.UTF8.GetBytes(
                """{"dockerImageConfig":"{\"config\":{\"Env\":[\"GITHUB_TOKEN=hunter2\",\"A=b\"]}}"}"""));
        Assert.DoesNotContain("hunter2", shown, StringComparison.Ordinal);
        Assert.Contains("A=b", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_body_is_cut_after_it_was_masked_and_what_is_no_JSON_is_not_shown()
    {
        var shown = BodyText.Of(Encoding.UTF8.GetBytes($$"""{"a":"{{new string('x', 100_000)}}","token":"hunter2"}"""));
        Assert.True(shown.Length < 70_000);
        Assert.DoesNotContain("hunter2", BodyText.Of("token: hunter2"u8.ToArray()), StringComparison.Ordinal);
    }
}
