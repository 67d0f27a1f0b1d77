using System.CommandLine;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Flows;
using Gyre.Cli.Output;
using Gyre.Flows.Definitions;
using Gyre.Flows.Tools.Packages;
using Gyre.Flows.Values;
using Gyre.Models.Providers;
using Spectre.Console;

namespace Gyre.Cli.Tools;

/// <summary><c>gyre tool list</c>: what a node can be, the built-in package tools, or what the nodes of a flow are.</summary>
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
        return new Command("list", "List the kinds of nodes and the built-in package tools, or with --flow the tools of a flow.") { flow }.Does(host, (call, _) =>
        {
            if (call.Value(flow) is { } path)
            {
                ShowFlow(call, FlowOutline.Read(call.Host.Full(path), variant: null).Nodes.Select(n => (n.Type, n.Source, n.Name)).ToList());
            }
            else
            {
                ShowKinds(call, new BuiltInTools(new ModelProviders(), call.Host.Time).Metas);
            }

            return Task.FromResult(ExitCodes.Done);
        });
    }

    private static void ShowFlow(Invocation call, List<(string Type, string Source, string Name)> nodes)
    {
        if (call.Json)
        {
            Print(call, nodes.Select(n => new PythonDict { ["type"] = n.Type, ["source"] = n.Source, ["node"] = n.Name }));
            return;
        }

        Write(call, ["node", "type", "source"], nodes.Select(n => new[] { n.Name, n.Type, n.Source }));
    }

    private static void ShowKinds(Invocation call, IReadOnlyList<ToolMeta> tools)
    {
        if (call.Json)
        {
            Print(call, Kinds.Select(k => new PythonDict { ["type"] = k.Type, ["source"] = k.Source, ["description"] = k.What })
                .Concat(tools.Select(t => new PythonDict
                {
                    ["id"] = t.Id,
                    ["type"] = t.Type,
                    ["source"] = "package",
                    ["description"] = t.Description,
                    ["inputs"] = Described(t.Inputs),
                })));
            return;
        }

        call.Output.MarkupLine("[bold]Kinds of nodes[/]");
        Write(call, ["type", "source", "what it does"], Kinds.Select(k => new[] { k.Type, k.Source, k.What }));
        call.Output.MarkupLine("[bold]Built-in package tools[/] (in a node: [green]source: {type: package, tool: <id>}[/])");
        Write(call, ["id", "type", "inputs (? may be left out)"], tools.Select(t => new[] { t.Id, t.Type, string.Join(", ", t.Inputs.Select(i => i.HasDefault ? i.Name + "?" : i.Name)) }));
    }

    private static PythonDict Described(IReadOnlyList<ToolInputMeta> inputs)
    {
        var described = new PythonDict();
        foreach (var input in inputs)
        {
            var facts = new PythonDict { ["type"] = input.Types.Cast<object?>().ToList() };
            if (input.HasDefault)
            {
                facts["default"] = input.Default;
            }

            described[input.Name] = facts;
        }

        return described;
    }

    private static void Print(Invocation call, IEnumerable<PythonDict> rows) =>
        JsonDocuments.Print(call.Host.Output, json => PythonJson.Write(json, rows.Cast<object?>().ToList()));

    private static void Write(Invocation call, string[] columns, IEnumerable<string[]> rows)
    {
        var table = Terminal.Table(call.Output, columns);
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        call.Output.Write(table);
    }
}
