using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;
using Gyre.Models.Connections;
using Gyre.Models.Prices;
using Gyre.Models.Providers;
using Gyre.Testing;

namespace Gyre.Flows.Tests.Tools;

/// <summary>A flow folder written by a test and run with the real tool sources.</summary>
internal sealed class FlowProject : IConnectionSource, IDisposable
{
    private readonly Dictionary<string, Connection> connections = new(StringComparer.Ordinal);

    private ModelProviders? providers;

    public TemporaryFolder Folder { get; } = new();

    public ModelProviders Providers => providers ??= new ModelProviders { Book = Book };

    /// <summary>What calls cost; nobody asks unless given.</summary>
    public Lazy<PriceBook>? Book { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Asked before the sources that are always there.</summary>
    public List<IToolSource> Sources { get; } = [];

    public FlowProject With(string file, string text)
    {
        Folder.Write(file, text);
        return this;
    }

    public FlowProject With(Connection connection)
    {
        connections[connection.Name] = connection;
        return this;
    }

    /// <summary>An OpenAI connection named <c>open</c> to a server.</summary>
    public FlowProject WithOpenAi(string address) => With(new Connection
    {
        Name = "open",
        Type = "OpenAIConnection",
        Configs = new Dictionary<string, string?> { ["base_url"] = address + "/v1" },
        Secrets = new Dictionary<string, string> { ["api_key"] = "sk-secret" },
    });

    /// <summary>An Azure connection named <c>azure</c> to a server.</summary>
    public FlowProject WithAzure(string address) => With(new Connection
    {
        Name = "azure",
        Type = "AzureOpenAIConnection",
        Configs = new Dictionary<string, string?> { ["api_base"] = address, ["api_type"] = "azure", ["api_version"] = "2024-02-01", ["auth_mode"] = "key" },
        Secrets = new Dictionary<string, string> { ["api_key"] = "az-secret" },
    });

    public async Task<DagFlow> OpenAsync(bool streaming = false)
    {
        var definition = FlowVariants.Apply(DagReader.Read(Folder.At("flow.dag.yaml")), null);
        var context = new FlowContext { Flow = definition, WorkingFolder = Folder.Path, Connections = this, Streaming = streaming };
        return await DagFlow.CreateAsync(context, [.. Sources, new PromptToolSource(), new LlmToolSource(Providers, Time)], null, TestContext.Current.CancellationToken);
    }

    public async Task<LineResult> RunAsync(PythonDict? inputs = null, bool streaming = false)
    {
        await using var flow = await OpenAsync(streaming);
        return await flow.ExecuteLineAsync(new LineRequest(inputs ?? [], "run", null), TestContext.Current.CancellationToken);
    }

    /// <summary>The one output named <c>r</c> of a line that must complete.</summary>
    public async Task<object?> AnswerAsync(PythonDict? inputs = null)
    {
        var result = await RunAsync(inputs);
        Assert.True(result.Line.Status == RunStatus.Completed, result.Line.Error?.Message);
        return result.Line.Output!["r"];
    }

    /// <summary>The failure that opening the flow gives: its inner class and message.</summary>
    public async Task<FlowException> FailsToOpenAsync() => await Assert.ThrowsAnyAsync<FlowException>(async () => await OpenAsync());

    public ValueTask<Connection?> FindAsync(string name, CancellationToken cancellationToken) => ValueTask.FromResult(connections.GetValueOrDefault(name));

    public void Dispose()
    {
        providers?.Dispose();
        Folder.Dispose();
    }
}
