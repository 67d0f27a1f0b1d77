using System.CommandLine;
using Gyre.Cli.Output;
using Gyre.Workspace;
using Spectre.Console;

namespace Gyre.Cli.CommandLine;

/// <summary>One call of a command: what was typed, and what it runs in.</summary>
internal sealed class Invocation(CliHost host, ParseResult parsed)
{
    private readonly Lazy<GyreHome> home = new(() => GyreHome.Locate(host.Folder, host.Environment));
    private readonly Lazy<IAnsiConsole> output = new(() => Terminal.Over(host.Output, host.OutputIsTerminal));
    private readonly Lazy<IAnsiConsole> error = new(() => Terminal.Over(host.Error, host.ErrorIsTerminal));

    public CliHost Host => host;

    /// <summary>Where state lives.</summary>
    public GyreHome Home => home.Value;

    /// <summary>For results a person reads; never used with <c>--output json</c>.</summary>
    public IAnsiConsole Output => output.Value;

    /// <summary>For progress and warnings.</summary>
    public IAnsiConsole Error => error.Value;

    public bool Json => parsed.GetValue<OutputFormat>(SharedOptions.OutputName) == OutputFormat.Json;

    public bool Csv => parsed.GetValue<OutputFormat>(SharedOptions.OutputName) == OutputFormat.Csv;

    public bool Debug => parsed.GetValue<bool>(SharedOptions.DebugName);

    public T? Value<T>(Option<T> option) => parsed.GetValue(option);

    public T? Value<T>(Argument<T> argument) => parsed.GetValue(argument);

    /// <summary>Whether the option was typed.</summary>
    public bool Has(Option option) => parsed.GetResult(option) is { Implicit: false };

    /// <summary>The <c>k=v</c> words of an option.</summary>
    public IReadOnlyDictionary<string, string> Pairs(Option<string[]> option) => KeyValues.Read(option.Name, parsed.GetValue(option));

    /// <summary>A name given as <c>--name x</c> or plainly.</summary>
    public string Name(Option<string> option, Argument<string?> argument) =>
        parsed.GetValue(option) ?? parsed.GetValue(argument) ?? throw new UsageException($"Say which one: {Words()} NAME.");

    /// <summary>An option the command cannot do without.</summary>
    public string Required(Option<string> option, string example) =>
        parsed.GetValue(option) is { Length: > 0 } value ? value : throw new UsageException($"{option.Name} is missing. Example: {Words()} {example}");

    /// <summary>The same call from another folder.</summary>
    public Invocation In(string folder) => new(host with { Folder = folder }, parsed);

    /// <summary>One line on stderr.</summary>
    public void Warn(string message) => host.Error.WriteLine($"warning: {message}");

    /// <summary>One line on stderr that is not a warning.</summary>
    public void Note(string message) => host.Error.WriteLine(message);

    /// <summary>Says what was done: a line on stderr, and with <c>--output json</c> an object with this one field on stdout.</summary>
    public int Done(string words, string field, string value)
    {
        Note(words);
        if (Json)
        {
            JsonDocuments.Print(host.Output, json =>
            {
                json.WriteStartObject();
                json.WriteString(field, value);
                json.WriteEndObject();
            });
        }

        return ExitCodes.Done;
    }

    /// <summary>Asks yes or no; without a person, no.</summary>
    public bool Confirm(string question)
    {
        if (!host.InputIsTerminal)
        {
            throw new UsageException($"{question} Nobody is there to answer; say --yes.");
        }

        host.Error.Write($"{question} [y/N] ");
        return host.Input.ReadLine()?.Trim() is "y" or "Y" or "yes";
    }

    /// <summary>The command as typed, up to its verb: <c>gyre run show</c>.</summary>
    public string Words()
    {
        var words = new List<string>();
        for (SymbolPath? at = SymbolPath.Of(parsed.CommandResult); at is not null; at = at.Parent)
        {
            words.Insert(0, at.Name);
        }

        return string.Join(' ', words);
    }

    private sealed record SymbolPath(string Name, System.CommandLine.Parsing.SymbolResult? Above)
    {
        public SymbolPath? Parent => Above is System.CommandLine.Parsing.CommandResult above ? Of(above) : null;

        public static SymbolPath Of(System.CommandLine.Parsing.CommandResult result) =>
            new(result.Command is RootCommand ? "gyre" : result.Command.Name, result.Parent);
    }
}
