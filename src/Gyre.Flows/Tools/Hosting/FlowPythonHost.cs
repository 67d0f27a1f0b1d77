using System.Collections.Concurrent;
using Gyre.Flows.Execution;
using Gyre.Flows.Media;
using Gyre.Flows.Prompties;
using Gyre.Flows.Python;
using Gyre.Flows.Templates;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;

namespace Gyre.Flows.Tools.Hosting;

/// <summary>Answers what Python code asks of the engine: models, templates, prompties, other flows. Flows it opens stay open until it is disposed.</summary>
public sealed class FlowPythonHost(FlowServices services) : IPythonHost, IAsyncDisposable
{
    // Deep enough for any design, shallow enough that a flow which calls itself ends before the machine does.
    private const int MaxDepth = 16;

    private readonly ModelCalls calls = new(services.Models, services.Time);
    private readonly ConcurrentDictionary<string, Lazy<Task<ExecutableFlow>>> flows = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public async ValueTask<object?> CallAsync(string method, PythonDict arguments, CancellationToken cancellationToken) => method switch
    {
        "openai.chat" => await new HelperCall(calls, arguments, isChat: true).RunAsync(cancellationToken),
        "openai.completion" => await new HelperCall(calls, arguments, isChat: false).RunAsync(cancellationToken),
        "openai.embedding" => await EmbeddingCall.RunAsync(calls, arguments, PythonCall.Current, cancellationToken),
        "prompty.call" => await PromptyOf(arguments).CallAsync(Inputs(arguments), PythonCall.Current?.Record, cancellationToken),
        "prompty.render" => await PromptyOf(arguments).RenderAsync(Inputs(arguments), cancellationToken),
        "flow.call" => await CallFlowAsync(arguments, cancellationToken),
        "template.render" => Render(arguments, cancellationToken),
        "chat.parse" => ChatPrompt.Parse(Text(arguments, "text"), (arguments.GetValueOrDefault("images") as List<object?>)?.OfType<FlowImage>(), Text(arguments, "detail") is { Length: > 0 } detail ? detail : "auto"),
        _ => throw new FlowException(ErrorClasses.UserErrorException, $"Nothing answers '{method}' here."),
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var flow in flows.Values.Where(f => f.IsValueCreated && f.Value.IsCompletedSuccessfully))
        {
            await (await flow.Value).DisposeAsync();
        }
    }

    private static string Render(PythonDict arguments, CancellationToken cancellationToken)
    {
        var options = new JinjaOptions
        {
            TrimBlocks = arguments.GetValueOrDefault("trim_blocks") is not false,
            KeepTrailingNewline = arguments.GetValueOrDefault("keep_trailing_newline") is not false,
        };
        return PromptTemplate.RenderText(Text(arguments, "template"), Variables(arguments), options, cancellationToken);
    }

    private Prompty PromptyOf(PythonDict arguments)
    {
        var given = GivenConnections.Of(arguments.GetValueOrDefault("model") as PythonDict ?? [], services.Connections);
        var overrides = given.Settings.Count == 0 ? null : new PythonDict { ["model"] = given.Settings };
        return Prompty.Load(Text(arguments, "source"), services with { Connections = given }, overrides, PythonCall.Current?.Line.Flow.Environment, streaming: true);
    }

    private async Task<object?> CallFlowAsync(PythonDict arguments, CancellationToken cancellationToken)
    {
        var depth = (PythonCall.Current?.Line.Depth ?? 0) + 1;
        if (depth > MaxDepth)
        {
            throw new FlowException(ErrorClasses.UserErrorException, $"Flows call each other {MaxDepth} deep: '{Text(arguments, "source")}' is not called.");
        }

        var flow = await OpenAsync(arguments, cancellationToken);
        var result = await flow.ExecuteLineAsync(new LineRequest(Inputs(arguments), Guid.NewGuid().ToString(), null) { Depth = depth }, cancellationToken);
        if (PythonCall.Current?.Record is { } record)
        {
            foreach (var call in result.Line.ApiCalls)
            {
                record.AddChild(call);
            }

            if (result.Line.Usage.TotalTokens is { } total)
            {
                record.AddUsage(result.Line.Usage.PromptTokens ?? 0, result.Line.Usage.CompletionTokens ?? 0, total);
            }
        }

        return result.Line.Error is not { } error ? result.Line.Output : throw new FlowException(error.Code, error.Message)
        {
            InnerClass = error.Inner,
            Kind = error.Kind,
            Node = error.Node,
            ToolDetails = error.ToolDetails,
        };
    }

    private async Task<ExecutableFlow> OpenAsync(PythonDict arguments, CancellationToken cancellationToken)
    {
        var settings = new PythonDict(arguments.Where(e => e.Key is not "inputs").Select(e => KeyValuePair.Create((string)e.Key!, e.Value)));
        var key = PythonJson.Write(settings);
        var opening = flows.GetOrAdd(key, _ => new Lazy<Task<ExecutableFlow>>(() => FlowOpener.OpenAsync(Request(arguments), services, CancellationToken.None).AsTask()));
        try
        {
            return await opening.Value.WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            flows.TryRemove(key, out _);
            throw;
        }
    }

    private static FlowRequest Request(PythonDict arguments) => new(Text(arguments, "source"))
    {
        Variant = arguments.GetValueOrDefault("variant") as string,
        Init = arguments.GetValueOrDefault("init") is PythonDict { Count: > 0 } init ? init : null,
        EnvironmentVariables = Texts(arguments.GetValueOrDefault("environment_variables")),
        ConnectionOverrides = arguments.GetValueOrDefault("connections") is PythonDict { Count: > 0 } nodes
            ? nodes.ToDictionary(n => PythonText.Str(n.Key), n => Texts(n.Value) ?? new Dictionary<string, string>(StringComparer.Ordinal), StringComparer.Ordinal)
            : null,
    };

    private static IReadOnlyDictionary<string, string>? Texts(object? value) => value is PythonDict { Count: > 0 } dict
        ? dict.ToDictionary(e => PythonText.Str(e.Key), e => e.Value is ConnectionValue connection ? connection.Connection.Name : PythonText.Str(e.Value), StringComparer.Ordinal)
        : null;

    private static PythonDict Inputs(PythonDict arguments) => arguments.GetValueOrDefault("inputs") as PythonDict ?? [];

    private static PythonDict Variables(PythonDict arguments) => arguments.GetValueOrDefault("variables") as PythonDict ?? [];

    private static string Text(PythonDict arguments, string name) => arguments.GetValueOrDefault(name) is { } value ? PythonText.Str(value) : "";
}
