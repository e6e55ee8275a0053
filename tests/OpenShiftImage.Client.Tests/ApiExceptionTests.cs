using System.Net;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>What an error of the server is called and says.</summary>
public sealed class ApiExceptionTests
{
    [Theory]
    [InlineData(400, "BadRequest")]
    [InlineData(401, "Unauthorized")]
    [InlineData(403, "Forbidden")]
    [InlineData(404, "NotFound")]
    [InlineData(405, "MethodNotAllowed")]
    [InlineData(406, "NotAcceptable")]
    [InlineData(409, "Conflict")]
    [InlineData(410, "Expired")]
    [InlineData(413, "RequestEntityTooLarge")]
    [InlineData(415, "UnsupportedMediaType")]
    [InlineData(418, "Http418")]
    [InlineData(422, "Invalid")]
    [InlineData(429, "TooManyRequests")]
    [InlineData(500, "InternalError")]
    [InlineData(502, "ServiceUnavailable")]
    [InlineData(503, "ServiceUnavailable")]
    [InlineData(504, "Timeout")]
    [InlineData(599, "InternalError")]
    public void Without_a_reason_the_code_names_it(int code, string expected)
    {
        var error = Create(code, null, null);
        Assert.Equal((expected, code), (error.ErrorId, error.StatusCode));
        Assert.Equal($"The server answered {code} ({expected}) to GET /x.", error.Message);
    }

    [Theory]
    [InlineData("AlreadyExists", "AlreadyExists")]
    [InlineData("", "Conflict")]
    [InlineData("a b", "Conflict")]
    [InlineData("a\u001b", "Conflict")]
    public void A_reason_that_is_a_word_names_it(string reason, string expected) =>
        Assert.Equal(expected, Create(409, new Status { Reason = reason }, null).ErrorId);

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_reason_of_more_than_64_letters_is_not_taken(int length, bool isTaken)
    {
        var reason = new string('a', length);
        Assert.Equal(isTaken ? reason : "Conflict", Create(409, new Status { Reason = reason }, null).ErrorId);
    }

    [Theory]
    [InlineData("it exists", "r", "it exists")]
    [InlineData("r", "r", "The server answered 409 (r) to GET /x.")]
    [InlineData("", "r", "The server answered 409 (r) to GET /x.")]
    public void Its_message_is_the_server_s_where_that_says_more_than_the_reason(
        string message, string reason, string expected) =>
        Assert.Equal(expected, Create(409, new Status { Message = message, Reason = reason }, "text").Message);

    [Theory]
    [InlineData(" text\n", ": text.")]
    [InlineData(" \n", ".")]
    [InlineData("", ".")]
    public void The_text_of_a_proxy_is_told(string text, string end) =>
        Assert.Equal("The server answered 409 (Conflict) to GET /x" + end, Create(409, null, text).Message);

    [Theory]
    [InlineData(200, "")]
    [InlineData(201, "…")]
    public void A_long_text_is_cut(int length, string end)
    {
        var message = Create(409, null, new string('t', length)).Message;
        Assert.EndsWith($": {new string('t', 200)}{end}.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_what_was_asked_and_what_was_answered()
    {
        var status = new Status { Reason = "Conflict" };
        var error = new ApiException(HttpStatusCode.Conflict, status, null, TimeSpan.FromSeconds(7), "PUT /x", "n");
        Assert.Equal(("PUT /x", "n", TimeSpan.FromSeconds(7)), (error.Request, error.Target, error.RetryAfter));
        Assert.Same(status, error.Status);
    }

    private static ApiException Create(int code, Status? status, string? text) =>
        new((HttpStatusCode)code, status, text, null, "GET /x", null);
}
