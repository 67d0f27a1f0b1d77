using Gyre.Flows.Definitions;
using Gyre.Flows.Prompties;
using Gyre.Flows.Python;
using Gyre.Flows.Templates;
using Gyre.Flows.Tools;
using Gyre.Flows.Tools.Hosting;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution;

/// <summary>Answers what Python code asks of the engine: models, prompties, other flows, connections, templates, chat prompts.</summary>
/// <param name="request">How the flow was opened; flows and prompties called from Python inherit its environment and interpreter.</param>
/// <param name="services">What flows need of the outside.</param>
/// <param name="flows">Where other flows are opened.</param>
internal sealed class PythonHost(FlowRequest request, FlowServices services, SubFlows flows) : IPythonHost
{
    private readonly ModelCalls models = new(services.Models, services.Time);

    /// <inheritdoc/>
    public ValueTask<object?> CallAsync(string method, PythonDict arguments, CancellationToken cancellationToken) => method switch
    {
        "openai.chat" => new HelperCall(models, arguments, isChat: true).RunAsync(cancellationToken),
        "openai.completion" => new HelperCall(models, arguments, isChat: false).RunAsync(cancellationToken),
        "openai.embedding" => EmbeddingCall.RunAsync(models, arguments, PythonCall.Current, cancellationToken),
        "prompty.call" => CallPromptyAsync(arguments, cancellationToken),
        "prompty.render" => RenderPromptyAsync(arguments, cancellationToken),
        "flow.call" => CallFlowAsync(arguments, cancellationToken),
        "connection.get" => ConnectionAsync(arguments, cancellationToken),
        "template.render" => ValueTask.FromResult<object?>(Rendered(arguments, cancellationToken)),
        "chat.parse" => ValueTask.FromResult<object?>(ChatPrompt.Parse(Text(arguments, "text"), List(arguments, "images").OfType<Media.FlowImage>(), arguments.GetValueOrDefault("detail") as string ?? "auto")),
        _ => throw new FlowException(ErrorClasses.UserErrorException, $"Python code asks the engine for '{method}', which it does not know."),
    };

    private static string Rendered(PythonDict arguments, CancellationToken cancellationToken)
    {
        var options = new JinjaOptions
        {
            TrimBlocks = arguments.GetValueOrDefault("trim_blocks") is not false,
            KeepTrailingNewline = arguments.GetValueOrDefault("keep_trailing_newline") is not false,
        };
        return PromptTemplate.RenderText(Text(arguments, "template"), Dict(arguments, "variables"), options, cancellationToken);
    }

    private async ValueTask<object?> CallPromptyAsync(PythonDict arguments, CancellationToken cancellationToken)
    {
        await using var prompty = Load(arguments);
        return await prompty.CallAsync(Dict(arguments, "inputs"), PythonCall.Current?.Record, cancellationToken);
    }

    private async ValueTask<object?> RenderPromptyAsync(PythonDict arguments, CancellationToken cancellationToken)
    {
        await using var prompty = Load(arguments);
        return await prompty.RenderAsync(Dict(arguments, "inputs"), cancellationToken);
    }

    private Prompty Load(PythonDict arguments)
    {
        var given = GivenConnections.Of(Dict(arguments, "model"), services.Connections);
        var overrides = given.Settings.Count > 0 ? new PythonDict { { "model", given.Settings } } : null;
        return Prompty.Load(Text(arguments, "source"), services with { Connections = given }, overrides, request.EnvironmentVariables, streaming: true);
    }

