using OpenShiftImage.Serialization;

namespace OpenShiftImage.Client.Tests;

/// <summary>Memory of pages that are looked at by turns is used again, and not kept beyond its use.</summary>
public sealed class MemoryPiecesTests
{
    [Fact]
    public void What_one_page_gave_up_the_next_one_has()
    {
        var pieces = new MemoryPieces();
        var first = pieces.Rent(10);
        Assert.NotSame(first, pieces.Rent(10));
        pieces.Return(first);
        Assert.Same(first, pieces.Rent(10));
    }

    [Fact]
    public void An_object_larger_than_a_piece_has_one_of_its_own_that_nobody_gets_after_it()
    {
        var pieces = new MemoryPieces();
        var large = pieces.Rent(1 << 20);
        Assert.True(large.Length >= 1 << 20);
        pieces.Return(large);
        Assert.NotSame(large, pieces.Rent(1 << 20));
        Assert.NotSame(large, pieces.Rent(10));
    }

    [Fact]
    public void Objects_of_any_length_are_kept_as_they_are_until_all_are_given_up()
    {
        using var memory = new ReusedMemory(new MemoryPieces());
        var kept = Enumerable.Range(1, 40).Select(number => memory.Keep(Filled(number))).ToList();
        Assert.All(kept.Select((bytes, index) => (bytes, index)), item =>
            Assert.True(item.bytes.Span.SequenceEqual(Filled(item.index + 1))));
    }

    /// <summary>Returns bytes that tell their number, as many as go into a piece only now and then.</summary>
    private static byte[] Filled(int number) => Enumerable.Repeat((byte)number, number * 9_000).ToArray();
}
