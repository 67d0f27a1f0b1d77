using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators;

/// <summary>What an evaluator says of one line, and what saying it took.</summary>
/// <param name="Scores">One per metric of the card, in its order.</param>
internal sealed record Evaluated(IReadOnlyList<Score> Scores)
{
    /// <summary>Tokens and cost of the model calls; nothing where none was made.</summary>
    public Usage Usage { get; init; }

    /// <summary>The model calls, as records of nodes hold them.</summary>
    public IReadOnlyList<PythonDict> Calls { get; init; } = [];

    /// <summary>The model that judged; null for computed metrics.</summary>
    public string? Judge { get; init; }

    /// <summary>The error class of a model call that failed for want of a provider (<c>APIConnectionError</c>, <c>ExceedMaxRetryTimes</c>): the line is worth another try later. Null otherwise.</summary>
    public string? Unreachable { get; init; }

    /// <summary>Scores that took no model.</summary>
    public static Evaluated Of(params IReadOnlyList<Score> scores) => new(scores);

    /// <summary>No score for any metric of a card, all for one reason.</summary>
    public static Evaluated Failed(EvaluatorCard card, string error) => new([.. card.Metrics.Select(m => Score.Failed(m, error))]);
}
