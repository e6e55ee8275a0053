using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Tests.Images;

public sealed class LayerTableTests
{
    private static readonly DigestKey s_key = DigestKey.Of("sha256:" + new string('a', 64));

    [Theory]
    [InlineData(0L, 0L)]
    [InlineData(-1L, 0L)]
    [InlineData(uint.MaxValue - 1L, uint.MaxValue - 1L)]
    [InlineData((long)uint.MaxValue, (long)uint.MaxValue)]
    [InlineData(long.MaxValue, long.MaxValue)]
    public void A_layer_has_its_size_however_large(long told, long size)
    {
        var table = new LayerTable();
        var layer = table.Add(new LayerFacts(s_key, told));
        Assert.Equal(layer, table.Add(new LayerFacts(s_key, told)));
        Assert.Equal((size, 1, 0), (table.SizeOf(layer), table.Count, table.DifferingSizes));
    }

    [Theory]
    [InlineData(5L, 6L, 6L)]
    [InlineData(1L << 40, 6L, 1L << 40)]
    [InlineData(6L, 1L << 40, 1L << 40)]
    [InlineData(1L << 40, 1L << 41, 1L << 41)]
    public void Of_differing_sizes_the_largest_counts(long first, long second, long size)
    {
        var table = new LayerTable();
        table.Add(new LayerFacts(s_key, first));
        var layer = table.Add(new LayerFacts(s_key, second));
        Assert.Equal((size, 1), (table.SizeOf(layer), table.DifferingSizes));
        Assert.Equal(s_key.ToString(), table.FirstDiffering);
    }
}
