using System.CommandLine;
using System.Globalization;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Runs;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Runs;

/// <summary><c>gyre run show-details</c>: inputs and outputs line by line.</summary>
internal static class RunShowDetailsVerb
{
    private const string LineNumber = "inputs.line_number";
    private const int ManyColumns = 6;
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
        var shown = columns.Select((name, at) => (Name: name, At: at)).Where(c => c.Name != LineNumber).ToList();
        var many = shown.Count > ManyColumns;
        var longest = many ? LongestCell / 3 : LongestCell;
        var plain = shown.CountBy(c => Plain(c.Name)).Where(c => many && c.Value == 1).Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        var table = Terminal.Table(call.Output, ["line", .. shown.Select(c => plain.Contains(Plain(c.Name)) ? Plain(c.Name) : c.Name), .. errors ? (string[])["error"] : []]);
        foreach (var row in rows)
        {
            var cells = shown.Select(c => new Text(Short(Cell(row.Values[c.At]), longest))).Prepend(new Text($"{row.LineNumber}"));
            table.AddRow(errors ? cells.Append(new Text(row.Error ?? "")) : cells);
        }

        call.Output.Write(table);
    }

    // Many columns leave no room for inputs. and outputs. before each name.
    private static string Plain(string column) => column[(column.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static string Cell(object? value) => value is double number && double.IsFinite(number) && Math.Abs(number) < 1e9
        ? number.ToString("0.0###", CultureInfo.InvariantCulture)
        : PythonText.Str(value);

    private static string Short(string text, int longest)
    {
        text = text.ReplaceLineEndings(" ");
        return text.Length <= longest ? text : text[..(longest - 1)] + "…";
    }
}
