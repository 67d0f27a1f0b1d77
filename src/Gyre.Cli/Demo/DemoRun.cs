using Gyre.Cli.CommandLine;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Reports;
using Gyre.Evaluation.Runs;
using Gyre.Evaluation.Runs.Definitions;
using Gyre.Flows.Values;

namespace Gyre.Cli.Demo;

/// <summary>The runs of the demo: each variant over all questions, an evaluation of each, and their comparison.</summary>
internal sealed class DemoRun
{
    /// <summary>What the flow does by default comes first; the other is judged against it.</summary>
    public static readonly IReadOnlyList<DemoVariant> Variants =
    [
        new("sections", "${context.sections}", "reads the three best sections"),
        new("manual", "${context.manual}", "reads the whole manual"),
    ];

    private readonly Invocation call;
    private readonly RunSession session;

    private DemoRun(Invocation call, RunSession session, int number) => (this.call, this.session, Number) = (call, session, number);

    /// <summary>How often the demo has run in this workspace, this time included.</summary>
    public int Number { get; }

    /// <summary>Full path of the workspace.</summary>
    public string Folder => call.Host.Folder;

    public static async Task<DemoRun> OpenAsync(Invocation call, CancellationToken cancellationToken)
    {
        var opened = await RunSession.OpenAsync(call, python: null, cancellationToken);
        for (var number = 1; ; number++)
        {
            if (await opened.Store.FindAsync($"{Variants[0].Name}-{number}", cancellationToken) is null)
            {
                return new DemoRun(call, opened, number);
            }
        }
    }

    public async Task<DemoResults> RunAsync(CancellationToken cancellationToken)
    {
        var answers = new List<Run>();
        var scores = new List<Run>();
        foreach (var variant in Variants)
        {
            var answered = await RunAsync("support.yaml", new RunOverrides { Name = $"{variant.Name}-{Number}", Variant = variant.Selection }, cancellationToken);
            DemoView.Ran(call, answered, variant.Meaning);
            answers.Add(answered);
            var scored = await RunAsync("evaluate.yaml", new RunOverrides { Name = $"{variant.Name}-{Number}-scores", Run = answered.Name }, cancellationToken);
            DemoView.Ran(call, scored, "scores each answer");
            scores.Add(scored);
        }

        var comparison = RunComparison.Compare(ScoredPart.Of(answers[0], scores[0]), ScoredPart.Of(answers[1], scores[1]), cancellationToken: cancellationToken);
        return new DemoResults(Folder, answers, scores, comparison)
        {
            Worst = WorstLines(answers[1], scores[1]),
            Report = RunReport.Write([.. answers, .. scores], Path.Combine(Folder, $"report-{Number}.html"), new ReportOptions { Comparison = comparison }),
        };
    }

    private async Task<Run> RunAsync(string file, RunOverrides overrides, CancellationToken cancellationToken)
    {
        var definition = RunDefinition.Create(Path.Combine(Folder, "runs", file), overrides, Folder);
        var run = await RunCreateVerb.RunningAsync(call, progress => session.Runner.RunAsync(definition, progress, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return run;
    }

    private static IReadOnlyList<DemoLine> WorstLines(Run answers, Run scores)
    {
        var given = RunDetails.Read(answers, limit: null);
        var judged = RunDetails.Read(scores, limit: null);
        var byLine = given.Rows.ToDictionary(r => r.LineNumber);
        return
        [
            .. judged.Rows.Where(r => r.Completed)
                .Select(r => new DemoLine(
                    r.LineNumber,
                    Text(given, byLine[r.LineNumber], "inputs.question"),
                    Text(given, byLine[r.LineNumber], "outputs.answer"),
                    Text(judged, r, "inputs.reference_answer"),
                    judged.Value(r, "outputs.f1") is double f1 ? f1 : 0))
                .OrderBy(l => l.F1).ThenBy(l => l.Number)
                .Take(5),
        ];
    }

    private static string Text(RunDetails details, RunDetailsRow row, string column) => PythonText.Str(details.Value(row, column));
}

/// <summary>One way to answer.</summary>
/// <param name="Name">Names its runs.</param>
/// <param name="Selection">As <c>--variant</c> takes it.</param>
/// <param name="Meaning">For a person.</param>
internal sealed record DemoVariant(string Name, string Selection, string Meaning);

/// <summary>A line that went wrong.</summary>
internal sealed record DemoLine(int Number, string Question, string Answer, string Reference, double F1);

/// <summary>What the demo found.</summary>
internal sealed record DemoResults(string Folder, IReadOnlyList<Run> Answers, IReadOnlyList<Run> Scores, Comparison Comparison)
{
    /// <summary>Of the second variant.</summary>
    public IReadOnlyList<DemoLine> Worst { get; init; } = [];

    /// <summary>Full path of the HTML report.</summary>
    public required string Report { get; init; }

    /// <summary>Whether a run did not complete or lost lines.</summary>
    public bool Failed => Answers.Concat(Scores).Any(r => r.State != RunState.Completed || r.FailedLines > 0);

    public PythonDict ToDict() => new()
    {
        ["folder"] = Folder,
        ["runs"] = Answers.Concat(Scores).Select(r => (object?)RunJson.ToDict(r)).ToList(),
        ["comparison"] = ComparisonView.ToDict(Comparison),
        ["report"] = Report,
    };
}