    private async ValueTask<object?> CallFlowAsync(PythonDict arguments, CancellationToken cancellationToken)
    {
        if (Dict(arguments, "overrides").Count > 0)
        {
            throw new FlowException(ErrorClasses.UserErrorException, "FlowContext.overrides is not available here: write the change into the flow, or a variant of it.");
        }

        var wanted = Wanted(arguments);
        var plain = wanted is { Variant: null, Init: null, ConnectionOverrides: null } && wanted.EnvironmentVariables == request.EnvironmentVariables;
        await using var own = plain ? null : await FlowOpener.OpenAsync(wanted, services, cancellationToken);
        var flow = own ?? await await flows.OpenAsync(FlowFile.Find(wanted.Path).Path, cancellationToken);
        var calling = PythonCall.Current;
        var depth = (calling?.Line.Depth ?? 0) + 1;
        if (depth > SubFlows.DeepestNesting)
        {
            throw new FlowException(ErrorClasses.UserErrorException, $"Flows call each other more than {SubFlows.DeepestNesting} deep.");
        }

        var run = calling is null ? Guid.CreateVersion7().ToString() : $"{calling.Line.RunId}_{calling.Node}";
        var result = await flow.ExecuteLineAsync(new LineRequest(Dict(arguments, "inputs"), run, calling?.Line.LineNumber) { Depth = depth }, cancellationToken);
        Report(result, calling?.Record);
        if (result.Line.Error is { } error)
        {
            throw new FlowException(error.Code, error.Message) { InnerClass = error.Inner, Kind = error.Kind, ToolDetails = error.ToolDetails };
        }

        // A flex flow or prompty whose result is no dict stands under "output".
        return flow is not DagFlow && result.Line.Output is { Count: 1 } output && output.TryGetValue("output", out var only) ? only : result.Line.Output;
    }

    private FlowRequest Wanted(PythonDict arguments)
    {
        var init = Dict(arguments, "init");
        var variables = Dict(arguments, "environment_variables");
        var connections = Dict(arguments, "connections").Where(e => e.Value is PythonDict).ToDictionary(
            e => PythonText.Str(e.Key),
            IReadOnlyDictionary<string, string> (e) => ((PythonDict)e.Value!).ToDictionary(f => PythonText.Str(f.Key), f => PythonText.Str(f.Value), StringComparer.Ordinal),
            StringComparer.Ordinal);
        return new FlowRequest(Text(arguments, "source"))
        {
            Variant = arguments.GetValueOrDefault("variant") as string,
            Init = init.Count > 0 ? init : null,
            ConnectionOverrides = connections.Count > 0 ? connections : null,
            EnvironmentVariables = variables.Count == 0 ? request.EnvironmentVariables : Merge(variables),
            Python = request.Python,
            PythonWorkers = request.PythonWorkers,
            OutputFolder = request.OutputFolder,
        };
    }

    private Dictionary<string, string> Merge(PythonDict variables)
    {
        var merged = new Dictionary<string, string>(request.EnvironmentVariables ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            merged[PythonText.Str(name)] = FlowEnvironment.Text(value);
        }

        return merged;
    }

    private async ValueTask<object?> ConnectionAsync(PythonDict arguments, CancellationToken cancellationToken)
    {
        var name = Text(arguments, "name");
        return new ConnectionValue(await services.Connections.FindAsync(name, cancellationToken) ?? throw new FlowException(
            ErrorClasses.ConnectionNotFoundError, $"Connection '{name}' is not found. Create it with: gyre connection create --file <connection.yaml>"));
    }

    private static void Report(LineResult result, CallRecord? record)
    {
        if (record is null)
        {
            return;
        }

        foreach (var inner in result.Line.ApiCalls)
        {
            record.AddChild(inner);
        }

        if (result.Line.Usage.TotalTokens is { } total)
        {
            record.AddUsage(result.Line.Usage.PromptTokens ?? 0, result.Line.Usage.CompletionTokens ?? 0, total, result.Line.Usage.Costs);
        }
    }

    private static string Text(PythonDict arguments, string name) => PythonText.Str(arguments.GetValueOrDefault(name));

    private static PythonDict Dict(PythonDict arguments, string name) => arguments.GetValueOrDefault(name) as PythonDict ?? [];

    private static List<object?> List(PythonDict arguments, string name) => arguments.GetValueOrDefault(name) as List<object?> ?? [];
}
