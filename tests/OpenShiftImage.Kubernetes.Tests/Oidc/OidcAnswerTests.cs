using System.Text;
using OpenShiftImage.Kubernetes.Oidc;

namespace OpenShiftImage.Kubernetes.Tests.Oidc;

/// <summary>What an id-token says of its expiry, and what a token endpoint's answer means.</summary>
public sealed class OidcAnswerTests
{
    [Theory]
    [InlineData("""{"exp":1700000000}""", 1_700_000_000.0)]
    [InlineData("""{"exp":1700000000.5}""", 1_700_000_000.5)]
    [InlineData("""{"exp":"1700000000"}""", 1_700_000_000.0)]
    [InlineData("""{"exp":null}""", 0.0)]
    [InlineData("{}", 0.0)]
    [InlineData("""{"a":1,"exp":7}""", 7.0)]
    [InlineData("""{"ab":1,"exp":7}""", 7.0)]
    [InlineData("""{"abc":1,"exp":7}""", 7.0)]
    [InlineData("""{"a":"~?~?~?>","exp":7}""", 7.0)]
    [InlineData("""{"exp":"soon"}""", null)]
    [InlineData("""{"exp":true}""", null)]
    [InlineData("""{"exp":[]}""", null)]
    [InlineData("[]", null)]
    [InlineData("null", null)]
    [InlineData("{", null)]
    public void An_id_token_tells_when_it_expires(string claims, double? expected)
    {
        var payload = Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))
            .TrimEnd('=').Replace('+', '-').Replace('/', '_');
        Assert.Equal(expected is not null, JsonWebToken.TryGetExpiry($"e30.{payload}.c2ln", out var expiry));
        if (expected is not null)
        {
            Assert.Equal(expected, expiry);
        }

        Assert.False(JsonWebToken.TryGetExpiry(payload, out _));
        Assert.False(JsonWebToken.TryGetExpiry("e30." + payload, out _));
        Assert.False(JsonWebToken.TryGetExpiry($"e30.{payload}.c2ln.c2ln", out _));
    }

    [Theory]
    [InlineData("eyJleHAiOjd9", true)]
    [InlineData("%", false)]
    [InlineData("e30=", true)]
    public void The_claims_of_an_id_token_are_base64_of_addresses(string payload, bool isToken) =>
        Assert.Equal(isToken, JsonWebToken.TryGetExpiry($"e30.{payload}.c2ln", out _));

    [Theory]
    [InlineData(199, false)]
    [InlineData(200, true)]
    [InlineData(201, true)]
    [InlineData(299, true)]
    [InlineData(300, false)]
    [InlineData(500, false)]
    public void Tokens_come_with_a_status_of_success(int status, bool isSuccess)
    {
        var answer = Parse(status, """{"id_token":"a","refresh_token":"b"}""");
        Assert.Equal(isSuccess, answer.IsSuccess);
        Assert.Equal(isSuccess ? ("a", "b") : (null, null), (answer.IdToken, answer.RefreshToken));
        Assert.Null(answer.ErrorCode);
        Assert.Equal(isSuccess ? "" : $"it answered {status}", answer.ErrorText);
    }

    [Theory]
    [InlineData(200, """{"error":"e","id_token":"a"}""", "e", "e")]
    [InlineData(400, """{"error":"e","error_description":"why"}""", "e", "e: why")]
    [InlineData(400, """{"error":"e","error_description":""}""", "e", "e")]
    [InlineData(400, """{"error":"e","error_description":null}""", "e", "e")]
    [InlineData(400, """{"error":""}""", null, "it answered 400")]
    [InlineData(400, """{"error_description":"why"}""", null, "it answered 400")]
    [InlineData(400, """{"error":{}}""", null, "it answered 400, and what it says is not the JSON of a token endpoint")]
    [InlineData(200, "\"a\"", null, "it answered 200, and what it says is not the JSON of a token endpoint")]
    [InlineData(200, "", null, "it answered 200, and what it says is not the JSON of a token endpoint")]
    public void What_is_no_success_is_told(int status, string body, string? code, string text)
    {
        var answer = Parse(status, body);
        Assert.False(answer.IsSuccess);
        Assert.Equal((code, text), (answer.ErrorCode, answer.ErrorText));
        Assert.Equal((null, null), (answer.IdToken, answer.RefreshToken));
    }

    [Theory]
    [InlineData("""{"error":null}""")]
    [InlineData("""{"error":"","id_token":"","refresh_token":null}""")]
    [InlineData("{}")]
    public void A_token_that_is_empty_is_none(string body)
    {
        var answer = Parse(200, body);
        Assert.True(answer.IsSuccess);
        Assert.Equal((null, null), (answer.IdToken, answer.RefreshToken));
    }

    private static OidcTokenResponse Parse(int status, string body) =>
        OidcTokenResponse.Parse(status, Encoding.UTF8.GetBytes(body));
}
