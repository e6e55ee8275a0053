using OpenShiftImage.Analysis.Usage;

namespace OpenShiftImage.Analysis.Tests.Usage;

public sealed class UsageDurationTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("60m", 36_000_000_000)]
    [InlineData("1h", 36_000_000_000)]
    [InlineData("+1h", 36_000_000_000)]
    [InlineData("1h30m", 54_000_000_000)]
    [InlineData("1.5h", 54_000_000_000)]
    [InlineData("1.h", 36_000_000_000)]
    [InlineData(".5h", 18_000_000_000)]
    [InlineData("1m1h", 36_600_000_000)]
    [InlineData("1h1h", 72_000_000_000)]
    [InlineData("1s", 10_000_000)]
    [InlineData("1ms", 10_000)]
    [InlineData("1us", 10)]
    [InlineData("1µs", 10)]
    [InlineData("1μs", 10)]
    [InlineData("100ns", 1)]
    [InlineData("1ns", 1)]
    [InlineData("101ns", 2)]
    [InlineData("720h", 25_920_000_000_000)]
    [InlineData("2562047h47m16.854775807s", 92_233_720_368_547_759)]
    public void Durations_of_Go_are_read(string text, long ticks) =>
        Assert.Equal(TimeSpan.FromTicks(ticks), UsageDuration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("1")]
    [InlineData("60")]
    [InlineData("1d")]
    [InlineData("1H")]
    [InlineData("h")]
    [InlineData(".h")]
    [InlineData("1 h")]
    [InlineData(" 1h")]
    [InlineData("1h ")]
    [InlineData("1h\n")]
    [InlineData("-1h")]
    [InlineData("1e3s")]
    [InlineData("1,5h")]
    [InlineData("1h30")]
    [InlineData("١h")]
    [InlineData("2562047h47m16.854775808s")]
    [InlineData("999999999999999999999999999999999h")]
    public void Nothing_else_is(string text) => Assert.Throws<FormatException>(() => UsageDuration.Parse(text));
}
