using Gyre.Evaluation.Runs;

namespace Gyre.Evaluation.Comparisons;

/// <summary>What one side of a comparison is: the tries of one system over the same lines, with what scored them.</summary>
/// <param name="Name">For people: a run's, or <c>evaluation:target</c>.</param>
/// <param name="Repeats">At least one; with several, a line's score is the mean of its tries.</param>
public sealed record ScoredPart(string Name, IReadOnlyList<ScoredRun> Repeats)
{
    /// <summary>A run with the runs that scored it, oldest first.</summary>
    public static ScoredPart Of(Run answers, params IReadOnlyList<Run> scores) => new(answers.Name, [new ScoredRun(answers, scores)]);

    /// <summary>All runs, those that score first.</summary>
    internal IEnumerable<Run> Runs => Repeats.SelectMany(r => r.Scores.Append(r.Answers));
}

/// <summary>A run and the runs that scored it.</summary>
/// <param name="Answers">The run that answered; where the answers came from a file, the first that scored.</param>
/// <param name="Scores">Oldest first: a later one's column replaces an earlier one's.</param>
public sealed record ScoredRun(Run Answers, IReadOnlyList<Run> Scores);
