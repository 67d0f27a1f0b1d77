using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run show-details</c>: inputs and outputs line by line.</summary>
internal static class RunShowDetailsVerb
{
    private const int LongestCell = 200;

    public static Command Create(CliHost host)
    {
        var name = SharedOptions.Name("run");
        var argument = SharedOptions.NameArgument("run");
        var max = new Option<int>("--max-results", "-r") { Description = "At most this many lines.", DefaultValueFactory = _ => 100, HelpName = "n" };
        var all = new Option<bool>("--all-results") { Description = "All lines." };
        var failed = new Option<bool>("--failed") { Description = "Only lines that failed, with their errors." };
        return new Command("show-details", "Show inputs and outputs line by line.") { argument, name, max, all, failed }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Name(name, argument);
            var run = await (await RunStores.OpenAsync(call, cancellationToken)).GetAsync(which, cancellationToken);
            int? most = call.Value(all) ? null : call.Value(max);
            var details = RunDetails.Read(run, call.Value(failed) ? null : most);
            var rows = call.Value(failed) ? details.Rows.Where(r => !r.Completed).Take(most ?? int.MaxValue).ToList() : details.Rows;
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, rows.Select(r => (object?)Row(details.Columns, r)).ToList()));
            }
            else
            {
                PrintTable(call, details.Columns, rows);
            }

            return ExitCodes.Done;
        });
    }

    private static PythonDict Row(IReadOnlyList<string> columns, RunDetailsRow row)
    {
        var line = new PythonDict { ["line_number"] = (long)row.LineNumber, ["status"] = row.Completed ? "Completed" : "Failed" };
        foreach (var (column, value) in columns.Zip(row.Values))
        {
            line[column] = value;
        }

        line["error"] = row.Error;
        return line;
    }

    private static void PrintTable(Invocation call, IReadOnlyList<string> columns, IReadOnlyList<RunDetailsRow> rows)
    {
        var errors = rows.Any(r => r.Error is not null);
        var table = Terminal.Table(call.Output, [.. columns, .. errors ? (string[])["error"] : []]);
        foreach (var row in rows)
        {
            var cells = row.Values.Select(v => new Text(Short(PythonText.Str(v))));
            table.AddRow(errors ? cells.Append(new Text(row.Error ?? "")) : cells);
        }

        call.Output.Write(table);
    }

    private static string Short(string text)
    {
        text = text.ReplaceLineEndings(" ");
        return text.Length <= LongestCell ? text : text[..(LongestCell - 1)] + "…";
    }
}
