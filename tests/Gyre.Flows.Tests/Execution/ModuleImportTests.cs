using Gyre.Flows.Execution;
using Gyre.Flows.Tools;

namespace Gyre.Flows.Tests.Execution;

/// <summary>Specification 1.3 and 1.6: the legacy <c>module</c> of a node is imported before anything else is loaded.</summary>
public sealed class ModuleImportTests
{
    private const string Yaml = """
        nodes:
        - {name: a, type: python, source: {type: code, path: n.py}, module: first.module}
        - {name: b, type: python, source: {type: code, path: n.py}, module: first.module}
        """;

    [Fact]
    public async Task Each_module_is_imported_once()
    {
        var importer = new Importer(fails: false);

        await using var flow = await TestFlow.OpenAsync(Yaml, new ScriptedTools(), new DagFlowOptions { Importer = importer });

        Assert.Equal(["first.module"], importer.Imported);
    }

    [Fact]
    public async Task A_module_that_is_missing_is_FailedToImportModule_before_tools_are_looked_at()
    {
        var tools = new ScriptedTools { Unresolvable = { { "a", new InvalidOperationException("never seen") } } };

        var error = await Assert.ThrowsAsync<FlowException>(async () => await TestFlow.OpenAsync(Yaml, tools, new DagFlowOptions { Importer = new Importer(fails: true) }));

        Assert.Equal("FailedToImportModule", error.ErrorClass);
    }

    private sealed class Importer(bool fails) : IModuleImporter
    {
        public List<string> Imported { get; } = [];

        public ValueTask ImportAsync(string module, FlowContext flow, CancellationToken cancellationToken)
        {
            Imported.Add(module);
            return fails ? throw new FlowException(ErrorClasses.FailedToImportModule, $"Failed to import modules: {module}") : ValueTask.CompletedTask;
        }
    }
}
