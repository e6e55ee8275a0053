using OpenShiftImage.Analysis.Reports;

namespace OpenShiftImage.Analysis.Tests.Reports;

/// <summary>A rectangle divided by weights.</summary>
public sealed class SquarifiedLayoutTests
{
    private static readonly PlaneRectangle s_space = new(10, 20, 600, 400);

    [Fact]
    public void The_example_of_those_who_described_it_comes_out_as_they_drew_it()
    {
        var pieces = SquarifiedLayout.Divide([6, 6, 4, 3, 2, 2, 1], new PlaneRectangle(0, 0, 6, 4));
        (double, double, double, double)[] expected =
        [
            (0, 0, 3, 2), (0, 2, 3, 2), (3, 0, 1.714, 2.333), (4.714, 0, 1.286, 2.333), (3, 2.333, 1.2, 1.667),
            (4.2, 2.333, 1.2, 1.667), (5.4, 2.333, 0.6, 1.667),
        ];
        Assert.Equal(expected, pieces.Select(piece => (
            Math.Round(piece.X, 3), Math.Round(piece.Y, 3), Math.Round(piece.Width, 3), Math.Round(piece.Height, 3))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(300)]
    public void Areas_are_as_the_weights_and_fill_the_space_without_lying_on_one_another(int count)
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var weights = Enumerable.Range(0, count).Select(_ => Math.Pow(random.NextDouble(), 3) * 1e15 + 1)
                .OrderDescending().ToArray();
            var pieces = SquarifiedLayout.Divide(weights, s_space);
            var scale = s_space.Area / weights.Sum();
            for (var i = 0; i < count; i++)
            {
                Assert.Equal(1, pieces[i].Area / (weights[i] * scale), 6);
                Assert.InRange(pieces[i].X, s_space.X - 1e-6, s_space.X + s_space.Width - pieces[i].Width + 1e-6);
                Assert.InRange(pieces[i].Y, s_space.Y - 1e-6, s_space.Y + s_space.Height - pieces[i].Height + 1e-6);
                Assert.DoesNotContain(pieces.Take(i), other => Overlap(other, pieces[i]) > 1e-6);
            }
        }
    }

    [Fact]
    public void Pieces_of_one_weight_are_nearly_squares()
    {
        foreach (var count in Enumerable.Range(2, 60))
        {
            var pieces = SquarifiedLayout.Divide(Enumerable.Repeat(1.0, count).ToArray(), s_space);
            Assert.All(pieces, piece => Assert.InRange(piece.Width / piece.Height, 1 / 3.0, 3.0));
        }
    }

    [Fact]
    public void What_weighs_nothing_takes_nothing()
    {
        var pieces = SquarifiedLayout.Divide([5, 0, 0], s_space);
        Assert.Equal([s_space.Area, 0, 0], pieces.Select(piece => Math.Round(piece.Area, 6)));
        Assert.All(SquarifiedLayout.Divide([0, 0], s_space), piece => Assert.Equal(0, piece.Area));
        Assert.All(
            SquarifiedLayout.Divide([1, 2], new PlaneRectangle(0, 0, 0, 5)), piece => Assert.Equal(0, piece.Area));
        Assert.Empty(SquarifiedLayout.Divide([], s_space));
    }

    private static double Overlap(PlaneRectangle a, PlaneRectangle b) =>
        Math.Max(0, Math.Min(a.X + a.Width, b.X + b.Width) - Math.Max(a.X, b.X))
        * Math.Max(0, Math.Min(a.Y + a.Height, b.Y + b.Height) - Math.Max(a.Y, b.Y));
}
