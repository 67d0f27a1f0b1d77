using System.CommandLine;

namespace Gyre.Cli.CommandLine;

/// <summary>How results are printed.</summary>
internal enum OutputFormat
{
    /// <summary>For a person.</summary>
    Table,

    /// <summary>One JSON document on stdout, nothing else.</summary>
    Json,

    /// <summary>Lines for a sheet; only where a command says so.</summary>
    Csv,
}

/// <summary>Options that several commands share, so that a name means the same everywhere. Each call makes a fresh one, as the parser wants.</summary>
internal static class SharedOptions
{
    public const string OutputName = "--output";

    public const string OutputShortName = "-o";

    public const string DebugName = "--debug";

    /// <summary>Where a report goes.</summary>
    public static Option<string> Report() => new("--report") { Description = "Write all of it as one HTML file that needs no network.", HelpName = "file" };

    public static Option<OutputFormat> Output() =>
        new(OutputName, OutputShortName)
        {
            Description = "How to print: table, or json (one document on stdout, all else on stderr).",
            HelpName = "table|json",
            Recursive = true,
            CustomParser = static given =>
            {
                if (Enum.TryParse<OutputFormat>(given.Tokens[0].Value, ignoreCase: true, out var format) && Enum.IsDefined(format))
                {
                    return format;
                }

                given.AddError($"--output is table or json, not '{given.Tokens[0].Value}'.");
                return default;
            },
        };

    public static Option<bool> Debug() => new(DebugName) { Description = "Show what is behind an error.", Recursive = true };

    public static Option<string> Flow() =>
        new("--flow", "-f") { Description = "Flow folder, flow.dag.yaml, flow.flex.yaml or .prompty file.", HelpName = "path" };

    public static Option<string> Variant() => new("--variant") { Description = "Which variant of a node: '${node.variant}'.", HelpName = "${node.variant}" };

    public static Option<string[]> Init() => Pairs("--init", "Constructor values of a class-based flow: k=v pairs or a JSON file.", "k=v|file");

    public static Option<string[]> EnvironmentVariables() =>
        Pairs("--environment-variables", "Environment of the flow: K=V pairs; '${connection.key}' is looked up.", "K=V");

    public static Option<string[]> Connections() =>
        Pairs("--connections", "Other connections or models for nodes: node.connection=name node.deployment_name=model.", "node.key=v");

    public static Option<string[]> Set() => Pairs("--set", "Replace a field of the file: k=v, nested as a.b=v.", "k=v");

    public static Option<string> Python() =>
        new("--python") { Description = "Python to use for Python nodes. Default: the flow's .venv, GYRE_PYTHON, then PATH.", HelpName = "path" };

    public static Option<string> Name(string what) => new("--name", "-n") { Description = $"Name of the {what}.", HelpName = "name" };

    /// <summary>The same name without its flag, as people type it.</summary>
    public static Argument<string?> NameArgument(string what) => new("name") { Description = $"Name of the {what}.", Arity = ArgumentArity.ZeroOrOne };

    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Do not ask." };

    public static Option<string[]> Pairs(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName, AllowMultipleArgumentsPerToken = true, Arity = ArgumentArity.ZeroOrMore };
}
