using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

/// <summary>Of which failures nobody knows what the server has done.</summary>
public sealed class WriteOutcomeTests
{
    [Theory]
    [InlineData(TransportException.ConnectionFailed, true)]
    [InlineData(TransportException.RequestTimeout, true)]
    [InlineData(TransportException.IncompleteResponse, true)]
    [InlineData(TransportException.InvalidResponse, false)]
    [InlineData(TransportException.HostNotFound, false)]
    [InlineData(TransportException.TlsFailed, false)]
    [InlineData(TransportException.CertificateNotTrusted, false)]
    public void A_write_without_an_answer_has_an_outcome_that_nobody_knows(string failure, bool isUnknown)
    {
        var error = Of(HttpMethod.Delete, failure, true);
        Assert.Equal(isUnknown ? TransportException.WriteOutcomeUnknown : failure, error.ErrorId);
        if (isUnknown)
        {
            Assert.Equal(
                "DELETE /x was sent, and the server may have acted on it, but there is no answer that says so: why.",
                error.Message);
            Assert.Equal((failure, "n"), (((TransportException)error.InnerException!).ErrorId, error.Target));
        }
    }

    [Theory]
    [InlineData("GET", false, true)]
    [InlineData("GET", true, true)]
    [InlineData("DELETE", true, true)]
    [InlineData("DELETE", false, false)]
    public void What_changed_nothing_has_failed(string method, bool isDryRun, bool hasLeft) => Assert.Equal(
        TransportException.ConnectionFailed,
        Of(new HttpMethod(method), TransportException.ConnectionFailed, hasLeft, isDryRun).ErrorId);

    [Fact]
    public void What_is_about_no_Image_is_about_the_server() => Assert.Equal(
        "https://api.example.com:6443/",
        Of(HttpMethod.Delete, TransportException.ConnectionFailed, true, target: null).Target);

    private static TransportException Of(
        HttpMethod method, string failure, bool hasLeft, bool isDryRun = false, string? target = "n")
    {
        var context = RequestContexts.Create(new ApiRequest(method, "/x") { IsDryRun = isDryRun, Target = target });
        context.Deadline.MayHaveActed = hasLeft;
        return WriteOutcome.Of(context, RequestContexts.Server, new TransportException(failure, "why.", "t"));
    }
}
