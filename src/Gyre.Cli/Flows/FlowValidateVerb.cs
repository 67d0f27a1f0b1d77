using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Flows.Validation;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Spectre.Console;

namespace Gyre.Cli.Flows;

/// <summary><c>gyre flow validate</c>: everything that is wrong, at once, each with its line.</summary>
internal static class FlowValidateVerb
{
    public static Command Create(CliHost host)
    {
        var path = new Argument<string?>("path") { Description = "Flow folder, or any file that Gyre reads: flow, prompty, run, connection, gyre.yaml.", Arity = ArgumentArity.ZeroOrOne };
        var source = new Option<string>("--source", "--flow", "-f") { Description = "The same.", HelpName = "path" };
        return new Command("validate", "Check a flow (or run, connection, gyre.yaml) and list every fault with its line.") { path, source }.Does(host, async (call, cancellationToken) =>
        {
            var what = call.Value(source) ?? call.Value(path) ?? throw new UsageException($"Say what to check: {call.Words()} FOLDER.");
            var found = await FlowValidator.ValidateAsync(call.Host.Full(what), cancellationToken);
            var errors = found.Count(p => p.Severity == ProblemSeverity.Error);
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, ToDict(call, found, errors)));
            }
            else
            {
                Show(call, found, errors, what);
            }

            return errors > 0 ? ExitCodes.WrongUsage : ExitCodes.Done;
        });
    }

    private static void Show(Invocation call, IReadOnlyList<Problem> found, int errors, string what)
    {
        foreach (var problem in found)
        {
            var mark = problem.Severity == ProblemSeverity.Error ? "[red]error[/]  " : "[yellow]warning[/]";
            call.Output.MarkupLine($"{mark}  {Markup.Escape(Told(call, problem).ToString())}");
        }

        var warnings = found.Count - errors;
        call.Output.WriteLine(errors + warnings == 0 ? $"{what} is in order." : $"{Count(errors, "error")}, {Count(warnings, "warning")}.");
    }

    private static Problem Told(Invocation call, Problem problem) => problem with
    {
        File = Short(call, problem.File),
        Message = problem.Field is { Length: > 0 } field ? $"{field}: {problem.Message}" : problem.Message,
    };

    private static string Count(int number, string what) => number == 1 ? $"1 {what}" : $"{number} {what}s";

    private static PythonDict ToDict(Invocation call, IReadOnlyList<Problem> found, int errors) => new()
    {
        ["valid"] = errors == 0,
        ["problems"] = found.Select(p => (object?)new PythonDict
        {
            ["severity"] = p.Severity.ToString().ToLowerInvariant(),
            ["code"] = p.Code,
            ["message"] = p.Message,
            ["file"] = Short(call, p.File),
            ["line"] = (long?)p.Line,
            ["field"] = p.Field,
        }).ToList(),
    };

    private static string? Short(Invocation call, string? file)
    {
        var relative = file is null ? null : Path.GetRelativePath(call.Host.Folder, file);
        return relative?.StartsWith("..", StringComparison.Ordinal) == true ? file : relative;
    }
}
