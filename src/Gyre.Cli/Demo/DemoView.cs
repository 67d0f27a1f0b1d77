using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Cli.Runs;
using Gyre.Evaluation.Comparisons;
using Gyre.Evaluation.Runs;
using Spectre.Console;

namespace Gyre.Cli.Demo;

/// <summary>The demo as a person reads it.</summary>
internal static class DemoView
{
    private const string Headline = "f1";

    public static void Begin(Invocation call, DemoRun demo)
    {
        call.Output.MarkupLine("[bold]Product support:[/] questions about 14 manuals, answered in two ways, scored, compared.");
        call.Output.MarkupLine("The answers come from the offline stand-in [bold]offline/quote[/]. It quotes sentences; it is [bold]not a model[/].");
        call.Output.MarkupLine($"[grey]Workspace: {Markup.Escape(demo.Folder)}[/]");
        call.Output.WriteLine();
    }

    public static void Ran(Invocation call, Run run, string what)
    {
        if (!call.Json)
        {
            call.Output.MarkupLine($"{RunView.Markup(run.State)}  {Markup.Escape(run.Name),-20} {what,-30} [grey]{RunView.Lines(run)} lines, {Durations.Text(run.EndedAt - run.StartedAt ?? TimeSpan.Zero)}[/]");
        }
    }

    public static void End(Invocation call, DemoResults results, TimeSpan took)
    {
        var output = call.Output;
        output.WriteLine();
        ComparisonView.Show(output, results.Comparison);
        output.WriteLine();
        output.MarkupLine(VerdictText(results.Comparison));
        output.MarkupLine("[grey]That is true of the stand-in. A model may read differently: see the last command below.[/]");
        output.WriteLine();
        output.MarkupLine($"[bold]Worst lines of {Markup.Escape(results.Comparison.Candidate)}[/]");
        var table = Terminal.Table(output, "line", "f1", "question", "answer", "should be");
        foreach (var line in results.Worst)
        {
            table.AddRow(new Text($"{line.Number}"), new Text(ComparisonWords.Number(line.F1)), new Text(line.Question), new Text(line.Answer), new Text(line.Reference));
        }

        output.Write(table);
        output.MarkupLine($"Report with every line: [link]{Markup.Escape(results.Report)}[/]");
        output.MarkupLine($"[grey]All of this took {Durations.Text(took)}.[/]");
        output.WriteLine();
        output.MarkupLine("[bold]Try next[/]");
        Next(call, results);
    }

    /// <summary>Which is better, by how much, how sure.</summary>
    public static string VerdictText(Comparison comparison)
    {
        var metric = comparison.Metrics.FirstOrDefault(m => m.Name == Headline);
        if (metric is null)
        {
            return "There are no scores to compare.";
        }

        var (baseline, candidate) = (Markup.Escape(comparison.Baseline), Markup.Escape(comparison.Candidate));
        var figures = $"{Headline} {ComparisonWords.Number(metric.CandidateMean)} against {ComparisonWords.Number(metric.BaselineMean)}, a difference of {ComparisonWords.Difference(metric.Difference)} with 95 % confidence over {metric.Lines} questions";
        return metric.Verdict switch
        {
            Verdict.Better => $"[bold green]{candidate} is better than {baseline}[/]: {figures}.",
            Verdict.Worse => $"[bold red]{candidate} is worse than {baseline}[/]: {figures}.",
            Verdict.NoDifference => $"[bold]Between {candidate} and {baseline} there is no difference that matters[/]: {figures}.",
            _ => $"[bold yellow]We can't tell yet whether {candidate} or {baseline} is better[/]: {figures}{(metric.MoreLines is { } more ? $"; about {more} more questions would settle it" : "")}.",
        };
    }

    private static void Next(Invocation call, DemoResults results)
    {
        string[] commands =
        [
            $"cd {Quoted(Path.GetRelativePath(call.Host.Folder, results.Folder))}",
            "gyre flow test --flow flows/support --inputs question='Does the Roam R4 mop?'",
            $"gyre run compare {results.Comparison.Baseline} {results.Comparison.Candidate}",
            "gyre eval run --file evaluations/support.yaml --report support.html",
            "OPENAI_API_KEY=sk-… gyre run create --file runs/support.yaml --connections answer.connection=my_openai answer.model=gpt-4o-mini",
        ];
        foreach (var command in commands)
        {
            call.Host.Output.WriteLine($"  {command}");
        }

        if (Environment.ProcessPath is { } program && !OnPath(call))
        {
            call.Host.Output.WriteLine();
            call.Host.Output.WriteLine($"gyre is not on your PATH yet. In this shell: alias gyre={Quoted(program)}");
        }
    }

    private static bool OnPath(Invocation call) => (call.Host.Environment("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, OperatingSystem.IsWindows() ? "gyre.exe" : "gyre")));

    private static string Quoted(string path) => path.Contains(' ', StringComparison.Ordinal) ? $"'{path}'" : path;
}
