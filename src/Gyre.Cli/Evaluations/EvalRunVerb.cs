using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Evaluation.Evaluations.Definitions;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval run</c>: targets over data, scored and compared.</summary>
internal static class EvalRunVerb
{
    public static Command Create(CliHost host)
    {
        var file = new Option<string>("--file", "-f") { Description = "Evaluation file (YAML); flags win over what it says.", HelpName = "path" };
        var name = SharedOptions.Name("evaluation");
        var data = new Option<string>("--data") { Description = "Data: csv, tsv, json, jsonl, a folder of them, or a dataset (name or name@version).", HelpName = "path|name@version" };
        var flow = SharedOptions.Pairs("--flow", "Flows or .prompty files that answer; each is a target.", "path");
        var prompt = SharedOptions.Pairs("--prompt", "Texts of prompts with {{ inputs }}; each is a target for each of --models.", "text");
        var run = SharedOptions.Pairs("--run", "Runs there are already; each is a target.", "name");
        var answers = SharedOptions.Pairs("--answers", "Files that have the answers already; each is a target.", "path");
        var variants = SharedOptions.Pairs("--variants", "Variants of the flow, each a target of its own.", "${node.variant}");
        var models = SharedOptions.Pairs("--models", "Models in place of the flow's, each a target of its own.", "connection/model");
        var evaluators = SharedOptions.Pairs("--evaluators", "Names of evaluators ('gyre eval evaluators' lists them), or paths of your own.", "name|path");
        var mapping = SharedOptions.Pairs("--column-mapping", "Where evaluators' inputs come from: response='${run.outputs.answer}' ground_truth='${data.reference}'. What is missing is found by name.", "k=v");
        var judge = new Option<string>("--judge") { Description = "The model that judges.", HelpName = "connection/model" };
        var repeats = new Option<int?>("--repeats") { Description = "How often each target answers each line. Default 1.", HelpName = "n" };
        var cost = new Option<decimal?>("--max-cost") { Description = "Dollars that all model calls together may cost; it stops cleanly before, and can be resumed.", HelpName = "dollars" };
        var concurrency = new Option<int?>("--concurrency") { Description = "Lines at once. Default: found by trying.", HelpName = "n" };
        var baseline = new Option<string>("--baseline") { Description = "Target that the others are compared with. Default: the first.", HelpName = "target" };
        var report = SharedOptions.Report();
        var python = SharedOptions.Python();
        return new Command("run", "Answer, score and compare: which target is better, by how much, how sure, and how many more lines it takes to tell.")
        {
            file, name, data, flow, prompt, run, answers, variants, models, evaluators, mapping, judge, repeats, cost, concurrency, baseline, report, python,
        }.Does(host, async (call, cancellationToken) =>
        {
            var path = call.Value(file);
            var definition = EvaluationDefinition.Create(
                path is null ? null : call.Host.Full(path),
                new EvaluationFlags
                {
                    Name = call.Value(name),
                    Data = call.Value(data),
                    Flows = call.Value(flow) ?? [],
                    Prompts = call.Value(prompt) ?? [],
                    Runs = call.Value(run) ?? [],
                    Answers = call.Value(answers) ?? [],
                    Variants = call.Value(variants) ?? [],
                    Models = call.Value(models) ?? [],
                    Evaluators = call.Value(evaluators) ?? [],
                    ColumnMapping = [.. call.Pairs(mapping)],
                    Judge = call.Value(judge),
                    Repeats = call.Value(repeats),
                    MaxCost = call.Value(cost),
                    Concurrency = call.Value(concurrency),
                    Baseline = call.Value(baseline),
                },
                call.Host.Folder);
            var session = await EvalSession.OpenAsync(call, call.Value(python), cancellationToken);
            return await session.EndAsync(call, call.Value(report), progress => session.Runner.RunAsync(definition, progress, cancellationToken), cancellationToken);
        });
    }
}
