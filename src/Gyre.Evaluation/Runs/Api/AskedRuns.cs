using System.Text.Json.Nodes;
using Gyre.Evaluation.Api;
using Gyre.Evaluation.Evaluations.Api;
using Gyre.Evaluation.Mapping;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Evaluation.Runs.Lines;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Workspace;

namespace Gyre.Evaluation.Runs.Api;

/// <summary>Which runs a list shows.</summary>
internal sealed record RunListQuery(IReadOnlyList<string> States, string? Flow, string? Find, bool Archived, bool Parts, string? Before, int Limit);

/// <summary>Does what is asked of runs.</summary>
internal sealed class AskedRuns(EvaluationRoom room)
{
    private const int Portion = 200;

    private readonly RunReading reading = new(room);

    public async Task<RunsView> ListAsync(RunListQuery query, CancellationToken cancellationToken)
    {
        var found = new List<Run>();
        var written = query.States.Count == 0 ? null : Enum.GetValues<RunState>().Where(s => query.States.Contains(RunView.Word(s), StringComparer.Ordinal) || (query.States.Contains(RunView.Word(RunState.NotResponding), StringComparer.Ordinal) && Run.IsActiveIn(s))).ToList();
        var before = query.Before is { } name ? (await room.Runs.GetAsync(name, cancellationToken)).Name : null;
        while (found.Count <= query.Limit)
        {
            var portion = await room.Runs.ListAsync(new RunFilter { Limit = Portion, IncludeArchived = query.Archived, Written = written, Before = before }, cancellationToken);
            found.AddRange(portion.Where(run => Shows(query, run)));
            if (portion.Count < Portion)
            {
                break;
            }

            before = portion[^1].Name;
        }

        var shown = found.Take(query.Limit).ToList();
        var scoring = (await room.Runs.ListAsync(new RunFilter { SourceRuns = [.. shown.Select(r => r.Name)], Limit = null, IncludeArchived = true }, cancellationToken))
            .Reverse().ToLookup(r => r.Definition.SourceRun!, StringComparer.Ordinal);
        return new RunsView(
            [.. shown.Select(run => new ListedRunView(RunView.Of(run, room), [.. scoring[run.Name].Select(s => s.Name)], Logged(scoring[run.Name])))],
            found.Count > query.Limit ? shown[^1].Name : null);
    }

    public async Task<RunDetailView> ShowAsync(string name, CancellationToken cancellationToken)
    {
        var run = await room.Runs.GetAsync(name, cancellationToken);
        var scoring = await reading.ScoringAsync(run, cancellationToken);
        var scores = await reading.ScoresAsync(run, scoring);
        var measures = await reading.MeasuresAsync(run, cancellationToken);
        var some = LineRecords.Read(room.Lines.Of(run).Read(cancellationToken).OrderBy(l => l.Failed).ThenBy(l => l.Line).Take(20), ["inputs", "output"], cancellationToken).ToList();
        return new RunDetailView
        {
            Run = RunView.Of(run, room),
            ColumnMapping = Answers.Json(new PythonDict(run.Definition.ColumnMapping.Entries)),
            Connections = run.Definition.Connections,
            Tags = run.Tags,
            Inputs = Names(some.Select(r => r["inputs"])),
            Outputs = Names(some.Select(r => r["output"])),
            Scores = [.. scores.Metrics.Select(MetricView.Of)],
            ScoredBy = [.. scoring.Select(s => s.Name)],
            Evaluations = [.. scoring.Append(run).Select(s => s.Definition.EvaluationName).OfType<string>().Distinct(StringComparer.Ordinal)],
            Errors = CauseView.Of(measures.Errors.Commonest()),
            LatencyMedian = measures.Latency?.Median,
            LatencyNinetyFive = measures.Latency?.NinetyFive,
        };
    }

    /// <exception cref="ProblemException">The definition is wrong, or something it names is not there.</exception>
    public async Task<RunView> StartAsync(JsonObject written, CancellationToken cancellationToken)
    {
        foreach (var key in (string[])["environment_variables", "init"])
        {
            if (written[key] is JsonValue value && value.GetValueKind() == System.Text.Json.JsonValueKind.String)
            {
                throw new ProblemException(new Problem("run-invalid", $"'{key}' must map names to values here: a server reads no such file for a page.") { Field = key });
            }
        }

        var definition = RunDefinition.Parse(written.ToJsonString(), room.Root);
        definition = definition with
        {
            Flow = definition.Flow is { } flow ? Inside(flow, "flow") : null,
            Data = definition is { Dataset: null, Data: { } data } ? Inside(data, "data") : definition.Data,
        };
        var name = await Faults.AsProblemsAsync(() => room.RunWork.StartAsync(async (progress, token) =>
        {
            var started = await room.Runner.StartAsync(definition, progress, token);
            return (started.Name, started.Ended);
        }));
        return RunView.Of(await room.Runs.GetAsync(name, cancellationToken), room);
    }

    /// <exception cref="ProblemException"><c>run-of-evaluation</c>, and what keeps it from going on.</exception>
    public async Task<RunView> ResumeAsync(string name, CancellationToken cancellationToken)
    {
        if ((await room.Runs.GetAsync(name, cancellationToken)).Definition.EvaluationName is { } evaluation)
        {
            throw new ProblemException(new Problem("run-of-evaluation", $"Run '{name}' is part of evaluation '{evaluation}', which knows what is paid for already. Go on with that.") { Field = "name" });
        }

        await Faults.AsProblemsAsync(() => room.RunWork.StartAgainAsync(name, async (progress, token) =>
        {
            var started = await room.Runner.StartAgainAsync(name, progress, token);
            return (started.Name, started.Ended);
        }));
        return RunView.Of(await room.Runs.GetAsync(name, cancellationToken), room);
    }

    private string Inside(string path, string field)
    {
        try
        {
            return WorkspacePath.Inside(room.Root, path);
        }
        catch (ProblemException e)
        {
            throw new ProblemException(e.Problem with { Field = field }, e);
        }
    }

    private static bool Shows(RunListQuery query, Run run) =>
        (query.Parts || run.Definition.EvaluationName is null)
        && (query.States.Count == 0 || query.States.Contains(RunView.Word(run.State), StringComparer.Ordinal))
        && (query.Flow is not { Length: > 0 } flow || run.Definition.FlowName == flow)
        && (query.Find is not { Length: > 0 } find || new[] { run.Name, run.DisplayName, run.Description, run.Definition.FlowName, run.Definition.Dataset }.Any(t => t?.Contains(find, StringComparison.OrdinalIgnoreCase) == true));

    private static JsonObject Logged(IEnumerable<Run> scoring)
    {
        var all = new JsonObject();
        foreach (var (name, value) in scoring.SelectMany(s => Answers.Json(s.Metrics)))
        {
            all[name] = value?.DeepClone();
        }

        return all;
    }

    private static List<string> Names(IEnumerable<object?> values) =>
        [.. values.OfType<PythonDict>().SelectMany(v => v.Keys).Select(PythonText.Str).Where(n => n != ColumnMapping.LineNumber).Distinct(StringComparer.Ordinal)];
}
