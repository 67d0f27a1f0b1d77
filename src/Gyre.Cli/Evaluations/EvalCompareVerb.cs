using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Comparisons;
using Gyre.Flows.Values;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval compare</c>: two runs or any two files of scores; is the second better, by how much, how sure are we.</summary>
internal sealed class EvalCompareVerb
{
    private readonly Argument<string[]> runs = new("runs") { Description = "Two runs, or targets of evaluations as NAME:target: the one to compare with, then the one to judge.", Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string> a = new("--a") { Description = "File to compare with: JSON lines, JSON, CSV or TSV.", HelpName = "file" };
    private readonly Option<string> b = new("--b") { Description = "File to judge.", HelpName = "file" };
    private readonly Option<string> key = new("--on") { Description = "Column of both files that names a line.", HelpName = "column" };
    private readonly Option<string[]> metrics = SharedOptions.Pairs("--metric", "Columns to compare, nested ones as a.b. Default: every column of numbers, or true and false, that both have.", "column");
    private readonly Option<string[]> margins = Margins.Option();
    private readonly Option<string[]> slices = SharedOptions.Pairs("--slice", "Compare once more for each value of these columns.", "column");
    private readonly Option<string> cluster = new("--cluster") { Description = "Column that says which lines belong together, such as a conversation or a document.", HelpName = "column" };
    private readonly Option<string[]> lower = SharedOptions.Pairs("--lower-is-better", "Columns where less is better; latency, cost, tokens and the like are known.", "column");
    private readonly Option<string[]> higher = SharedOptions.Pairs("--higher-is-better", "Columns where more is better although their name says otherwise.", "column");
    private readonly Option<string> answer = new("--answer") { Description = "Column of text to show for lines that flipped. Default: answer, response, output …", HelpName = "column" };
    private readonly Option<int> flips = new("--flips") { Description = "How many flipped lines to show each way.", HelpName = "number", DefaultValueFactory = _ => 5 };

    public static Command Create(CliHost host)
    {
        var verb = new EvalCompareVerb();
        return new Command("compare", "Compare two runs, or two files of scores, line by line: better, worse, no difference that matters, or how many more lines it takes to tell.")
        {
            verb.runs, verb.a, verb.b, verb.key, verb.metrics, verb.margins, verb.slices, verb.cluster, verb.lower, verb.higher, verb.answer, verb.flips,
        }.Does(host, verb.RunAsync);
    }

    private async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var comparison = await CompareAsync(call, Options(call), cancellationToken);
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, EvalCompareView.ToDict(comparison)));
        }
        else
        {
            EvalCompareView.Show(call.Output, comparison);
        }

        return ExitCodes.Done;
    }

    private async Task<Comparison> CompareAsync(Invocation call, ComparisonOptions options, CancellationToken cancellationToken)
    {
        var names = call.Value(runs) ?? [];
        var (first, second) = (call.Value(a), call.Value(b));
        if (first is null && second is null)
        {
            return names.Length == 2
                ? await RunCompareVerb.CompareAsync(call, names[0], names[1], options, cancellationToken)
                : throw new UsageException($"Say which two runs, {call.Words()} A B, or which two files, {call.Words()} --a A.jsonl --b B.jsonl --on id.");
        }

        if (names.Length > 0 || first is null || second is null)
        {
            throw new UsageException($"Two files are compared with {call.Words()} --a A.jsonl --b B.jsonl --on id, and nothing else named.");
        }

        return await FileComparison.CompareAsync(call.Host.Full(first), call.Host.Full(second), call.Required(key, "--a A.jsonl --b B.jsonl --on id"), options, cancellationToken);
    }

    private ComparisonOptions Options(Invocation call)
    {
        var options = new ComparisonOptions
        {
            Metrics = call.Value(metrics) ?? [],
            Slices = call.Value(slices) ?? [],
            Cluster = call.Value(cluster),
            LowerIsBetter = call.Value(lower) ?? [],
            HigherIsBetter = call.Value(higher) ?? [],
            Answer = call.Value(answer),
            WorstLines = call.Value(flips) is >= 0 and var count ? count : throw new UsageException("--flips is a number of lines, 0 or more."),
        };
        var (all, own) = Margins.Read(call.Value(margins) ?? []);
        return options with { Margin = all, Margins = own };
    }
}
