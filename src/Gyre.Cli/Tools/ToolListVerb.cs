using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Flows;
using Gyre.Cli.Output;
using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Tools;

/// <summary><c>gyre tool list</c>: what a node can be, or what the nodes of a flow are.</summary>
internal static class ToolListVerb
{
    private static readonly (string Type, string Source, string What)[] Kinds =
    [
        (NodeTypes.Prompt, "a .jinja2 file", "renders a template; the result is its text"),
        (NodeTypes.Llm, "a .jinja2 file", "renders a template and asks the model of a connection: api chat or completion"),
        (NodeTypes.Python, "a .py file or a package tool", "calls the function marked with @tool in a warm worker process"),
        (NodeTypes.CSharp, "a .cs file", "calls its public static method, compiled once"),
        (NodeTypes.CustomLlm, "a package tool with a template", "hands the template to the package tool"),
        (NodeTypes.Flow, "a flow folder", "runs another flow as one node"),
    ];

    public static Command CreateGroup(CliHost host) => new("tool", "See what nodes can be.") { Create(host) };

    private static Command Create(CliHost host)
    {
        var flow = SharedOptions.Flow();
        return new Command("list", "List the kinds of nodes, or with --flow the tools of a flow.") { flow }.Does(host, (call, _) =>
        {
            var rows = call.Value(flow) is { } path
                ? FlowOutline.Read(call.Host.Full(path), variant: null).Nodes.Select(n => (n.Type, n.Source, What: n.Name)).ToList()
                : [.. Kinds];
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, rows.Select(r => (object?)new PythonDict
                {
                    ["type"] = r.Type,
                    ["source"] = r.Source,
                    [call.Has(flow) ? "node" : "description"] = r.What,
                }).ToList()));
                return Task.FromResult(ExitCodes.Done);
            }

            var table = Terminal.Table(call.Output, "type", "source", call.Has(flow) ? "node" : "what it does");
            foreach (var (type, source, what) in rows)
            {
                table.AddRow(new Text(type), new Text(source), new Text(what));
            }

            call.Output.Write(table);
            return Task.FromResult(ExitCodes.Done);
        });
    }
}
