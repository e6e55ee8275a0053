namespace OpenShiftImage.Analysis.Reports;

/// <summary>
/// Divides a rectangle by weights, in pieces that are as near to squares as they come (Bruls, Huizing and van Wijk:
/// squarified treemaps): a row along the shorter side takes pieces as long as the worst of them becomes no worse.
/// </summary>
internal static class SquarifiedLayout
{
    /// <summary>Returns a piece for each weight, in their order; the areas are as the weights.</summary>
    /// <param name="weights">The weights, none below 0; best with the largest first.</param>
    /// <param name="space">What is divided.</param>
    public static PlaneRectangle[] Divide(IReadOnlyList<double> weights, PlaneRectangle space)
    {
        var pieces = new PlaneRectangle[weights.Count];
        var total = weights.Sum();
        if (total <= 0 || space.Area <= 0)
        {
            Array.Fill(pieces, new PlaneRectangle(space.X, space.Y, 0, 0));
            return pieces;
        }

        var scale = space.Area / total;
        var (first, rest) = (0, space);
        while (first < weights.Count)
        {
            var side = Math.Min(rest.Width, rest.Height);
            var (count, sum, worst) = (0, 0.0, double.PositiveInfinity);
            var (least, most) = (double.MaxValue, 0.0);
            while (first + count < weights.Count)
            {
                var area = weights[first + count] * scale;
                var (newLeast, newMost, newSum) = (Math.Min(least, area), Math.Max(most, area), sum + area);
                var ratio = WorstRatio(newLeast, newMost, newSum, side);
                if (count > 0 && ratio > worst)
                {
                    break;
                }

                (least, most, sum, worst) = (newLeast, newMost, newSum, ratio);
                count++;
            }

            rest = PlaceRow(weights, first, count, sum, scale, rest, pieces);
            first += count;
        }

        return pieces;
    }

    /// <summary>Returns how far the worst piece of a row is from a square: 1 is one.</summary>
    private static double WorstRatio(double least, double most, double sum, double side)
    {
        if (least <= 0 || sum <= 0)
        {
            return most <= 0 ? 0 : double.PositiveInfinity;
        }

        var (side2, sum2) = (side * side, sum * sum);
        return Math.Max(side2 * most / sum2, sum2 / (side2 * least));
    }

    /// <summary>Puts a row along the shorter side, and returns what is left.</summary>
    private static PlaneRectangle PlaceRow(
        IReadOnlyList<double> weights,
        int first,
        int count,
        double sum,
        double scale,
        PlaneRectangle rest,
        PlaneRectangle[] pieces)
    {
        var isColumn = rest.Width >= rest.Height;
        var side = isColumn ? rest.Height : rest.Width;
        var depth = side > 0 ? Math.Min(sum / side, isColumn ? rest.Width : rest.Height) : 0;
        var at = isColumn ? rest.Y : rest.X;
        for (var i = first; i < first + count; i++)
        {
            var length = depth > 0 ? weights[i] * scale / depth : 0;
            pieces[i] = isColumn
                ? new PlaneRectangle(rest.X, at, depth, length)
                : new PlaneRectangle(at, rest.Y, length, depth);
            at += length;
        }

        return isColumn
            ? rest with { X = rest.X + depth, Width = Math.Max(0, rest.Width - depth) }
            : rest with { Y = rest.Y + depth, Height = Math.Max(0, rest.Height - depth) };
    }
}
