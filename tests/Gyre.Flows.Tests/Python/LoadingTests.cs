using Gyre.Flows.Python;
using Gyre.Flows.Values;
using Gyre.Kernel;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Python;

public sealed class LoadingTests
{
    private const string Import = "from promptflow.core import tool, ToolProvider\n";

    [Theory]
    [InlineData("x = 1", "NoToolDefined")]
    [InlineData("from other import imported", "NoToolDefined")]
    [InlineData("@tool\ndef a(): pass\n@tool\ndef b(): pass", "MultipleToolsDefined")]
    [InlineData("def a(:", "PythonLoadError")]
    [InlineData("import not_there", "PythonLoadError")]
    [InlineData("raise ValueError('at import')", "PythonLoadError")]
    [InlineData("class A(ToolProvider):\n    def __init__(self):\n        raise ValueError('no')\n    @tool\n    def a(self): pass", "ToolLoadError")]
    public async Task A_script_without_one_loadable_tool_names_its_class(string script, string errorClass)
    {
        await using var flow = PythonFlow.Files(
            null,
            null,
            ("flow.dag.yaml", "nodes:\n- {name: n, type: python, source: {type: code, path: n.py}, inputs: {}}\n"),
            ("n.py", Import + script),
            ("other.py", Import + "@tool\ndef imported(): pass"));

        var failure = await flow.FailsToOpenAsync();

        Assert.Equal(("ResolveToolError", errorClass), (failure.ErrorClass, failure.InnerClass));
    }

    [Fact]
    public async Task A_missing_script_is_an_invalid_source()
    {
        await using var flow = PythonFlow.Files(null, null, ("flow.dag.yaml", "nodes:\n- {name: n, type: python, source: {type: code, path: gone.py}, inputs: {}}\n"));

        Assert.Equal("InvalidSource", (await flow.FailsToOpenAsync()).InnerClass);
    }

    [Fact]
    public async Task A_legacy_module_that_is_missing_fails_to_import()
    {
        await using var flow = PythonFlow.Files(
            null,
            null,
            ("flow.dag.yaml", "nodes:\n- {name: n, type: python, module: not.there, source: {type: code, path: n.py}, inputs: {}}\n"),
            ("n.py", Import + "@tool\ndef n(): pass"));

        Assert.Equal("FailedToImportModule", (await flow.FailsToOpenAsync()).ErrorClass);
    }

    [Fact]
    public async Task An_unknown_package_tool_is_told_with_those_there_are_and_old_ids_lead_to_new_ones()
    {
        await using var wrong = Package("my.tols.greet");
        var failure = await wrong.FailsToOpenAsync();
        Assert.Equal("PackageToolNotFoundError", failure.InnerClass);
        Assert.Contains("'my.tools.greet'", failure.Message, StringComparison.Ordinal);

        await using var old = Package("old.greet");
        Assert.Equal("hello ada", await old.OutputAsync());
    }

    [Fact]
    public async Task A_custom_llm_tool_gets_its_template_and_the_other_inputs()
    {
        await using var flow = PythonFlow.Files(
            new PythonOptions { WorkerCount = 1 },
            null,
            ("flow.dag.yaml", """
                outputs: {r: {reference: "${n.output}"}}
                nodes:
                - {name: n, type: custom_llm, source: {type: package_with_prompt, tool: my.llm, path: p.jinja2}, inputs: {who: ada}}
                """),
            ("p.jinja2", "Hi {{who}}"),
            ("my_llm.py", "from promptflow.core import tool\nfrom promptflow.contracts.types import PromptTemplate\n@tool\ndef ask(prompt: PromptTemplate, **kwargs):\n    return [type(prompt).__name__, prompt, kwargs]\ndef list_tools():\n    return {'my.llm': {'module': 'my_llm', 'function': 'ask', 'name': 'Ask', 'type': 'custom_llm', 'inputs': {}}}"),
            ("my_llm-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: my-llm\nVersion: 1.0\n"),
            ("my_llm-1.0.dist-info/entry_points.txt", "[package_tools]\nmy = my_llm:list_tools\n"));

        Assert.Equal("['PromptTemplate', 'Hi {{who}}', {'who': 'ada'}]", await flow.ReprAsync());
    }

