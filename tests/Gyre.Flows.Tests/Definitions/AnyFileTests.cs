using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Gyre.Flows.Definitions;
using Gyre.Flows.Validation;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Definitions;

/// <summary>Whatever stands in a file, reading it gives a result or an error with a name.</summary>
public sealed class AnyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_dag_is_a_flow_or_a_named_error() => Holds("flow.dag.yaml", file => DagReader.Read(file));

    [Fact]
    public void A_flex_flow_is_a_flow_or_a_named_error() => Holds("flow.flex.yaml", file => FlexReader.Read(file));

    [Fact]
    public void A_prompty_is_settings_or_a_named_error() => Holds("a.prompty", file => PromptyReader.Read(file).Resolve(_ => null));

    [Fact]
    public void Any_file_can_be_validated()
    {
        foreach (var name in new[] { "flow.dag.yaml", "a.prompty", "any.yaml", "gyre.yaml" })
        {
            Holds(name, file => FlowValidator.ValidateAsync(file).GetAwaiter().GetResult());
        }
    }

    [Fact]
    public void Any_bytes_are_a_flow_or_a_named_error() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            File.WriteAllBytes(folder.At("flow.dag.yaml"), bytes);
            return ReadsOrNamesTheError(() => DagReader.Read(folder.At("flow.dag.yaml")));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Aliases_of_aliases_do_not_fill_the_memory()
    {
        var yaml = new StringBuilder("a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
        for (var i = 1; i < 12; i++)
        {
            yaml.AppendLine($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        }

        yaml.AppendLine("nodes:\n- {name: n, type: python, inputs: {x: *a11}}");
        var error = Assert.Throws<ProblemException>(() => DagReader.Read(folder.Write("flow.dag.yaml", yaml.ToString())));
        Assert.Equal("yaml-too-large", error.Problem.Code);
    }

    private void Holds(string name, Action<string> read) =>
        Prop.ForAll(Documents(name), text => ReadsOrNamesTheError(() => read(folder.Write(name, text)))).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static bool ReadsOrNamesTheError(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception e) when (e is ProblemException or FlowException)
        {
            return true;
        }
    }

    /// <summary>Documents of the right keys with wrong and right values in any place.</summary>
    private static Arbitrary<string> Documents(string name)
    {
        string[] keys =
        [
            "name", "inputs", "outputs", "nodes", "node_variants", "type", "source", "path", "tool", "tools", "default", "reference", "activate", "when", "is", "any", "not",
            "retry", "map", "over", "as", "timeout", "aggregation", "use_variants", "variants", "node", "default_variant_id", "environment_variables", "additional_includes",
            "entry", "init", "sample", "model", "configuration", "connection", "parameters", "api", "id", "options", "template", "flow", "data", "column_mapping", "roles", "connections", "a",
        ];
        var scalar = Gen.Elements("x", "1", "true", "null", "\"\"", "${inputs.a}", "${a.output.b}", "${env:HOME}", "${file:x.json}", "chat", "string", "python", "[]", "{}", "a:b", "file:x.json", "-1", "1.5", "&x v", "*x");
        var document = Gen.Sized(size => Map(Math.Min(3, size / 10)));
        return (name.EndsWith(".prompty", StringComparison.Ordinal) ? document.Select(yaml => $"---\n{yaml}\n---\nuser:\n{{{{a}}}}\n") : document).ToArbitrary();

        Gen<string> Value(int depth) => depth == 0
            ? scalar
            : Gen.OneOf(scalar, Map(depth - 1), Map(depth - 1), Value(depth - 1).ListOf(2).Select(items => $"[{string.Join(", ", items)}]"));

        Gen<string> Map(int depth) =>
            Gen.Elements(keys).Zip(Value(depth)).ListOf(4).Select(entries => "{" + string.Join(", ", entries.DistinctBy(e => e.Item1).Select(e => $"{e.Item1}: {e.Item2}")) + "}");
    }
}
