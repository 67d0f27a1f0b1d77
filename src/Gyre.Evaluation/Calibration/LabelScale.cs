namespace Gyre.Evaluation.Calibration;

/// <summary>What kind of values judge and people use.</summary>
internal enum LabelScale
{
    /// <summary>Both say 0 or 1.</summary>
    Truth,

    /// <summary>Both use the same few whole steps.</summary>
    Ordinal,

    /// <summary>Anything else: only the order can be compared.</summary>
    Number,
}

/// <summary>Tells the scale from the values.</summary>
internal static class LabelScales
{
    private const int MostSteps = 11;

    public static LabelScale Of(IReadOnlyList<LabelledLine> lines)
    {
        double[] judge = [.. lines.Select(l => l.Judge).Distinct()], people = [.. lines.SelectMany(l => l.Given).Distinct()];
        return judge.Concat(people).All(v => v is 0 or 1) ? LabelScale.Truth
            : judge.Concat(people).All(double.IsInteger) && judge.Concat(people).Distinct().Count() <= MostSteps && judge.Max() - judge.Min() > 1 ? LabelScale.Ordinal
            : LabelScale.Number;
    }
}
