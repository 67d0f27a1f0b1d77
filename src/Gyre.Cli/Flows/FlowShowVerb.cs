using System.CommandLine;
using System.Text.Json;
using Gyre.Cli.CommandLine;
using Gyre.Cli.Output;
using Gyre.Flows.Values;
using Spectre.Console;

namespace Gyre.Cli.Flows;

/// <summary><c>gyre flow show</c>: what goes in, what comes out, what is in between.</summary>
internal static class FlowShowVerb
{
    public static Command Create(CliHost host)
    {
        var flow = SharedOptions.Flow();
        var variant = SharedOptions.Variant();
        return new Command("show", "Show a flow: inputs, outputs, nodes in order and what they wait for.") { flow, variant }.Does(host, (call, _) =>
        {
            var outline = FlowOutline.Read(call.Host.Full(call.Required(flow, "--flow FOLDER")), call.Value(variant));
            if (call.Json)
            {
                JsonDocuments.Print(call.Host.Output, json => Write(json, outline));
            }
            else
            {
                Show(call, outline);
            }

            return Task.FromResult(ExitCodes.Done);
        });
    }

    private static void Show(Invocation call, FlowOutline outline)
    {
        call.Output.MarkupLine($"[bold]{Markup.Escape(outline.Name)}[/]  [grey]{outline.File.Kind.ToString().ToLowerInvariant()} flow, {Markup.Escape(outline.File.Path)}[/]");
        if (outline.Description is { Length: > 0 } description)
        {
            call.Output.WriteLine(description);
        }

        if (outline.Inputs.Count > 0)
        {
            var inputs = Terminal.Table(call.Output, "input", "type", "default", "chat");
            foreach (var input in outline.Inputs)
            {
                inputs.AddRow(new Text(input.Name), new Text(input.Type), new Text(input.Default is null ? "" : PythonText.Str(input.Default)), new Text(input.IsChatInput ? "input" : input.IsChatHistory == true ? "history" : ""));
            }

            call.Output.Write(inputs);
        }

        if (outline.Nodes.Count > 0)
        {
            var nodes = Terminal.Table(call.Output, "node", "type", "source", "waits for", "notes");
            foreach (var node in outline.Nodes)
            {
                nodes.AddRow(new Text(node.Name), new Text(node.Type), new Text(node.Source), new Text(string.Join(", ", node.WaitsFor)), new Text(node.Notes));
            }

            call.Output.Write(nodes);
        }

        if (outline.Outputs.Count > 0)
        {
            var outputs = Terminal.Table(call.Output, "output", "from");
            foreach (var (name, from) in outline.Outputs)
            {
                outputs.AddRow(new Text(name), new Text(from));
            }

            call.Output.Write(outputs);
        }
    }

    private static void Write(Utf8JsonWriter json, FlowOutline outline)
    {
        json.WriteStartObject();
        json.WriteString("name", outline.Name);
        json.WriteString("kind", outline.File.Kind.ToString().ToLowerInvariant());
        json.WriteString("file", outline.File.Path);
        json.WriteString("description", outline.Description);
        json.WriteStartArray("inputs");
        foreach (var input in outline.Inputs)
        {
            json.WriteStartObject();
            json.WriteString("name", input.Name);
            json.WriteString("type", input.Type);
            json.WriteValue("default", input.Default);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("nodes");
        foreach (var node in outline.Nodes)
        {
            json.WriteStartObject();
            json.WriteString("name", node.Name);
            json.WriteString("type", node.Type);
            json.WriteString("source", node.Source);
            json.WriteStartArray("waits_for");
            foreach (var other in node.WaitsFor)
            {
                json.WriteStringValue(other);
            }

            json.WriteEndArray();
            json.WriteStartArray("variants");
            foreach (var variant in node.Variants)
            {
                json.WriteStringValue(variant);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("outputs");
        foreach (var (name, from) in outline.Outputs)
        {
            json.WriteString(name, from);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
