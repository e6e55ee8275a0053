using OpenShiftImage.Analysis.Images;

namespace OpenShiftImage.Analysis.Tests.Images;

public sealed class NumberPairsTests
{
    private readonly NumberPairs _pairs = new([(2, 9), (2, 1), (5, 9), (7, 2)]);

    [Fact]
    public void An_owner_has_what_was_told_in_that_order()
    {
        Assert.Equal([2, 5, 7], _pairs.Owners);
        Assert.Equal([9, 1], _pairs[2]);
        Assert.Equal([9], _pairs[5]);
        Assert.Equal([2], _pairs[7]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    public void Who_owns_nothing_has_nothing(int owner)
    {
        Assert.Empty(_pairs[owner]);
        Assert.Empty(new NumberPairs([])[owner]);
    }

    [Fact]
    public void What_is_owned_knows_its_owners_in_ascending_order()
    {
        var inverted = _pairs.Invert();
        Assert.Equal([1, 2, 9], inverted.Owners);
        Assert.Equal([2], inverted[1]);
        Assert.Equal([7], inverted[2]);
        Assert.Equal([2, 5], inverted[9]);
    }
}
