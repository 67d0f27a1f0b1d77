using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Gates;
using Gyre.Evaluation.Gates.Definitions;
using Gyre.Evaluation.Gates.Outputs;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Evaluations;

/// <summary>What a gate says, for a person (a table, then sentences on what does not pass) and for a program.</summary>
internal static class EvalGateView
{
    // Of the JSON: what a later version changes gets another number.
    private const long FormatVersion = 1;

    public static void Show(IAnsiConsole output, GateResult result)
    {
        output.MarkupLine($"[bold]{Markup.Escape(GateSummary.Title(result))}[/]");
        var table = Terminal.Table(output, "check", "measured, 95 % interval", "wanted", "lines", "verdict");
        foreach (var check in result.Checks)
        {
            table.AddRow(new Text(check.Name), new Text(check.Words), new Text(check.Limit), new Text(Lines(check)), new Markup(Coloured(check.Verdict)));
        }

        output.Write(table);
        foreach (var check in result.Checks.Where(c => c.Verdict != GateVerdict.Pass))
        {
            output.WriteLine();
            output.WriteLine(check.Sentence);
        }

        var judges = result.Checks.Where(c => c.Judge is not null).Select(c => $"{c.Metric}: {c.Judge}").Distinct(StringComparer.Ordinal).ToArray();
        if (judges.Length > 0)
        {
            output.WriteLine();
            output.WriteLine($"Judged by a model: {string.Join("; ", judges)}.");
        }

        if (GateSummary.Luck(result) is { } luck)
        {
            output.WriteLine();
            output.MarkupLine($"[grey]{Markup.Escape(luck)}[/]");
        }

        output.WriteLine();
        output.MarkupLine($"[bold]{Markup.Escape(GateSummary.Sentence(result))}[/]");
    }

    public static PythonDict ToDict(GateResult result) => new()
    {
        ["version"] = FormatVersion,
        ["verdict"] = GateSummary.Word(result.Verdict),
        ["opens"] = result.Opens,
        ["inconclusive"] = result.Policy.Inconclusive switch { WhenInconclusive.Fail => "fail", WhenInconclusive.Warn => "warn", _ => "pass" },
        ["run"] = result.Candidate,
        ["against"] = result.Baseline,
        ["policy"] = result.Policy.File,
        ["family"] = (long)result.Family,
        ["checks"] = result.Checks.Select(c => (object?)ToDict(c)).ToList(),
    };

    private static PythonDict ToDict(GateCheck check) => new()
    {
        ["name"] = check.Name,
        ["metric"] = check.Metric.Length == 0 ? null : check.Metric,
        ["measure"] = check.Measure,
        ["limit"] = new PythonDict { [check.LimitKind] = check.LimitValue },
        ["verdict"] = GateSummary.Word(check.Verdict),
        ["value"] = ComparisonView.Finite(check.Value.Estimate),
        ["interval"] = new List<object?> { ComparisonView.Finite(check.Value.Low), ComparisonView.Finite(check.Value.High) },
        ["lines"] = (long)check.Lines,
        ["without_score"] = (long)check.Missing,
        ["more_lines"] = (long?)check.MoreLines,
        ["judge"] = check.Judge,
        ["sentence"] = check.Sentence,
        ["evidence"] = check.Evidence.Select(e => (object?)new PythonDict { ["line"] = e.Line, ["value"] = Finite(e.Value), ["baseline"] = Finite(e.Baseline) }).ToList(),
        ["policy_line"] = (long)check.PolicyLine,
    };

    private static object? Finite(double? value) => value is { } number ? ComparisonView.Finite(number) : null;

    private static string Lines(GateCheck check) => check.Missing == 0 ? $"{check.Lines}" : $"{check.Lines}, {check.Missing} without";

    private static string Coloured(GateVerdict verdict) => verdict switch
    {
        GateVerdict.Pass => "[green]pass[/]",
        GateVerdict.Fail => "[red]fail[/]",
        _ => "[yellow]inconclusive[/]",
    };
}
