using Gyre.Flows.Definitions;

namespace Gyre.Cli.Flows;

/// <summary>A flow of any kind as a person wants to see it; read from its file, nothing is loaded or run.</summary>
internal sealed record FlowOutline(FlowFile File, string Name, string? Description)
{
    public IReadOnlyList<FlowInput> Inputs { get; init; } = [];

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<NodeOutline> Nodes { get; init; } = [];

    public IReadOnlyList<(string Name, string From)> Outputs { get; init; } = [];

    public static FlowOutline Read(string path, string? variant)
    {
        var file = FlowFile.Find(path, acceptSinglePrompty: true);
        return file.Kind switch
        {
            FlowKind.Dag => OfDag(file, variant),
            FlowKind.Flex => OfFlex(file),
            _ => OfPrompty(file),
        };
    }

    private static FlowOutline OfDag(FlowFile file, string? variant)
    {
        var written = DagReader.Read(file.Path);
        var flow = FlowVariants.Apply(written, variant);
        return new FlowOutline(file, flow.DisplayName ?? flow.Name, flow.Description)
        {
            Inputs = flow.Inputs,
            Nodes = [.. flow.Nodes.Select(n => NodeOutline.Of(n, written))],
            Outputs = [.. flow.Outputs.Select(o => (o.Name, Text(o.Reference)))],
        };
    }

    private static FlowOutline OfFlex(FlowFile file)
    {
        var flow = FlexReader.Read(file.Path);
        return new FlowOutline(file, flow.DisplayName ?? flow.Name, flow.Description)
        {
            Inputs = flow.Inputs ?? [],
            Nodes = [new NodeOutline(flow.Target, "python", flow.Entry, [], [], "")],
            Outputs = [.. (flow.Outputs ?? []).Select(o => (o.Name, flow.Target))],
        };
    }

    private static FlowOutline OfPrompty(FlowFile file)
    {
        var prompty = PromptyReader.Read(file.Path);
        var settings = prompty.Resolve(Environment.GetEnvironmentVariable);
        return new FlowOutline(file, settings.Name, settings.Description)
        {
            Inputs = settings.Inputs,
            Nodes = [new NodeOutline(settings.Name, "llm", $"{settings.Model.Api} {settings.Model.Model}".Trim(), [], [], "")],
            Outputs = [.. settings.Outputs.Select(o => (o.Name, settings.Name))],
        };
    }

    /// <summary>A binding as it is written.</summary>
    public static string Text(InputBinding? binding) => binding switch
    {
        FlowInputBinding input => $"${{inputs.{input.Name}}}",
        NodeBinding node => $"${{{node.Text}}}",
        LiteralBinding literal => Gyre.Flows.Values.PythonText.Str(literal.Value),
        _ => "",
    };
}

/// <summary>A node of the outline.</summary>
internal sealed record NodeOutline(string Name, string Type, string Source, IReadOnlyList<string> WaitsFor, IReadOnlyList<string> Variants, string Notes)
{
    public static NodeOutline Of(FlowNode node, FlowDefinition written)
    {
        var bindings = node.Inputs.Values.Append(node.Activate?.When).Append(node.Map?.Over);
        var variants = written.NodeVariants.TryGetValue(node.Name, out var has) ? has.Variants.Keys.ToList() : [];
        string?[] notes =
        [
            node.Aggregation ? "after all lines" : null,
            node.Activate?.When is { } when ? $"only if {FlowOutline.Text(when)} is {Gyre.Flows.Values.PythonText.Str(node.Activate.Is)}" : node.Activate is not null ? "conditional" : null,
            node.Map is { } map ? $"for each of {FlowOutline.Text(map.Over)}" : null,
            node.Connection is { Length: > 0 } connection ? $"connection {connection}" : null,
            variants.Count > 0 ? $"variants {string.Join(", ", variants.Select(v => v == has!.DefaultVariantId ? v + " (default)" : v))}" : null,
        ];
        return new NodeOutline(
            node.Name,
            node.Type ?? "",
            node.Source?.Path ?? node.Source?.Tool ?? "",
            [.. bindings.OfType<NodeBinding>().Select(b => b.Node).Distinct(StringComparer.Ordinal)],
            variants,
            string.Join("; ", notes.OfType<string>()));
    }
}
