using System.Globalization;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Judged.Conversations;

/// <summary>Lets an evaluator of one answer score a whole conversation: each answer by itself, then their mean.</summary>
/// <param name="single">Scores one answer.</param>
internal sealed class PerTurn(Evaluator single) : Evaluator
{
    private const string Conversation = EvaluatorCard.ConversationInput;

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; } = single.Card with { Inputs = [.. single.Card.Inputs, new EvaluatorInput(Conversation, IsRequired: false)] };

    /// <inheritdoc/>
    public override async ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        if (!inputs.Has(Conversation))
        {
            return await single.EvaluateAsync(inputs, cancellationToken);
        }

        if (Turns.Of(inputs[Conversation]) is not { Count: > 0 } turns)
        {
            return Evaluated.Failed(Card, "'conversation' must be {messages: [{role, content, context}]} with at least one answer of the assistant.");
        }

        var needsContext = single.Card.Inputs.Any(i => i is { Name: "context", IsRequired: true });
        var judged = turns.Where(t => !needsContext || t.Context is not null).ToList();
        if (judged.Count == 0)
        {
            return Evaluated.Failed(Card, "No message of the conversation has a 'context'.");
        }

        var (costs, judge) = (new JudgeCosts(), "");
        var results = new List<Evaluated>();
        foreach (var turn in judged)
        {
            var result = await single.EvaluateAsync(new EvaluatorInputs(new PythonDict { ["query"] = turn.Query, ["response"] = turn.Response, ["context"] = turn.Context }), cancellationToken);
            (costs, judge) = (costs.And(new JudgeCosts { Usage = result.Usage, Calls = result.Calls, Unreachable = result.Unreachable }), result.Judge ?? "");
            if (result.Scores.FirstOrDefault(s => s.Value is null) is { } missing)
            {
                // A mean without it would not be the conversation's.
                return costs.Of(judge, [.. Card.Metrics.Select(m => Score.Failed(m, $"Answer {turns.Index().First(t => t.Item == turn).Index + 1} of {turns.Count}: {missing.Error}"))]);
            }

            results.Add(result);
        }

        return costs.Of(judge, [.. Card.Metrics.Select((metric, i) => Mean(metric, judged, [.. results.Select(r => r.Scores[i])], turns.Count))]);
    }

    private static Score Mean(MetricCard metric, List<Turn> turns, List<Score> scores, int all)
    {
        var left = all - turns.Count;
        var reason = $"Mean of {Words(turns.Count)}{(left > 0 ? $", {Words(left)} without a context left out" : "")}. Lowest: {scores.MinBy(s => s.Value)!.Reason}";
        return Score.Of(metric, scores.Average(s => s.Value!.Value), reason) with
        {
            Evidence = [.. turns.Zip(scores, (turn, score) => new Evidence(
                string.Create(CultureInfo.InvariantCulture, $"{Conversation}[{turn.Message}]"), 0, turn.Response.Length, string.Create(CultureInfo.InvariantCulture, $"{metric.Name} {score.Value}: {score.Reason}")))],
        };
    }

    private static string Words(int answers) => answers == 1 ? "one answer" : $"{answers} answers";
}
