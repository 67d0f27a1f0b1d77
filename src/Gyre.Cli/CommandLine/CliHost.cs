using System.Globalization;
using System.Text;

namespace Gyre.Cli.CommandLine;

/// <summary>What a command runs in: a process, or a test that stands for one.</summary>
internal sealed record CliHost
{
    /// <summary>The results; with <c>--output json</c> nothing but one JSON document.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Progress, warnings and errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>What a person types.</summary>
    public required TextReader Input { get; init; }

    /// <summary>The current folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public Func<string, string?> Environment { get; init; } = System.Environment.GetEnvironmentVariable;

    /// <summary>Whether <see cref="Output"/> is a terminal that shows colour.</summary>
    public bool OutputIsTerminal { get; init; }

    /// <summary>Whether <see cref="Error"/> is a terminal where a live line may be drawn.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>Whether a person can be asked.</summary>
    public bool InputIsTerminal { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether Ctrl-C and SIGTERM are listened to.</summary>
    public bool ListensToSignals { get; init; }

    /// <summary>The running process, with the invariant culture set and UTF-8 output.</summary>
    public static CliHost OfProcess()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        var plain = System.Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
            || System.Environment.GetEnvironmentVariable("TERM") == "dumb";
        return new CliHost
        {
            Output = Writer(Console.OpenStandardOutput()),
            Error = Writer(Console.OpenStandardError()),
            Input = Console.In,
            Folder = System.Environment.CurrentDirectory,
            OutputIsTerminal = !plain && !Console.IsOutputRedirected,
            ErrorIsTerminal = !plain && !Console.IsErrorRedirected,
            InputIsTerminal = !Console.IsInputRedirected,
            ListensToSignals = true,
        };
    }

    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };

    /// <summary>A path as typed, made full from <see cref="Folder"/>.</summary>
    public string Full(string path) => Path.GetFullPath(path, Folder);
}
