using System.Globalization;
using System.Net;
using System.Text;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution.Records;

namespace Gyre.Evaluation.Reports;

/// <summary>Draws a DAG as inline SVG: nodes in layers from inputs to outputs, each with what became of it.</summary>
internal sealed class FlowDrawing
{
    private const int BoxWidth = 190, BoxHeight = 56, LaneWidth = 12, GapX = 26, GapY = 46, Margin = 14, PillHeight = 28;
    private const string Inputs = "\0inputs", Outputs = "\0outputs";

    private readonly FlowDefinition flow;
    private readonly Dictionary<string, NodeTimings> timings;
    private readonly Dictionary<string, FlowNode> nodes;
    private readonly Dictionary<string, int> depths = new(StringComparer.Ordinal);
    private readonly List<Edge> edges = [];
    private readonly List<List<Spot>> layers = [];
    private readonly double width;
    private readonly double height;

    public FlowDrawing(FlowDefinition flow, IReadOnlyList<NodeTimings> timings)
    {
        this.flow = flow;
        this.timings = timings.ToDictionary(t => t.Node, StringComparer.Ordinal);
        nodes = flow.Nodes.DistinctBy(n => n.Name, StringComparer.Ordinal).ToDictionary(n => n.Name, StringComparer.Ordinal);
        FindEdges();
        MakeLayers();
        width = (2 * Margin) + layers.Max(WidthOf);
        height = (2 * Margin) + (2 * (PillHeight + GapY)) + ((layers.Count - 2) * BoxHeight) + (Math.Max(0, layers.Count - 3) * GapY);
        Place();
    }

    /// <summary>The drawing.</summary>
    public string ToSvg()
    {
        var svg = new StringBuilder();
        var names = string.Join(", ", layers.SelectMany(l => l).Select(s => s.Node?.Name).OfType<string>());
        svg.Append(CultureInfo.InvariantCulture, $"<svg role=\"img\" aria-label=\"{Escape($"Flow graph: {names}")}\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\">\n");
        foreach (var edge in edges)
        {
            Draw(svg, edge);
        }

        Pill(svg, Margin, "inputs", flow.Inputs.Select(i => i.Name));
        foreach (var spot in layers.SelectMany(l => l).Where(s => s.Node is not null))
        {
            Box(svg, spot);
        }

        Pill(svg, height - Margin - PillHeight, "outputs", flow.Outputs.Select(o => o.Name));
        return svg.Append("</svg>\n").ToString();
    }

    private void FindEdges()
    {
        foreach (var node in nodes.Values)
        {
            foreach (var (name, isCondition) in Sources(node).Where(s => s.Name is null || nodes.ContainsKey(s.Name)).DistinctBy(s => s.Name, StringComparer.Ordinal))
            {
                edges.Add(new Edge(name ?? Inputs, node.Name, isCondition));
            }
        }

        edges.AddRange(flow.Outputs.Select(o => (o.Reference as NodeBinding)?.Node).OfType<string>().Where(nodes.ContainsKey).Distinct(StringComparer.Ordinal)
            .Select(name => new Edge(name, Outputs, false)));
    }

    // Each node one layer below the lowest it waits for. An edge that spans layers gets a lane in each, so that it passes beside boxes.
    private void MakeLayers()
    {
        foreach (var node in nodes.Values)
        {
            Depth(node.Name);
        }

        depths[Inputs] = 0;
        depths[Outputs] = depths.Values.Max() + 1;
        for (var i = 0; i <= depths[Outputs]; i++)
        {
            layers.Add([]);
        }

        var spots = depths.ToDictionary(d => d.Key, d => new Spot(nodes.GetValueOrDefault(d.Key)), StringComparer.Ordinal);
        foreach (var name in (string[])[Inputs, .. nodes.Keys, Outputs])
        {
            layers[depths[name]].Add(spots[name]);
        }

        foreach (var edge in edges)
        {
            edge.Route.Add(spots[edge.From]);
            for (var layer = depths[edge.From] + 1; layer < depths[edge.To]; layer++)
            {
                var lane = new Spot(null);
                layers[layer].Add(lane);
                edge.Route.Add(lane);
            }

            edge.Route.Add(spots[edge.To]);
        }
    }

    private int Depth(string name)
    {
        if (depths.TryGetValue(name, out var known))
        {
            return known;
        }

        // A cycle cannot be in a flow that ran; were there one, this ends all the same.
        depths[name] = 1;
        var deepest = edges.Where(e => e.To == name && e.From != Inputs).Select(e => Depth(e.From) + 1).DefaultIfEmpty(1).Max();
        return depths[name] = deepest;
    }

    private void Place()
    {
        var above = edges.SelectMany(e => e.Route.Zip(e.Route.Skip(1))).ToLookup(pair => pair.Second, pair => pair.First);
        var below = edges.SelectMany(e => e.Route.Zip(e.Route.Skip(1))).ToLookup(pair => pair.First, pair => pair.Second);
        for (var i = 0; i < layers.Count; i++)
        {
            foreach (var spot in layers[i])
            {
                spot.Y = i == 0 ? Margin + PillHeight : Margin + PillHeight + GapY + ((i - 1) * (BoxHeight + GapY));
                spot.Height = i == 0 || i == layers.Count - 1 ? 0 : BoxHeight;
            }

            Spread(layers[i]);
        }

        // Four sweeps towards the middle of the neighbours untangle flows of this size.
        for (var sweep = 0; sweep < 4; sweep++)
        {
            var neighbours = sweep % 2 == 0 ? above : below;
            foreach (var layer in sweep % 2 == 0 ? layers : layers.AsEnumerable().Reverse())
            {
                var wanted = layer.ToDictionary(s => s, s => neighbours[s].Select(n => n.Middle).DefaultIfEmpty(s.Middle).Average());
                var ordered = layer.OrderBy(s => wanted[s]).ToList();
                layer.Clear();
                layer.AddRange(ordered);
                Spread(layer);
            }
        }
    }

