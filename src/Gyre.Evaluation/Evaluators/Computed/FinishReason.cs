using System.Collections.Frozen;

namespace Gyre.Evaluation.Evaluators.Computed;

/// <summary>Whether the model ended as it should, in whatever words its provider says so.</summary>
internal sealed class FinishReason : Evaluator
{
    private static readonly FrozenDictionary<string, string> Words = FrozenDictionary.ToFrozenDictionary(
        [
            .. Of("stop", "stop", "end_turn", "stop_sequence", "completed", "complete", "eos", "finished"),
            .. Of("length", "length", "max_tokens", "max_output_tokens", "model_length"),
            .. Of("tool_calls", "tool_calls", "tool_use", "function_call", "function_calls"),
            .. Of("content_filter", "content_filter", "safety", "refusal", "recitation", "blocklist", "prohibited_content", "spii"),
        ],
        StringComparer.OrdinalIgnoreCase);

    private readonly List<string> expected;

    public FinishReason(EvaluatorSpec spec)
    {
        var settings = new EvaluatorSettings(spec, "expected");
        var written = settings["expected"] switch
        {
            null => ["stop"],
            string one => [one],
            IReadOnlyList<object?> { Count: > 0 } list when list.All(r => r is string) => list.Cast<string>().ToList(),
            _ => throw settings.Fault("expected", "It must be a reason such as stop, length, tool_calls or content_filter, or a list of them."),
        };
        expected = [.. written.Select(Plain)];
        Card = new EvaluatorCard(spec.Name, "1", "Whether the model stopped for the 'expected' reason (stop unless set; length, tool_calls, content_filter, a list), in the words of any provider.")
        {
            Inputs = [new EvaluatorInput("finish_reason")],
            Metrics = [new MetricCard(spec.Name, Scale.Truth, Direction.HigherIsBetter) { Threshold = 1 }],
        };
    }

    /// <inheritdoc/>
    public override EvaluatorCard Card { get; }

    /// <inheritdoc/>
    public override ValueTask<Evaluated> EvaluateAsync(EvaluatorInputs inputs, CancellationToken cancellationToken)
    {
        var reason = inputs.Text("finish_reason").Trim();
        return ValueTask.FromResult(reason.Length == 0
            ? Evaluated.Failed(Card, "'finish_reason' is empty.")
            : Evaluated.Of(Score.Of(Card.Metrics[0], expected.Contains(Plain(reason), StringComparer.OrdinalIgnoreCase) ? 1 : 0, $"It ended with '{reason}'.")));
    }

    private static string Plain(string reason) => Words.GetValueOrDefault(reason.Trim(), reason.Trim());

    private static IEnumerable<KeyValuePair<string, string>> Of(string plain, params IEnumerable<string> words) => words.Select(w => KeyValuePair.Create(w, plain));
}
