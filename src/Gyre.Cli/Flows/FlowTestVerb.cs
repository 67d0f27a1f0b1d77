using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Flows;
using Gyre.Flows.Execution;

namespace Gyre.Cli.Flows;

/// <summary><c>gyre flow test</c>: one line of a flow, or one of its nodes.</summary>
internal static class FlowTestVerb
{
    /// <summary>How the command is typed.</summary>
    public const string Words = "gyre flow test";

    public static Command Create(CliHost host)
    {
        var flow = SharedOptions.Flow();
        return new Command("test", "Run a flow once.") { flow }.Does(host, (_, _) => Task.FromResult(ExitCodes.Done));
    }

    /// <summary>A failure before anything ran, as the report that is promised in every case.</summary>
    public static void PrintFailure(CliHost host, Exception exception) => JsonDocuments.Print(host.Output, FlowTestReport.Of(Error(exception)).Write);

    private static FlowError Error(Exception exception)
    {
        if (exception is FlowException)
        {
            return FlowError.Of(exception);
        }

        var failure = Failure.Of(exception);
        return new FlowError(ErrorClasses.UserErrorException, null, failure.Message, ErrorKind.UserError) { File = failure.File, Line = failure.Line };
    }
}