    private void Spread(List<Spot> layer)
    {
        var x = (width - WidthOf(layer)) / 2;
        foreach (var spot in layer)
        {
            spot.Middle = x + (spot.Width / 2.0);
            x += spot.Width + GapX;
        }
    }

    private static double WidthOf(List<Spot> layer) => layer.Sum(s => s.Width) + (Math.Max(0, layer.Count - 1) * GapX);

    private static IEnumerable<(string? Name, bool IsCondition)> Sources(FlowNode node)
    {
        foreach (var binding in node.Inputs.Values.Append(node.Map?.Over))
        {
            if (binding is NodeBinding reference)
            {
                yield return (reference.Node, false);
            }
            else if (binding is FlowInputBinding)
            {
                yield return (null, false);
            }
        }

        foreach (var binding in Conditions(node.Activate))
        {
            yield return ((binding as NodeBinding)?.Node, true);
        }
    }

    private static IEnumerable<InputBinding> Conditions(Activation? activation) =>
        activation is null ? [] : activation.Condition is { } condition ? Conditions(condition) : activation.When is { } when ? [when] : [];

    private static IEnumerable<InputBinding> Conditions(Condition condition) => condition switch
    {
        Condition.Comparison comparison => [comparison.When],
        Condition.All all => all.Conditions.SelectMany(Conditions),
        Condition.Any any => any.Conditions.SelectMany(Conditions),
        Condition.Not not => Conditions(not.Inner),
        _ => [],
    };

    private void Box(StringBuilder svg, Spot spot)
    {
        var node = spot.Node!;
        var (x, y) = (spot.Middle - (BoxWidth / 2.0), spot.Y);
        var known = timings.GetValueOrDefault(node.Name);
        var (completed, failed, bypassed) = known is null ? (0, 0, 0) : (known.Count(RunStatus.Completed), known.Count(RunStatus.Failed), known.Count(RunStatus.Bypassed));
        var tone = failed > 0 ? "bad" : completed > 0 ? "good" : bypassed > 0 ? "skip" : "none";
        svg.Append(CultureInfo.InvariantCulture, $"<g><title>{Escape(node.Name)}: {completed} completed, {failed} failed, {bypassed} bypassed</title>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"box\" x=\"{x}\" y=\"{y}\" width=\"{BoxWidth}\" height=\"{BoxHeight}\" rx=\"9\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{tone}\" x=\"{x}\" y=\"{y + 8}\" width=\"4\" height=\"{BoxHeight - 16}\" rx=\"2\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 14}\" y=\"{y + 23}\">{Escape(Short(node.Name, 24))}</text>");
        var kind = node.Aggregation ? $"{node.Type} · aggregation" : node.Type ?? "";
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"small\" x=\"{x + 14}\" y=\"{y + 42}\">{Escape(Short(kind, 22))}</text>");
        var counts = string.Join("  ", new[] { (completed, "✓"), (failed, "✗"), (bypassed, "↷") }.Where(c => c.Item1 > 0).Select(c => $"{c.Item1} {c.Item2}"));
        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"small\" x=\"{x + BoxWidth - 12}\" y=\"{y + 42}\" text-anchor=\"end\">{counts}</text></g>\n");
    }

    private void Pill(StringBuilder svg, double y, string what, IEnumerable<string> names)
    {
        var text = $"{what}: {string.Join(", ", names)}";
        var room = Math.Max(10, (int)((width - (2 * Margin) - 20) / 7));
        var pill = Math.Min(width - (2 * Margin), (Math.Min(text.Length, room) * 7) + 28);
        svg.Append(CultureInfo.InvariantCulture, $"<g><title>{Escape(text)}</title><rect class=\"pill\" x=\"{(width - pill) / 2}\" y=\"{y}\" width=\"{pill}\" height=\"{PillHeight}\" rx=\"14\"/>");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{width / 2}\" y=\"{y + 19}\" text-anchor=\"middle\">{Escape(Short(text, room))}</text></g>\n");
    }

    private static void Draw(StringBuilder svg, Edge edge)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"edge{(edge.IsCondition ? " when" : "")}\" d=\"M{edge.Route[0].Middle:0.#} {edge.Route[0].Y + edge.Route[0].Height}");
        foreach (var (from, to) in edge.Route.Zip(edge.Route.Skip(1)))
        {
            var (start, bend) = (from.Y + from.Height, (to.Y - from.Y - from.Height) / 2);
            svg.Append(CultureInfo.InvariantCulture, $" C{from.Middle:0.#} {start + bend} {to.Middle:0.#} {to.Y - bend} {to.Middle:0.#} {to.Y}");
            if (to != edge.Route[^1])
            {
                svg.Append(CultureInfo.InvariantCulture, $" V{to.Y + to.Height}");
            }
        }

        svg.Append("\"/>\n");
    }

    private static string Short(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>A place in a layer: a node's box, an end of the flow, or the lane of an edge that passes.</summary>
    private sealed class Spot(FlowNode? node)
    {
        public FlowNode? Node { get; } = node;

        public double Width => Node is null ? LaneWidth : BoxWidth;

        public double Middle { get; set; }

        public double Y { get; set; }

        public double Height { get; set; }
    }

    private sealed record Edge(string From, string To, bool IsCondition)
    {
        public List<Spot> Route { get; } = [];
    }
}
