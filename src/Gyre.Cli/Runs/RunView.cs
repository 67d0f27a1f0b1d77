using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Runs;

/// <summary>How a run is shown. Environment variables are left out: they may be secrets.</summary>
internal static class RunView
{
    public static void Show(Invocation call, Run run)
    {
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, RunJson.ToDict(run)));
            return;
        }

        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in Rows(run))
        {
            grid.AddRow(new Markup($"[grey]{name}[/]"), new Text(value));
        }

        call.Output.Write(grid);
    }

    /// <summary>A status with its colour.</summary>
    public static string Markup(RunState state) => state switch
    {
        RunState.Completed => "[green]Completed[/]",
        RunState.Failed or RunState.NotResponding => $"[red]{state}[/]",
        RunState.Canceled or RunState.CancelRequested => $"[yellow]{state}[/]",
        _ => state.ToString(),
    };

    /// <summary><c>134 of 134, 2 failed</c>.</summary>
    public static string Lines(Run run) =>
        run.TotalLines is not { } total ? "" : $"{run.CompletedLines + run.FailedLines} of {total}{(run.FailedLines == 0 ? "" : $", {run.FailedLines} failed")}";

    private static IEnumerable<(string Name, string Value)> Rows(Run run)
    {
        yield return ("name", run.Name);
        if (run.DisplayName != run.Name)
        {
            yield return ("display name", run.DisplayName);
        }

        yield return ("status", run.State.ToString());
        yield return ("lines", Lines(run));
        yield return ("flow", run.Definition.Flow ?? "");
        foreach (var (name, value) in new[] { ("data", run.Definition.Dataset ?? run.Definition.Data), ("run", run.Definition.SourceRun), ("variant", run.Definition.Variant), ("description", run.Description) })
        {
            if (value is { Length: > 0 })
            {
                yield return (name, value);
            }
        }

        yield return ("created", $"{run.CreatedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}");
        if (run.EndedAt - run.StartedAt is { } duration)
        {
            yield return ("took", Durations.Text(duration));
        }

        if (run.Cost is { } cost)
        {
            yield return ("cost", cost);
        }

        foreach (var (name, value) in run.Metrics ?? [])
        {
            yield return (Spectre.Console.Markup.Escape(PythonText.Str(name)), PythonText.Str(value));
        }

        if (run.Error is { } error && error.TryGetValue("message", out var message))
        {
            yield return ("error", PythonText.Str(message));
        }

        yield return ("folder", run.Folder);
    }
}
