using System.Net;
using System.Text;
using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>What -Debug shows of the heads of requests and answers.</summary>
public sealed class HeaderTextTests
{
    [Fact]
    public void A_request_is_shown_line_by_line_without_what_could_let_another_in()
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, "https://api.example.com/apis/x?limit=5")
        {
            Version = HttpVersion.Version20,
            Content = new ByteArrayContent([]),
        };
        Add("Authorization", "Bearer secret");
        Add("Proxy-Authorization", "Basic secret");
        Add("Cookie", "secret secret");
        Add("Impersonate-Group", $"a{ImpersonationHeaders.Separator}b");
        Add("X-Kind", "this is no secret");
        message.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        Assert.Equal(
            """
            > POST /apis/x?limit=5 HTTP/2.0
            > Authorization: Bearer ********
            > Proxy-Authorization: Basic ********
            > Cookie: ********
            > Impersonate-Group: a, b
            > X-Kind: this is no secret
            > Content-Type: application/json
            """,
            HeaderText.Of(message));

        void Add(string name, string value) => message.Headers.TryAddWithoutValidation(name, value);
    }

    [Theory]
    [InlineData("token-without-a-scheme")]
    [InlineData("")]
    public void A_credential_without_a_scheme_is_hidden_as_a_whole(string value)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, "https://api.example.com/");
        message.Headers.TryAddWithoutValidation("Authorization", value);
        Assert.Equal("> GET / HTTP/1.1\n> Authorization: ********", HeaderText.Of(message));
    }

    [Fact]
    public void An_answer_is_shown_with_its_status_and_the_headers_of_its_body()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.NotFound)
        {
            Content = new StringContent("{}", Encoding.UTF8, "application/json"),
            ReasonPhrase = "Not Found",
        };
        response.Headers.TryAddWithoutValidation("Audit-Id", "7");
        response.Headers.TryAddWithoutValidation("Location", "https://secret example");
        Assert.Equal(
            "< HTTP/1.1 404 Not Found\n< Audit-Id: 7\n< Location: ********\n"
                + "< Content-Type: application/json; charset=utf-8",
            HeaderText.Of(response));
    }
}
