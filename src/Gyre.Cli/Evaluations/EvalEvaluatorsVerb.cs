using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval evaluators</c>: what there is to score with.</summary>
internal static class EvalEvaluatorsVerb
{
    public static Command Create(CliHost host)
    {
        var name = new Argument<string?>("name") { Description = "One of them; all where absent.", Arity = ArgumentArity.ZeroOrOne };
        return new Command("evaluators", "List the evaluators: what each reads, gives and says.") { name }.Does(host, (call, _) =>
        {
            var cards = call.Value(name) is { } one ? [EvaluatorLibrary.Card(one)] : EvaluatorLibrary.Names.Select(EvaluatorLibrary.Card).ToList();
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, cards.Select(c => (object?)ToDict(c)).ToList()));
                return Task.FromResult(ExitCodes.Done);
            }

            var table = Terminal.Table(call.Output, "name", "reads", "gives", "what it says");
            foreach (var card in cards)
            {
                table.AddRow(
                    new Text(card.Name),
                    new Text(string.Join(", ", card.Inputs.Select(i => i.IsRequired ? i.Name : $"[{i.Name}]"))),
                    new Text(string.Join(", ", card.Metrics.Select(Words))),
                    new Text(card.Description));
            }

            call.Output.Write(table);
            return Task.FromResult(ExitCodes.Done);
        });
    }

    private static string Words(MetricCard metric) => metric.Threshold is { } threshold
        ? $"{metric.Name} ({(metric.Direction == Direction.LowerIsBetter ? "≤" : "≥")} {threshold:0.##} passes)"
        : metric.Name;

    private static PythonDict ToDict(EvaluatorCard card) => new()
    {
        ["name"] = card.Name,
        ["version"] = card.Version,
        ["description"] = card.Description,
        ["judged"] = card.IsJudged,
        ["inputs"] = card.Inputs.Select(i => (object?)new PythonDict { ["name"] = i.Name, ["required"] = i.IsRequired }).ToList(),
        ["metrics"] = card.Metrics.Select(m => (object?)new PythonDict
        {
            ["name"] = m.Name,
            ["kind"] = m.Scale.Kind.ToString().ToLowerInvariant(),
            ["low"] = m.Scale.Low,
            ["high"] = m.Scale.High,
            ["direction"] = m.Direction switch { Direction.HigherIsBetter => "higher is better", Direction.LowerIsBetter => "lower is better", _ => null },
            ["threshold"] = m.Threshold,
        }).ToList(),
    };
}
