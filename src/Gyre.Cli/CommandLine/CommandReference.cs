using System.CommandLine;
using System.CommandLine.Help;
using System.Text;

namespace Gyre.Cli.CommandLine;

/// <summary>Writes the reference page of all commands from the command tree.</summary>
internal static class CommandReference
{
    /// <summary>Markdown, one section per command.</summary>
    public static string Write(RootCommand root)
    {
        var page = new StringBuilder();
        page.Append("# Commands\n\nWritten from the command tree by a test; do not edit. `gyre COMMAND --help` prints the same.\n\n");
        page.Append("Every command takes `--output table|json` (`-o`; with `json`, stdout holds one JSON document and nothing else), `--debug` and `--help`. ");
        page.Append("Exit codes: 0 done, 1 failed, 2 wrong usage or an invalid flow, 3 a gate said no, 130 stopped by Ctrl-C.\n");
        foreach (var command in root.Subcommands)
        {
            Append(page, command, "gyre");
        }

        return page.ToString();
    }

    private static void Append(StringBuilder page, Command command, string above)
    {
        var words = $"{above} {command.Name}";
        if (command.Subcommands.Count > 0)
        {
            page.Append($"\n## {words}\n\n{command.Description}\n");
            foreach (var verb in command.Subcommands)
            {
                Append(page, verb, words);
            }

            return;
        }

        var arguments = string.Concat(command.Arguments.Select(a => $" [{a.Name}]"));
        page.Append($"\n### {words}\n\n{command.Description}\n\n```\n{words}{arguments}{(command.Options.Any(o => o is not HelpOption) ? " [options]" : "")}\n```\n");
        var rows = command.Arguments.Select(a => ($"`{a.Name}`", a.Description))
            .Concat(command.Options.Where(o => o is not HelpOption).Select(o => (Usage(o), o.Description)))
            .ToList();
        if (rows.Count > 0)
        {
            page.Append("\n| | |\n| --- | --- |\n");
            foreach (var (usage, description) in rows)
            {
                page.Append($"| {usage} | {description?.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
            }
        }
    }

    private static string Usage(Option option) =>
        string.Join(", ", option.Aliases.Prepend(option.Name).Select(n => $"`{n}`"))
        + (option.ValueType == typeof(bool) ? "" : $" `{(option.HelpName ?? "value").Replace("|", "\\|", StringComparison.Ordinal)}`");
}
