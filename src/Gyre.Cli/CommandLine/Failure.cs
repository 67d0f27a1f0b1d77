using System.Text.Json;
using Gyre.Cli.Output;
using Gyre.Flows;
using Gyre.Flows.Execution.Records;
using Gyre.Kernel;

namespace Gyre.Cli.CommandLine;

/// <summary>Any exception as one clear line; the stack only where it was asked for.</summary>
internal sealed record Failure(string Code, string Message, string? File, int? Line, int ExitCode)
{
    public static Failure Of(Exception exception) => exception switch
    {
        UsageException usage => new("usage", usage.Message, null, null, ExitCodes.WrongUsage),
        ProblemException { Problem: { Code: "run-invalid" or "evaluation-invalid" or "evaluator-unknown" or "evaluator-setting" or "env-invalid" or "yaml-syntax" or "gate-invalid" or "gate-baseline-missing" or "usage-dimension" or "usage-period" } p } => new(p.Code, p.Message, p.File, p.Line, ExitCodes.WrongUsage),
        ProblemException { Problem: var p } => new(p.Code, p.Message, p.File, p.Line, ExitCodes.Failed),
        FlowException flow => new(flow.ErrorClass, flow.Message, flow.File, flow.Line, ExitCodes.WrongUsage),
        AggregateException { InnerExceptions.Count: 1 } one => Of(one.InnerException!),
        UnauthorizedAccessException or IOException => new("file", exception.Message, null, null, ExitCodes.Failed),
        _ => new("unexpected", $"Gyre met something it did not expect: {exception.GetType().Name}: {exception.Message}", null, null, ExitCodes.Failed),
    };

    /// <summary>Prints and gives the exit code.</summary>
    public static int Report(CliHost host, Exception exception, bool json, bool debug)
    {
        var failure = Of(exception);
        if (json)
        {
            PrintJson(host, exception);
        }

        host.Error.WriteLine($"error: {failure}");
        if (debug)
        {
            host.Error.WriteLine(exception);
        }
        else if (failure.Code == "unexpected")
        {
            host.Error.WriteLine("Run it again with --debug to see more.");
        }

        return failure.ExitCode;
    }

    /// <summary>A failed line or node as one line on stderr.</summary>
    public static void Show(CliHost host, FlowError error) =>
        host.Error.WriteLine($"error: {new Failure(error.Code, $"{error.Code}{(error.Inner is null ? "" : $" ({error.Inner})")}: {error.Message}", error.File, error.Line, ExitCodes.Failed)}");

    /// <summary>The error as the one document of <c>--output json</c>.</summary>
    public static void PrintJson(CliHost host, Exception exception) => JsonDocuments.Print(host.Output, Of(exception).Write);

    /// <inheritdoc/>
    public override string ToString() => new Problem(Code, Message) { File = File, Line = Line }.ToString();

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error");
        json.WriteString("code", Code);
        json.WriteString("message", Message);
        json.WriteString("file", File);
        if (Line is { } line)
        {
            json.WriteNumber("line", line);
        }
        else
        {
            json.WriteNull("line");
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
