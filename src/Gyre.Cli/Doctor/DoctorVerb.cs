using System.CommandLine;
using System.Text.Json;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Spectre.Console;

namespace Gyre.Cli.Doctor;

/// <summary><c>gyre doctor</c>: what is here, what is missing, how to get it.</summary>
internal static class DoctorVerb
{
    public static Command Create(CliHost host) =>
        new Command("doctor", "Show what is here, what is missing, and how to get it.").Does(host, RunAsync);

    private static async Task<int> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        Finding[] findings =
        [
            Checks.Program(),
            Checks.Sdk(call.Host),
            Checks.Sqlite(),
            Checks.Python(call.Host),
            Checks.Home(call.Home),
            await Checks.ConnectionsAsync(call, cancellationToken),
            Checks.Disk(call.Home),
            Checks.Program(call.Host, "pdftotext", "only sample flows that read PDF files need it", "Debian and Ubuntu: apt install poppler-utils. macOS: brew install poppler."),
        ];
        if (call.Json)
        {
            JsonDocuments.Print(call.Host.Output, json => Write(json, findings));
        }
        else
        {
            Show(call.Output, findings);
        }

        return findings.Any(f => f.Health == Health.Bad) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static void Show(IAnsiConsole output, Finding[] findings)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var finding in findings)
        {
            var mark = finding.Health switch
            {
                Health.Good => "[green]ok[/]",
                Health.Optional => "[yellow]--[/]",
                _ => "[red]no[/]",
            };
            grid.AddRow(new Markup(mark), new Markup(Markup.Escape(finding.Name)), new Markup(Markup.Escape(finding.Found)));
            if (finding.Remedy is { } remedy)
            {
                grid.AddRow(Text.Empty, Text.Empty, new Markup($"[grey]{Markup.Escape(remedy)}[/]"));
            }
        }

        output.Write(grid);
    }

    private static void Write(Utf8JsonWriter json, Finding[] findings)
    {
        json.WriteStartArray();
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("name", finding.Name);
            json.WriteString("health", finding.Health.ToString().ToLowerInvariant());
            json.WriteString("found", finding.Found);
            json.WriteString("remedy", finding.Remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
