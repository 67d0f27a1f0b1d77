using System.CommandLine;

namespace Gyre.Cli.CommandLine;

/// <summary>Ties a command to what it does, with one place where failures become a line and an exit code.</summary>
internal static class Verb
{
    /// <param name="command">What is typed.</param>
    /// <param name="host">What it runs in.</param>
    /// <param name="run">What it does; gives the exit code.</param>
    /// <param name="hasCsv">Whether it prints CSV too.</param>
    public static Command Does(this Command command, CliHost host, Func<Invocation, CancellationToken, Task<int>> run, bool hasCsv = false)
    {
        command.SetAction((parsed, cancellationToken) => RunAsync(new Invocation(host, parsed), run, hasCsv, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Invocation call, Func<Invocation, CancellationToken, Task<int>> run, bool hasCsv, CancellationToken cancellationToken)
    {
        try
        {
            if (call.Csv && !hasCsv)
            {
                throw new UsageException("--output is table or json here; csv is for gyre usage report.");
            }

            return await run(call, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            call.Note("Stopped.");
            return ExitCodes.Stopped;
        }
        catch (Exception e)
        {
            return Failure.Report(call.Host, e, call.Json, call.Debug);
        }
    }
}
