using Gyre.Cli.CommandLine;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Values;
using Gyre.Models.Prices;
using Spectre.Console;

namespace Gyre.Cli.Flows;

/// <summary>A test for a person: outputs as text, then metrics and tokens.</summary>
internal static class FlowTestView
{
    public static void Show(Invocation call, FlowTestReport report)
    {
        foreach (var (name, value) in report.Outputs)
        {
            call.Output.MarkupLine($"[bold]{Markup.Escape(PythonText.Str(name))}[/]");
            call.Host.Output.WriteLine(Text(value));
            call.Host.Output.WriteLine();
        }

        foreach (var (name, value) in report.Metrics)
        {
            call.Output.MarkupLine($"[bold]{Markup.Escape(PythonText.Str(name))}[/]  {Markup.Escape(Text(value))}");
        }

        if (report.Usage.TotalTokens is { } tokens)
        {
            call.Error.MarkupLine($"[grey]{tokens} tokens ({report.Usage.PromptTokens} prompt, {report.Usage.CompletionTokens} completion{Cost(report.Usage.Costs)})[/]");
        }
    }

    /// <summary>One line per node as it ends.</summary>
    public static void ShowNode(Invocation call, NodeRecord node, bool verbose)
    {
        var mark = node.Status switch
        {
            RunStatus.Completed => "[green]done[/]    ",
            RunStatus.Bypassed => "[grey]bypassed[/]",
            RunStatus.Failed => "[red]failed[/]  ",
            _ => $"{node.Status,-8}",
        };
        var time = node.Status == RunStatus.Bypassed ? "" : $"  {(node.EndTime - node.StartTime).TotalMilliseconds:0} ms{(node.Cached ? ", cached" : "")}";
        call.Error.MarkupLine($"{mark}  {Markup.Escape(node.Node)}[grey]{time}[/]");
        if (verbose)
        {
            call.Host.Error.WriteLine($"  inputs  {Text(node.Inputs)}");
            call.Host.Error.WriteLine($"  output  {Text(node.Output)}");
        }

        ShowPrinted(call, node.StandardOutput + node.StandardError);
    }

    /// <summary>What a flow without nodes printed.</summary>
    public static void ShowPrinted(Invocation call, LineRecord line)
    {
        if (!call.Json)
        {
            ShowPrinted(call, line.StandardOutput + line.StandardError);
        }
    }

    private static string Cost(CallCosts costs) => costs.Total is { } total ? $", {total}" : costs.Unpriced > 0 ? ", cost unknown" : "";

    private static void ShowPrinted(Invocation call, string printed)
    {
        foreach (var line in printed.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            call.Host.Error.WriteLine($"  | {line}");
        }
    }

    private static string Text(object? value) => value is string text ? text : PythonJson.Write(value, indented: true);
}
