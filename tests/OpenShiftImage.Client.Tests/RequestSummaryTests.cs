using OpenShiftImage.Transport;

namespace OpenShiftImage.Client.Tests;

public sealed class RequestSummaryTests
{
    [Theory]
    [InlineData(200, 12L, "GET /x 200 1500 ms 12 bytes")]
    [InlineData(200, null, "GET /x 200 1500 ms")]
    [InlineData(0, null, "GET /x failed 1500 ms")]
    public void A_request_is_told_on_one_line(int code, long? bytes, string expected) =>
        Assert.Equal(expected, new RequestSummary("GET", "/x", code, TimeSpan.FromSeconds(1.5), bytes).ToString());
}