    [Fact]
    public async Task File_paths_and_assistant_definitions_arrive_as_promptflows_classes()
    {
        await using var flow = PythonFlow.Files(
            new PythonOptions { WorkerCount = 1 },
            null,
            ("flow.dag.yaml", """
                outputs: {r: {reference: "${n.output}"}}
                nodes:
                - {name: n, type: python, source: {type: code, path: n.py}, inputs: {f: a.yaml, a: a.yaml}}
                """),
            ("a.yaml", "model: m\ninstructions: do\ntools: [{type: code_interpreter}]\n"),
            ("n.py", Import + "from promptflow.contracts.types import FilePath, AssistantDefinition\n@tool\ndef n(f: FilePath, a: AssistantDefinition):\n    return [type(f).__name__, f, a.model, a.instructions, a.tools]"));

        Assert.Equal("['FilePath', 'a.yaml', 'm', 'do', [{'type': 'code_interpreter'}]]", await flow.ReprAsync());
    }

    [Fact]
    public async Task Parameters_carry_prompt_flows_type_names()
    {
        var tool = await ToolOf(
            """
            from enum import Enum
            from typing import List, Optional, Union
            from promptflow.core import tool
            from promptflow.connections import AzureOpenAIConnection, OpenAIConnection, CustomConnection, CustomStrongTypeConnection
            from promptflow.contracts.types import AssistantDefinition, FilePath, PromptTemplate, Secret
            from promptflow.contracts.multimedia import Image
            class Own(CustomStrongTypeConnection):
                key: Secret
            class Color(Enum):
                red = "r"
            @tool
            def n(a: int, b: float, c: bool, d: str, e: list, f: dict, g, h: List[str], i: Optional[int], j: Union[int, str],
                  k: AzureOpenAIConnection, l: Union[AzureOpenAIConnection, OpenAIConnection], m: Own, o: Color, p: FilePath, q: Image,
                  r: Secret, s: PromptTemplate, t: AssistantDefinition, u=5, v=None, w: Color = Color.red, **rest):
                pass
            """);

        Assert.Equal(
            "a:int b:double c:bool d:string e:list f:object g:object h:object i:int j:object k:AzureOpenAIConnection l:AzureOpenAIConnection|OpenAIConnection " +
            "m:CustomConnection o:string p:file_path q:image r:secret s:prompt_template t:assistant_definition u:int=5 v:object=None w:string=r rest:object*",
            string.Join(" ", tool.Select(p => $"{p.Name}:{string.Join("|", p.Types)}{(p.HasDefault ? "=" + PythonText.Str(p.Default) : "")}{(p.TakesRest ? "*" : "")}")));
    }

    [Fact]
    public async Task A_class_tool_is_made_once_with_its_literals()
    {
        await using var flow = PythonFlow.Script(
            Import + "class A(ToolProvider):\n    def __init__(self, start: int):\n        self.calls = start\n    @tool\n    def a(self, by: int):\n        self.calls += by\n        return self.calls",
            nodeInputs: "{start: \"10\", by: 2}",
            options: new PythonOptions { WorkerCount = 1 });

        Assert.Equal(12L, await flow.OutputAsync());
        Assert.Equal(14L, await flow.OutputAsync());
    }

    [Fact]
    public async Task A_parameter_that_is_missing_or_unknown_is_a_type_error_of_the_call()
    {
        await using var missing = PythonFlow.Script(Import + "@tool\ndef n(a): pass");
        Assert.Equal(("ToolExecutionError", "TypeError"), ((await missing.RunAsync()).Line.Error! is { } e) ? (e.Code, e.Inner) : default);
        await using var unknown = PythonFlow.Script(Import + "@tool\ndef n(): pass", nodeInputs: "{b: 1}");
        Assert.Equal(("ToolExecutionError", "TypeError"), ((await unknown.RunAsync()).Line.Error! is { } f) ? (f.Code, f.Inner) : default);
    }

