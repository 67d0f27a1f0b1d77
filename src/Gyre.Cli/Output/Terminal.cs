using Spectre.Console;

namespace Gyre.Cli.Output;

/// <summary>Spectre over one writer: colour and live drawing on a terminal, plain text elsewhere.</summary>
internal static class Terminal
{
    // Wide enough that redirected tables keep one row per line.
    private const int PlainWidth = 160;

    public static IAnsiConsole Over(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isTerminal ? AnsiSupport.Yes : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });
        if (!isTerminal)
        {
            console.Profile.Width = PlainWidth;
        }
        else if (!Console.IsOutputRedirected || !Console.IsErrorRedirected)
        {
            console.Profile.Width = Math.Max(60, Width());
        }

        return console;
    }

    /// <summary>A table in the house's way: rounded on a terminal, thin lines elsewhere.</summary>
    public static Table Table(params string[] columns)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Markup($"[bold]{Markup.Escape(column)}[/]")));
        }

        return table;
    }

    private static int Width()
    {
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return PlainWidth;
        }
    }
}
