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
    // A label far from the others stands for something that is no step: 99 for "don't know".
    private const int MostSteps = 11, WidestRange = 100;

    public static LabelScale Of(IReadOnlyList<LabelledLine> lines)
    {
        double[] judge = [.. lines.Select(l => l.Judge).Distinct()], people = [.. lines.SelectMany(l => l.Given).Distinct()];
        double[] all = [.. judge, .. people];
        return all.All(v => v is 0 or 1) ? LabelScale.Truth
            : all.All(double.IsInteger) && all.Distinct().Count() <= MostSteps && all.Max() - all.Min() <= WidestRange && judge.Max() - judge.Min() > 1 ? LabelScale.Ordinal
            : LabelScale.Number;
    }
}