    [Fact]
    public async Task Scripts_run_in_their_folder_under_their_name_with_the_environment_set_before()
    {
        await using var flow = PythonFlow.In(
            "with blank und größe 流",
            new PythonOptions { WorkerCount = 1 },
            null,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["SET_BEFORE"] = "ü" },
            ("flow.dag.yaml", "outputs: {r: {reference: \"${n.output}\"}}\nnodes:\n- {name: n, type: python, source: {type: code, path: sub/n.py}, inputs: {}}\n"),
            ("sub/n.py", Import + "import os, sys, sibling\nat_import = os.environ['SET_BEFORE']\n@tool\ndef n():\n    return [__name__, os.path.relpath(__file__), os.getcwd() == sys.path[0], at_import, sibling.x]"),
            ("sibling.py", "x = 1"));

        Assert.Equal("['__pf_main__', 'sub/n.py', True, 'ü', 1]", await flow.ReprAsync());
        Assert.Empty(Directory.EnumerateDirectories(flow.Folder, "__pycache__", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task The_installed_promptflow_is_used_where_there_is_one()
    {
        await using var flow = PythonFlow.Files(
            new PythonOptions { WorkerCount = 1 },
            null,
            ("flow.dag.yaml", "outputs: {r: {reference: \"${n.output}\"}}\nnodes:\n- {name: n, type: python, source: {type: code, path: n.py}, inputs: {}}\n"),
            ("promptflow/__init__.py", "real = True"),
            ("promptflow/core.py", "def tool(f):\n    setattr(f, '__tool', None)\n    return f\n"),
            ("n.py", "import promptflow\nfrom promptflow.core import tool\n@tool\ndef n():\n    return promptflow.real"));

        Assert.Equal(true, await flow.OutputAsync());
    }

    [Fact]
    public void A_python_that_is_not_there_is_one_line_with_the_remedy()
    {
        var problem = Assert.Throws<ProblemException>(() => PythonInterpreter.Find("/no/such/python", null));

        Assert.Equal("There is no Python at '/no/such/python' (given by --python). Install Python 3.9 or newer, or name one with --python or GYRE_PYTHON.", problem.Message);
    }

    [Fact]
    public void A_python_that_is_too_old_says_so()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Needs a shell script.");
            return;
        }

        using var folder = new TemporaryFolder();
        var file = folder.Write("python", "#!/bin/sh\necho 3.8.10\necho /usr/bin/python3.8\n");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        Assert.Contains("is Python 3.8.10; flows need 3.9 or newer", Assert.Throws<ProblemException>(() => PythonInterpreter.Find(file, null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_flows_own_environment_comes_before_the_path()
    {
        Assert.SkipUnless(PythonFlow.Missing is null && !OperatingSystem.IsWindows(), PythonFlow.Missing ?? "Needs symbolic links.");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("flow", ".venv", "bin"));
        folder.Write("flow/.venv/pyvenv.cfg", "home = /usr/bin\n");
        File.CreateSymbolicLink(folder.At("flow", ".venv", "bin", "python"), PythonInterpreter.Find(null, null).Path);

        Assert.Contains(".venv", PythonInterpreter.Find(null, folder.At("flow")).Path, StringComparison.Ordinal);
    }

    private static PythonFlow Package(string id) => PythonFlow.Files(
        new PythonOptions { WorkerCount = 1 },
        null,
        ("flow.dag.yaml", $$$"""
            outputs: {r: {reference: "${n.output}"}}
            nodes:
            - {name: n, type: python, source: {type: package, tool: {{{id}}}}, inputs: {name: ada}}
            """),
        ("my_tools.py", "from promptflow.core import tool\n@tool\ndef greet(name: str):\n    return 'hello ' + name\ndef list_tools():\n    return {'my.tools.greet': {'module': 'my_tools', 'function': 'greet', 'name': 'Greet', 'type': 'python', 'inputs': {'name': {'type': ['string']}}, 'deprecated_tools': ['old.greet']}}"),
        ("my_tools-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: my-tools\nVersion: 1.0\n"),
        ("my_tools-1.0.dist-info/entry_points.txt", "[package_tools]\nmy = my_tools:list_tools\n"));

    private static async Task<IReadOnlyList<Gyre.Flows.Tools.ToolParameter>> ToolOf(string script)
    {
        await using var flow = PythonFlow.Script(script);
        return await flow.ParametersAsync();
    }
}
