using Gyre.Cli.CommandLine;
using Gyre.Testing;

namespace Gyre.Cli.Tests;

/// <summary>What one command printed.</summary>
internal sealed record Printed(int ExitCode, string Output, string Error);

/// <summary>The command in this process, in a folder of its own with a home inside.</summary>
internal sealed class Gyre : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public string Folder => folder.Path;

    /// <summary>What a person types, line by line.</summary>
    public string Typed { get; init; } = "";

    /// <summary>Environment variables besides GYRE_HOME.</summary>
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string Write(string name, string text) => folder.Write(name, text);

    public string At(params string[] parts) => folder.At(parts);

    public async Task<Printed> RunAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new CliHost
        {
            Output = output,
            Error = error,
            Input = new StringReader(Typed),
            Folder = Folder,
            Environment = name => name == "GYRE_HOME" ? folder.At("home") : Environment.GetValueOrDefault(name) ?? System.Environment.GetEnvironmentVariable(name),
        };
        var exit = await GyreCommand.RunAsync(args, host, TestContext.Current.CancellationToken);
        return new Printed(exit, output.ToString(), error.ToString());
    }

    public void Dispose() => folder.Dispose();
}
