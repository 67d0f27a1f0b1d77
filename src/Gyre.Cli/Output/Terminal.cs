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

    /// <summary>A table in the house's way: rounded on a terminal, plain elsewhere.</summary>
    public static Table Table(IAnsiConsole console, params string[] columns)
    {
        var table = new Table { Border = console.Profile.Capabilities.Ansi ? TableBorder.Rounded : TableBorder.Simple };
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(new Markup($"[bold]{Markup.Escape(column)}[/]")));
        }

        return table;
    }

    /// <summary>Reads a line from the keyboard without showing it; null where nothing was typed.</summary>
    public static string? ReadSecret(TextWriter error, string question)
    {
        error.Write(question);
        var typed = new System.Text.StringBuilder();
        for (var key = Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar))
            {
                typed.Append(key.KeyChar);
            }
        }

        error.WriteLine();
        return typed.Length == 0 ? null : typed.ToString();
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
