using Gyre.Flows.Definitions;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Definitions;

public sealed class FlowVariantsTests : IDisposable
{
    private const string Flow =
        """
        nodes:
        - {name: a, use_variants: true, aggregation: true}
        - {name: b, use_variants: true}
        - {name: c, type: python}
        node_variants:
          a: {default_variant_id: v0, variants: {v0: {node: {type: prompt}}, v1: {node: {type: llm}}}}
          b: {default_variant_id: w0, variants: {w0: {node: {type: prompt}}, w1: {node: {type: llm}}}}
          c: {default_variant_id: x0, variants: {x0: {node: {type: llm}}}}
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(null, "prompt prompt python")]
    [InlineData("${a.v1}", "llm prompt python")]
    [InlineData("\"${b.w1}\"", "prompt llm python")]
    [InlineData("${c.x0}", "prompt prompt python")]
    public void One_node_takes_another_variant_than_its_default(string? selection, string types) =>
        Assert.Equal(types, string.Join(' ', FlowVariants.Apply(Read(Flow), selection).Nodes.Select(n => n.Type)));

    [Fact]
    public void The_variant_replaces_the_node_and_keeps_its_name()
    {
        var node = FlowVariants.Apply(Read(Flow), null).Nodes[0];
        Assert.Equal(("a", false), (node.Name, node.Aggregation));
    }

    [Theory]
    [InlineData("a.v1", "Invalid variant format: a.v1, variant should be in format of ${TUNING_NODE.VARIANT}")]
    [InlineData("${a}", "Invalid variant format: ${a}, variant should be in format of ${TUNING_NODE.VARIANT}")]
    [InlineData("${z.v1}", "Node z not found in flow")]
    [InlineData("${a.v9}", "Variant v9 not found for node a.")]
    public void A_wrong_selection_is_refused(string selection, string message) => Refused(Flow, selection, message);

    [Theory]
    [InlineData("nodes: [{name: a, use_variants: true}]", "No variant for the node a.")]
    [InlineData("nodes: [{name: a, use_variants: true}]\nnode_variants: {a: {variants: {}}}", "Default variant id is not specified for a.")]
    [InlineData("nodes: [{name: a, use_variants: true}]\nnode_variants: {a: {default_variant_id: v, variants: {}}}", "Cannot find the variant v for a.")]
    public void A_missing_default_is_refused(string yaml, string message) => Refused(yaml, null, message);

    private void Refused(string yaml, string? selection, string message)
    {
        var error = Assert.Throws<FlowException>(() => FlowVariants.Apply(Read(yaml), selection));
        Assert.Equal((ErrorClasses.InvalidFlowError, message), (error.ErrorClass, error.Message));
    }

    private FlowDefinition Read(string yaml) => DagReader.Read(folder.Write("flow.dag.yaml", yaml));
}
