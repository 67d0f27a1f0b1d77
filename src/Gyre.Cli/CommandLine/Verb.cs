using System.CommandLine;

namespace Gyre.Cli.CommandLine;

/// <summary>Ties a command to what it does, with one place where failures become a line and an exit code.</summary>
internal static class Verb
{
    public static Command Does(this Command command, CliHost host, Func<Invocation, CancellationToken, Task<int>> run)
    {
        command.SetAction((parsed, cancellationToken) => RunAsync(new Invocation(host, parsed), run, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Invocation call, Func<Invocation, CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        try
        {
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
