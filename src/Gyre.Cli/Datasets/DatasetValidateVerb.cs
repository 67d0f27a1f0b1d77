using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Evaluation.Datasets;
using Gyre.Flows.Values;

namespace Gyre.Cli.Datasets;

/// <summary><c>gyre dataset validate</c>: rows against a JSON Schema.</summary>
internal static class DatasetValidateVerb
{
    public static Command Create(CliHost host)
    {
        var source = new Argument<string?>("source") { Description = "A dataset as name@version, or a file of rows.", HelpName = "name@version|path", Arity = ArgumentArity.ZeroOrOne };
        var schema = new Option<string>("--schema") { Description = "The JSON Schema of a row. Default: the dataset's.", HelpName = "path" };
        return new Command("validate", "Hold rows against a JSON Schema; exits with 1 where one does not conform.") { source, schema }.Does(host, async (call, cancellationToken) =>
        {
            var which = call.Value(source) ?? throw new UsageException($"Say what to check: {call.Words()} NAME@VERSION, or a file with --schema SCHEMA.");
            var request = new ValidateRows(which, call.Host.Folder) { Schema = call.Value(schema) is { } path ? call.Host.Full(path) : null };
            var report = await request.RunAsync(DatasetStore.Of(call.Home, call.Host.Time), call.Warn, cancellationToken);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, ToDict(report)));
            }
            else
            {
                foreach (var fault in report.Faults)
                {
                    call.Host.Output.WriteLine($"{fault}");
                }

                call.Host.Output.WriteLine(report.BadRows == 0 ? $"All {report.Rows} rows conform." : $"{report.BadRows} of {report.Rows} rows do not conform{(report.Faults.Count == RowReport.Told ? $"; the first {RowReport.Told} faults are told" : "")}.");
            }

            return report.BadRows == 0 ? ExitCodes.Done : ExitCodes.Failed;
        });
    }

    private static PythonDict ToDict(RowReport report) => new()
    {
        ["rows"] = report.Rows,
        ["bad_rows"] = report.BadRows,
        ["faults"] = report.Faults.Select(f => (object?)new PythonDict
        {
            ["file"] = f.File,
            ["line"] = (long?)f.Line,
            ["row"] = f.Row,
            ["field"] = f.Field,
            ["message"] = f.Message,
        }).ToList(),
    };
}
