using Gyre.Flows.Definitions;
using Gyre.Flows.Values;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Definitions;

public sealed class FlexReaderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_flex_flow_is_read()
    {
        var flow = Read(
            """
            entry: pkg.module:MyFlow
            environment: {python_requirements_txt: requirements.txt}
            environment_variables: {A: 1}
            additional_includes: [../x]
            inputs: {question: {type: string, default: q}}
            outputs: {answer: {type: string}}
            init: {model_config: {type: AzureOpenAIModelConfiguration}}
            sample:
              inputs: {question: why}
              init: {model_config: {azure_deployment: d}}
            """);

        Assert.Equal(("pkg.module", "MyFlow", "requirements.txt"), (flow.Module, flow.Target, flow.PythonRequirements));
        Assert.Equal("question", Assert.Single(flow.Inputs!).Name);
        Assert.Equal("answer", Assert.Single(flow.Outputs!).Name);
        Assert.Equal("AzureOpenAIModelConfiguration", Assert.Single(flow.Init!).Type);
        Assert.Equal("{'question': 'why'}", PythonText.Repr(flow.SampleInputs));
        Assert.Equal("{'model_config': {'azure_deployment': 'd'}}", PythonText.Repr(flow.SampleInit));
    }

    [Fact]
    public void What_is_not_declared_is_null_so_that_the_signature_decides()
    {
        var flow = Read("entry: a:b");
        Assert.Null(flow.Inputs);
        Assert.Null(flow.Outputs);
        Assert.Null(flow.Init);
    }

    [Theory]
    [InlineData("sample: ${file:./sample.json}")]
    [InlineData("sample:\n  inputs: ${file:./inputs.json}\n  init: {a: 1}")]
    public void A_sample_may_stand_in_files(string yaml)
    {
        folder.Write("sample.json", """{"inputs": {"question": "why"}, "init": {"a": 1}}""");
        folder.Write("inputs.json", """{"question": "why"}""");

        var flow = Read("entry: a:b\n" + yaml);

        Assert.Equal("{'question': 'why'} {'a': 1}", $"{PythonText.Repr(flow.SampleInputs)} {PythonText.Repr(flow.SampleInit)}");
    }

    [Fact]
    public void A_missing_sample_file_is_named()
    {
        var error = Assert.Throws<FlowException>(() => Read("entry: a:b\nsample: {inputs: '${file:gone.json}'}"));
        Assert.Equal((ErrorClasses.UserErrorException, "Cannot find the reference file gone.json."), (error.ErrorClass, error.Message));
    }

    [Fact]
    public void Another_language_has_its_own_form_of_entry() =>
        Assert.Equal(("", "csharp"), Read("language: csharp\nentry: (My.Assembly)My.Type.Method") is var flow ? (flow.Module, flow.Language) : default);

    [Theory]
    [InlineData("flow_entry")]
    [InlineData("a:b:c")]
    [InlineData("a.py b")]
    [InlineData("':b'")]
    public void Another_form_of_entry_is_refused(string entry)
    {
        var error = Assert.Throws<FlowException>(() => Read($"entry: {entry}"));
        Assert.Equal((ErrorClasses.InvalidFlexFlowEntry, 1), (error.ErrorClass, error.Line));
    }

    private FlexDefinition Read(string yaml) => FlexReader.Read(folder.Write("flow.flex.yaml", yaml));
}
