using System.Diagnostics;
using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Values;

namespace Gyre.Bench.Evaluation.Computed;

/// <summary>What a line costs each evaluator that asks no model: time of one core, and memory that is allocated.</summary>
internal static class ComputedTable
{
    private static readonly TimeSpan Long = TimeSpan.FromMilliseconds(300);

    public static async Task WriteAsync()
    {
        var words = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"word{i % 17}"));
        var inputs = new EvaluatorInputs(Line(words));
        Console.WriteLine("| evaluator | µs a line | lines a second | KiB a line |");
        Console.WriteLine("| --- | ---: | ---: | ---: |");
        foreach (var name in EvaluatorLibrary.Names.Where(n => !EvaluatorLibrary.Card(n).IsJudged))
        {
            await using var evaluator = EvaluatorLibrary.Create(new EvaluatorSpec(name) { Settings = Settings(name) }, null!);
            await RunAsync(evaluator, inputs);
            var (lines, bytes, spent) = await RunAsync(evaluator, inputs);
            Console.WriteLine(FormattableString.Invariant($"| `{name}` | {spent.TotalMicroseconds / lines:0.0} | {lines / spent.TotalSeconds:#,0} | {bytes / 1024.0 / lines:0.0} |"));
        }
    }

    private static async Task<(long Lines, long Bytes, TimeSpan Spent)> RunAsync(Evaluator evaluator, EvaluatorInputs inputs)
    {
        var (lines, bytes, watch) = (0L, GC.GetAllocatedBytesForCurrentThread(), Stopwatch.StartNew());
        while (watch.Elapsed < Long)
        {
            for (var i = 0; i < 20; i++, lines++)
            {
                _ = await evaluator.EvaluateAsync(inputs, CancellationToken.None);
            }
        }

        return (lines, GC.GetAllocatedBytesForCurrentThread() - bytes, watch.Elapsed);
    }

    private static PythonDict Settings(string name) => name switch
    {
        "regex_match" => new PythonDict { ["pattern"] = @"word1\d\b" },
        "json_schema" => (PythonDict)PythonJson.Parse("""{"schema": {"type": "object", "required": ["a"], "properties": {"a": {"type": "array", "items": {"type": "integer"}}}}}""")!,
        _ => [],
    };

    private static PythonDict Line(string words) => (PythonDict)PythonJson.Parse($$"""
        {
          "response": "{{words}} and 42", "ground_truth": "{{words.Replace("word3", "other", StringComparison.Ordinal)}} or 42", "context": "{{words}}. {{words}}.",
          "retrieval_ground_truth": ["a", "b", "c"], "retrieved_documents": ["c", "x", "a", "y"], "expected_citations": ["1", "2"], "finish_reason": "stop",
          "tool_calls": [{"arguments": {"x": 1}, "name": "f"}, {"arguments": {"y": [1, 2]}, "name": "g"}], "expected_tool_calls": [{"arguments": {"x": 1}, "name": "f"}],
          "latency": 1.5, "cost": 0.01, "total_tokens": 100, "prompt_tokens": 80, "completion_tokens": 20
        }
        """)!;
}
