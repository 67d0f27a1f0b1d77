namespace Gyre.Evaluation.Runs.Execution;

/// <summary>What the runs of one evaluation found out about how much their providers bear, so that the next run of the same kind need not find it again.</summary>
/// <param name="time">The clock.</param>
internal sealed class LineGovernors(TimeProvider time)
{
    private readonly Dictionary<(string Flow, string Model, int Most), LineGovernor> known = [];

    /// <summary>The governor of a run: that of an earlier run of the same flow and model. Runs follow one another.</summary>
    /// <param name="run">The run.</param>
    /// <param name="most">Lines that may ever run at once.</param>
    /// <param name="given">Whether somebody named the number.</param>
    public LineGovernor For(Run run, int most, bool given)
    {
        var key = (run.Definition.Flow ?? "", $"{run.Definition.Model?.Connection}/{run.Definition.Model?.Model}", most);
        if (!known.TryGetValue(key, out var found))
        {
            return known[key] = new LineGovernor(most, time, given);
        }

        found.BeginAgain();
        return found;
    }
}
