using System.CommandLine;
using System.Globalization;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Models;
using Gyre.Cli.Output;
using Gyre.Gateway.Usage.Exports;
using Gyre.Kernel;

namespace Gyre.Cli.Usage;

/// <summary><c>gyre usage export</c>.</summary>
internal static class UsageExportVerb
{
    public static Command Create(CliHost host)
    {
        var format = new Option<string>("--format") { Description = "focus (FOCUS 1.2 charges, CSV), csv or jsonl (a line per call).", HelpName = "focus|csv|jsonl", DefaultValueFactory = _ => "focus" };
        var file = new Option<string>("--output-file") { Description = "File to write; one of that name is replaced as a whole.", HelpName = "file" };
        var choice = new UsageChoice();
        var command = new Command("export", "Write usage to a file for cost tools, sheets and scripts.") { format, file };
        foreach (var option in choice.Options)
        {
            command.Add(option);
        }

        return command.Does(host, async (call, cancellationToken) =>
        {
            var path = call.Host.Full(call.Required(file, "--output-file november.csv"));
            var wanted = Format(call.Value(format)!);
            var exports = new UsageExports(await UsageChoice.OpenAsync(call, cancellationToken), Catalogs.Open(call));
            var written = await exports.WriteAsync(choice.Query(call), wanted, path, cancellationToken);
            if (call.Json)
            {
                PrintJson(call, path, written);
                return ExitCodes.Done;
            }

            call.Host.Output.WriteLine($"{path}: {Count(written.Rows)} {(wanted == UsageFormat.Focus ? "charge" : "call")}{(written.Rows == 1 ? "" : "s")}, {written.Cost} in all.");
            if (written.UnpricedFile is { } aside)
            {
                call.Warn($"Calls whose price is not known: {Count(written.Unpriced)}. FOCUS has no charge without a cost, so they are in {aside}. Give their models a price in models/*.yaml.");
            }
            else if (written.Unpriced > 0)
            {
                call.Warn($"Calls whose price is not known: {Count(written.Unpriced)}. Their cost is left empty.");
            }

            return ExitCodes.Done;
        });
    }

    private static void PrintJson(Invocation call, string path, UsageExported written) => JsonDocuments.Print(call.Host.Output, json =>
    {
        json.WriteStartObject();
        json.WriteString("file", path);
        json.WriteNumber("rows", written.Rows);
        json.WriteNumber("cost_usd", written.Cost.Dollars);
        json.WriteNumber("calls_with_unknown_cost", written.Unpriced);
        json.WriteString("unpriced_file", written.UnpricedFile);
        json.WriteEndObject();
    });

    private static UsageFormat Format(string word) => word switch
    {
        "focus" => UsageFormat.Focus,
        "csv" => UsageFormat.Csv,
        "jsonl" => UsageFormat.Jsonl,
        _ => throw new UsageException($"--format can't be '{word}'.{NearestName.Hint(word, ["focus", "csv", "jsonl"])} It is focus, csv or jsonl."),
    };

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
