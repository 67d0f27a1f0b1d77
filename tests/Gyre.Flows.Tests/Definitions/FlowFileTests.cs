using Gyre.Flows.Definitions;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Definitions;

public sealed class FlowFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("flow.dag.yaml")]
    [InlineData("flow.dag.yml")]
    [InlineData("flow.flex.yaml")]
    [InlineData("flow.flex.yml")]
    public void A_folder_has_one_of_four_files(string name)
    {
        var file = folder.Write(name, "nodes: []");
        Assert.Equal(file, FlowFile.Find(folder.Path).Path);
    }

    [Fact]
    public void Several_are_refused_unless_one_is_named()
    {
        var dag = folder.Write("flow.dag.yaml", "nodes: []");
        folder.Write("flow.flex.yaml", "entry: a:b");

        var error = Assert.Throws<FlowException>(() => FlowFile.Find(folder.Path));
        Assert.Equal(ErrorClasses.ValidationException, error.ErrorClass);
        Assert.StartsWith("Multiple files flow.dag.yaml, flow.flex.yaml exist in", error.Message, StringComparison.Ordinal);
        Assert.Equal(FlowKind.Dag, FlowFile.Find(dag).Kind);
    }

    [Fact]
    public void The_content_decides_the_kind_not_the_name()
    {
        folder.Write("flow.dag.yaml", "entry: module:function");
        Assert.Equal(FlowKind.Flex, FlowFile.Find(folder.Path).Kind);
        Assert.Equal(FlowKind.Dag, FlowFile.Find(folder.Write("any.yml", "nodes: []")).Kind);
        Assert.Equal(FlowKind.Prompty, FlowFile.Find(folder.Write("A.PROMPTY", "")).Kind);
    }

    [Fact]
    public void What_is_not_there_is_a_user_error()
    {
        folder.Write("notes.txt", "");
        foreach (var path in new[] { folder.Path, folder.At("gone"), folder.At("gone.yaml"), folder.At("notes.txt") })
        {
            Assert.Equal(ErrorClasses.UserErrorException, Assert.Throws<FlowException>(() => FlowFile.Find(path)).ErrorClass);
        }
    }

    [Fact]
    public void Serving_takes_a_folder_with_a_single_prompty()
    {
        folder.Write("one.prompty", "");
        Assert.Throws<FlowException>(() => FlowFile.Find(folder.Path));
        Assert.Equal(FlowKind.Prompty, FlowFile.Find(folder.Path, acceptSinglePrompty: true).Kind);

        folder.Write("two.prompty", "");
        Assert.Throws<FlowException>(() => FlowFile.Find(folder.Path, acceptSinglePrompty: true));
    }
}
