using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Evaluators;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Spectre.Console;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval evaluators</c>: what there is to score with.</summary>
internal static class EvalEvaluatorsVerb
{
    public static Command Create(CliHost host)
    {
        var name = new Argument<string?>("name") { Description = "One of them; all where absent.", Arity = ArgumentArity.ZeroOrOne };
        var export = new Option<string>("--export") { Description = "Write the prompts of a judged evaluator to a folder; in the workspace's folder 'evaluators' they replace the built-in ones.", HelpName = "folder" };
        return new Command("evaluators", "List the evaluators: what each reads, gives and says, and which ask a model.") { name, export }.Does(host, (call, _) =>
        {
            if (call.Value(export) is { } folder)
            {
                return Task.FromResult(Export(call, call.Value(name) ?? throw new UsageException($"Say which evaluator's prompts: {call.Words()} groundedness --export {folder}"), call.Host.Full(folder)));
            }

            var workspace = call.Home.WorkspaceFolder;
            var cards = call.Value(name) is { } one ? [EvaluatorLibrary.Card(one, workspace)] : EvaluatorLibrary.Names.Select(n => EvaluatorLibrary.Card(n, workspace)).ToList();
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, cards.Select(c => (object?)ToDict(c)).ToList()));
                return Task.FromResult(ExitCodes.Done);
            }

            var table = Terminal.Table(call.Output, "name", "scored by", "reads", "gives", "what it says");
            foreach (var card in cards)
            {
                table.AddRow(
                    new Text(card.Name),
                    new Text(card.IsJudged ? card.Version.StartsWith("own-", StringComparison.Ordinal) ? "a judge, own prompt" : "a judge" : "computing"),
                    new Text(string.Join(", ", card.Inputs.Select(i => i.IsRequired ? i.Name : $"[{i.Name}]"))),
                    new Text(string.Join(", ", card.Metrics.Select(Words))),
                    new Text(card.Description));
            }

            call.Output.Write(table);
            return Task.FromResult(ExitCodes.Done);
        });
    }

    private static int Export(Invocation call, string name, string folder)
    {
        var prompts = EvaluatorLibrary.Prompts(name).Select(p => (Path: Path.Combine(folder, p.File), p.Text)).ToList();
        if (prompts.Find(p => File.Exists(p.Path)).Path is { } there)
        {
            throw new ProblemException(new Problem("file-exists", "This prompt is there already; move it away to write the built-in one.") { File = there });
        }

        Directory.CreateDirectory(folder);
        foreach (var (path, text) in prompts)
        {
            File.WriteAllText(path, text);
            call.Output.WriteLine(path);
        }

        return ExitCodes.Done;
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
        ["prompts"] = card.Prompts.Select(p => (object?)p).ToList(),
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
