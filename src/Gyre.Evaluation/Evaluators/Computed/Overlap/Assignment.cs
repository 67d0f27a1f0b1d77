namespace Gyre.Evaluation.Evaluators.Computed.Overlap;

/// <summary>Pairs the items of two lists, each at most once, so that the sum of what the pairs are worth is greatest (Kuhn and Munkres, with potentials; cubic in the shorter list).</summary>
internal static class Assignment
{
    /// <summary>The greatest sum.</summary>
    /// <param name="rows">How many items the one list has.</param>
    /// <param name="columns">How many the other has.</param>
    /// <param name="worth">Of a pair; from 0 on.</param>
    public static double Greatest(int rows, int columns, Func<int, int, double> worth)
    {
        if (rows > columns)
        {
            return Greatest(columns, rows, (r, c) => worth(c, r));
        }

        // 1-based, with 0 for "none": row potentials, column potentials, the row of each column, the column before each on a path.
        var (ofRow, ofColumn, rowOf, before) = (new double[rows + 1], new double[columns + 1], new int[columns + 1], new int[columns + 1]);
        var costs = new double[rows + 1, columns + 1];
        for (var row = 1; row <= rows; row++)
        {
            for (var column = 1; column <= columns; column++)
            {
                costs[row, column] = -worth(row - 1, column - 1);
            }
        }

        for (var row = 1; row <= rows; row++)
        {
            rowOf[0] = row;
            var at = 0;
            var least = new double[columns + 1];
            var seen = new bool[columns + 1];
            Array.Fill(least, double.PositiveInfinity);
            do
            {
                seen[at] = true;
                var (delta, next) = (double.PositiveInfinity, 0);
                for (var column = 1; column <= columns; column++)
                {
                    if (seen[column])
                    {
                        continue;
                    }

                    var reduced = costs[rowOf[at], column] - ofRow[rowOf[at]] - ofColumn[column];
                    if (reduced < least[column])
                    {
                        (least[column], before[column]) = (reduced, at);
                    }

                    if (least[column] < delta)
                    {
                        (delta, next) = (least[column], column);
                    }
                }

                for (var column = 0; column <= columns; column++)
                {
                    if (seen[column])
                    {
                        ofRow[rowOf[column]] += delta;
                        ofColumn[column] -= delta;
                    }
                    else
                    {
                        least[column] -= delta;
                    }
                }

                at = next;
            }
            while (rowOf[at] != 0);

            for (; at != 0; at = before[at])
            {
                rowOf[at] = rowOf[before[at]];
            }
        }

        var sum = 0.0;
        for (var column = 1; column <= columns; column++)
        {
            sum -= rowOf[column] == 0 ? 0 : costs[rowOf[column], column];
        }

        return sum;
    }
}
