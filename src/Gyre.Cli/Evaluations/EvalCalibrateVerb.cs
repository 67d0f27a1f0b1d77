using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Calibration;
using Gyre.Evaluation.Evaluations;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;

namespace Gyre.Cli.Evaluations;

/// <summary><c>gyre eval calibrate</c>: how far a judge agrees with people, and how far people agree with each other.</summary>
internal sealed class EvalCalibrateVerb
{
    private readonly Argument<string?> run = new("run") { Description = "Run whose data hold the labels, with its evaluations.", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> file = new("--file") { Description = "File with the judge's scores and people's labels: JSON lines, JSON, CSV or TSV.", HelpName = "file" };
    private readonly Option<string> judge = new("--judge") { Description = "Column of the judge's scores, nested ones as a.b.", HelpName = "column" };
    private readonly Option<string[]> humans = SharedOptions.Pairs("--human", "Columns of labels, one per person; a column that holds an object stands for all people in it.", "column");
    private readonly Option<double?> passing = new("--passing") { Description = "Label from which people call a line good. Default: 1, where labels are 0 and 1.", HelpName = "number" };
    private readonly Option<string[]> slices = SharedOptions.Pairs("--slice", "Show agreement once more for each value of these columns.", "column");
    private readonly Option<string> key = new("--on") { Description = "Column that names a line. Default: its number.", HelpName = "column" };
    private readonly Option<string> production = new("--production") { Description = "File of other traffic that the judge has scored: what would people say of it?", HelpName = "file" };
    private readonly Option<string> evaluator = new("--evaluator") { Description = "Evaluator to write the calibration down for. Default: the judge's column.", HelpName = "name" };
    private readonly Option<string> version = new("--evaluator-version") { Description = "Its version; another one is uncalibrated again.", HelpName = "version" };

    public static Command Create(CliHost host)
    {
        var verb = new EvalCalibrateVerb();
        return new Command("calibrate", "Hold a judge against people: agreement with intervals, the human ceiling beside it, where it errs, the best threshold, and corrected rates.")
        {
            verb.run, verb.file, verb.judge, verb.humans, verb.passing, verb.slices, verb.key, verb.production, verb.evaluator, verb.version,
        }.Does(host, verb.RunAsync);
    }

    private async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var request = new CalibrationRequest(call.Required(judge, "--file labelled.jsonl --judge score --human label"), call.Value(humans) ?? [])
        {
            Passing = call.Value(passing),
            Slices = call.Value(slices) ?? [],
            Key = call.Value(key),
        };
        if (request.Humans.Count == 0)
        {
            throw new UsageException($"--human is missing. Example: {call.Words()} --file labelled.jsonl --judge score --human label");
        }

        var (result, facts) = await CalibrateAsync(call, request, cancellationToken);
        var written = Save(call, result, facts);
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, EvalCalibrateView.ToDict(result, written)));
        }
        else
        {
            EvalCalibrateView.Show(call.Output, result);
            call.Note(written is null
                ? "This is not a workspace (no gyre.yaml), so nothing is written down."
                : $"Written to {written}: the judge's figures are called calibrated from now on.");
        }

        return ExitCodes.Done;
    }

    private async Task<(CalibrationResult Result, MetricFacts? Judge)> CalibrateAsync(Invocation call, CalibrationRequest request, CancellationToken cancellationToken)
    {
        var traffic = call.Value(production) is { } path ? call.Host.Full(path) : null;
        switch (call.Value(run), call.Value(file))
        {
            case (null, { } labelled):
                return (await CalibrateJudge.OnFileAsync(call.Host.Full(labelled), traffic, request, cancellationToken), null);
            case ({ } name, null):
                var store = await RunStores.OpenAsync(call, cancellationToken);
                var labelledRun = await store.GetAsync(name, cancellationToken);
                var over = await store.ListAsync(new RunFilter { SourceRun = labelledRun.Name, Limit = null, State = RunState.Completed }, cancellationToken);
                return (await CalibrateJudge.OnRunAsync(labelledRun, [.. over.Reverse()], traffic, request, cancellationToken), MetricFacts.Of(over.Reverse(), null).GetValueOrDefault(request.Judge));
            default:
                throw new UsageException($"Say which run, {call.Words()} RUN, or which file, {call.Words()} --file labelled.jsonl.");
        }
    }

    private string? Save(Invocation call, CalibrationResult result, MetricFacts? judged)
    {
        if (call.Home.WorkspaceFolder is not { } workspace || result.Figures is not [var main, ..])
        {
            return null;
        }

        var record = new CalibrationRecord(
            call.Value(evaluator) ?? judged?.Evaluator ?? result.Judge[(result.Judge.LastIndexOf('.') + 1)..],
            call.Value(version) ?? judged?.Version,
            DateOnly.FromDateTime(call.Host.Time.GetUtcNow().UtcDateTime),
            result.Lines,
            result.Raters,
            main.Name,
            main.Judge,
            main.People)
        {
            Judge = judged?.Judge,
            Threshold = result.Threshold?.Value,
        };
        return record.Save(workspace);
    }
}
