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
    private readonly Option<string> production = new("--production") { Description = "Other traffic that the judge has scored, a file or a run (or evaluation:target): what would people say of it?", HelpName = "file|run" };
    private readonly Option<string> cluster = new("--cluster") { Description = "Column that says which lines belong together, such as a conversation or a document.", HelpName = "column" };
    private readonly Option<string> evaluator = new("--evaluator") { Description = "Evaluator to write the calibration down for. Default: the judge's column.", HelpName = "name" };
    private readonly Option<string> model = new("--judge-model") { Description = "The model that judged, where scores are in a file; another one is uncalibrated.", HelpName = "connection/model" };
    private readonly Option<string> version = new("--evaluator-version") { Description = "Its version; another one is uncalibrated again.", HelpName = "version" };

    public static Command Create(CliHost host)
    {
        var verb = new EvalCalibrateVerb();
        return new Command("calibrate", "Hold a judge against people: agreement with intervals, the human ceiling beside it, where it errs, the best threshold, and corrected rates.")
        {
            verb.run, verb.file, verb.judge, verb.humans, verb.passing, verb.slices, verb.cluster, verb.key, verb.production, verb.evaluator, verb.version, verb.model,
        }.Does(host, verb.RunAsync);
    }

    private async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var request = new CalibrationRequest(call.Required(judge, "--file labelled.jsonl --judge score --human label"), call.Value(humans) ?? [])
        {
            Passing = call.Value(passing),
            Slices = call.Value(slices) ?? [],
            Cluster = call.Value(cluster),
            Key = call.Value(key),
        };
        if (request.Humans.Count == 0)
        {
            throw new UsageException($"--human is missing. Example: {call.Words()} --file labelled.jsonl --judge score --human label");
        }

        var (result, facts) = await CalibrateAsync(call, request, cancellationToken);
        var record = CalibrationRecord.Of(result, new CalibratedJudge(call.Value(evaluator), call.Value(version), call.Value(model)), facts, DateOnly.FromDateTime(call.Host.Time.GetUtcNow().UtcDateTime));
        var written = call.Home.WorkspaceFolder is { } workspace ? record?.Save(workspace) : null;
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, EvalCalibrateView.ToDict(result, written)));
        }
        else
        {
            EvalCalibrateView.Show(call.Output, result);
            call.Note(written is null
                ? CalibrationRecord.WhyNot(call.Home.WorkspaceFolder)
                : $"Written to {written}: it vouches for {record!.Evaluator}{(record.Version is { } of ? $", version {of}," : "")}{(record.Judge is { } by ? $" with {by} as the judge" : "")}.");
        }

        return ExitCodes.Done;
    }

    private async Task<(CalibrationResult Result, MetricFacts? Judge)> CalibrateAsync(Invocation call, CalibrationRequest request, CancellationToken cancellationToken)
    {
        var traffic = call.Value(production) is { } other ? await TrafficAsync(call, other, cancellationToken) : null;
        switch (call.Value(run), call.Value(file))
        {
            case (null, { } labelled):
                return (await CalibrateJudge.OnFileAsync(call.Host.Full(labelled), traffic, request, cancellationToken), null);
            case ({ }, null) when call.Value(key) is not null:
                throw new UsageException("--on is for files: lines of a run are known by their numbers.");
            case ({ } name, null):
                var store = await RunStores.OpenAsync(call, cancellationToken);
                var labelledRun = await store.GetAsync(name, cancellationToken);
                var over = await store.ListAsync(new RunFilter { SourceRun = labelledRun.Name, Limit = null, State = RunState.Completed }, cancellationToken);
                return (await CalibrateJudge.OnRunAsync(labelledRun, [.. over.Reverse()], traffic, request, cancellationToken), MetricFacts.Of(over.Reverse(), null).GetValueOrDefault(request.Judge));
            default:
                throw new UsageException($"Say which run, {call.Words()} RUN, or which file, {call.Words()} --file labelled.jsonl.");
        }
    }

    // A file that is there wins; what looks like one and is not there is told as a file.
    private static async Task<ProductionTraffic> TrafficAsync(Invocation call, string other, CancellationToken cancellationToken)
    {
        var path = call.Host.Full(other);
        if (File.Exists(path) || Path.GetExtension(other) is ".jsonl" or ".json" or ".csv" or ".tsv")
        {
            return new ProductionTraffic(path, null);
        }

        var (runs, evaluations) = await RunStores.OpenAllAsync(call, cancellationToken);
        return new ProductionTraffic(null, await new EvaluationParts(runs, evaluations).FindAsync(other, cancellationToken));
    }
}
