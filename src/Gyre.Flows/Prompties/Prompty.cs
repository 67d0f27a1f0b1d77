using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Lines;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Tools.Llm;
using Gyre.Flows.Tools.Prompts;
using Gyre.Flows.Values;
using Gyre.Models.Calls;
using Gyre.Models.Connections;
using Gyre.Models.Providers;

namespace Gyre.Flows.Prompties;

/// <summary>A prompty ready to call, of either dialect: by itself, from Python, or as a flow with one line per call.</summary>
internal sealed class Prompty : ExecutableFlow
{
    private readonly PromptyDefinition definition;
    private readonly PromptySettings settings;
    private readonly PromptyTemplate template;
    private readonly PromptyInputs inputs;
    private readonly PromptyAnswer answer;
    private readonly FlowServices services;
    private readonly ModelCalls calls;
    private readonly bool streaming;

    private Prompty(PromptyDefinition definition, PromptySettings settings, FlowServices services, bool streaming)
    {
        (this.definition, this.settings, this.services, this.streaming) = (definition, settings, services, streaming);
        template = new PromptyTemplate(definition, settings.TemplateFormat);
        inputs = new PromptyInputs(settings, definition.Folder);
        answer = new PromptyAnswer(settings, definition.Dialect);
        calls = new ModelCalls(services.Models, services.Time);
    }

    /// <summary>As in the front matter, or the file name.</summary>
    public string Name => settings.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<FlowInput> Inputs => settings.Inputs;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs => settings.Outputs.Count > 0 && answer.IsJson ? [.. settings.Outputs.Select(o => o.Name)] : answer.IsJson ? [] : ["output"];

    /// <inheritdoc/>
    public override bool HasAggregation => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Warnings => settings.Model.Api is "responses"
        ? [$"{definition.File}: apiType 'responses' is called through chat completions."]
        : [];

    /// <summary>What ends with it.</summary>
    internal IReadOnlyList<IAsyncDisposable> Owned { get; set; } = [];

    /// <summary>Reads a prompty and makes it ready.</summary>
    /// <param name="file">Path of the <c>.prompty</c>.</param>
    /// <param name="services">Connections, models, clock.</param>
    /// <param name="overrides">Front matter that wins, level by level: <c>{model: {parameters: {temperature: 0}}}</c>; null for none.</param>
    /// <param name="environment">Variables that win over the process's, or null.</param>
    /// <param name="streaming">Whether the caller takes streams; without, a streamed answer is joined.</param>
    /// <param name="model">Another model than it names, or null.</param>
    /// <exception cref="FlowException">UserErrorException, JinjaParsingError, InvalidConnectionError …</exception>
    /// <exception cref="Kernel.ProblemException">The front matter is not YAML.</exception>
    public static Prompty Load(string file, FlowServices services, PythonDict? overrides = null, IReadOnlyDictionary<string, string>? environment = null, bool streaming = false, ModelOverride? model = null)
    {
        var written = PromptyReader.Read(file);
        try
        {
            var resolved = written.Resolve(name => environment?.GetValueOrDefault(name) ?? Environment.GetEnvironmentVariable(name), overrides);
            resolved = model is null ? resolved : resolved with { Model = model.Apply(resolved.Model) };
            return resolved.Model.Api is "chat" or "completion" or "responses"
                ? new Prompty(written, resolved, services, streaming)
                : throw new FlowException(ErrorClasses.UserErrorException, $"A prompty with api '{resolved.Model.Api}' can't be run; use chat or completion.");
        }
        catch (FlowException e) when (e.Line is null)
        {
            throw PromptyPlaces.At(written, e);
        }
    }

    /// <summary>The prompt as text: the messages of a chat as Python prints the list.</summary>
    /// <exception cref="FlowException">MissingRequiredInputError, JinjaTemplateError, ChatAPIInvalidRole …</exception>
    public async ValueTask<string> RenderAsync(PythonDict values, CancellationToken cancellationToken) =>
        PythonText.Str(Prompt(await inputs.ResolveAsync(values, null, cancellationToken), cancellationToken));

    /// <summary>Calls the model.</summary>
    /// <param name="values">Inputs by name; none at all for the sample.</param>
    /// <param name="record">Takes tokens and the nested call, or null.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Text, a dict for JSON answers and tool calls, the raw answer with <c>response: all</c>, a <see cref="TextStream"/> with <c>stream: true</c>.</returns>
    /// <exception cref="FlowException">What <see cref="RenderAsync"/> throws, ConnectionNotFoundError, UnknownConnectionType, WrappedOpenAIError, InvalidOutputKeyError …</exception>
    public async Task<object?> CallAsync(PythonDict values, CallRecord? record, CancellationToken cancellationToken) =>
        await SendAsync(await inputs.ResolveAsync(values, null, cancellationToken), record, cancellationToken);

    /// <inheritdoc/>
    public override async Task<LineResult> ExecuteLineAsync(LineRequest request, CancellationToken cancellationToken)
    {
        var calling = new CallRecord();
        var line = new LineRecord
        {
            RunId = new RunIdentity(request.RunId, request.LineNumber).LineRunId,
            RootRunId = request.RunId,
            FlowId = settings.Name,
            Index = request.LineNumber,
            Status = RunStatus.Running,
            StartTime = services.Time.GetUtcNow(),
            Inputs = request.Inputs,
        };
        using var timeout = new CancellationTokenSource(request.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan, services.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, timeout.Token);
        try
        {
            line.Inputs = await inputs.ResolveAsync(request.Inputs, request.LineNumber, both.Token);
            line.Output = await OutputAsync(await SendAsync(line.Inputs, calling, both.Token), both.Token);
            line.Status = RunStatus.Completed;
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            Fail(line, new FlowException(ErrorClasses.LineExecutionTimeoutError, $"Line {request.LineNumber ?? 0} execution timeout for exceeding {request.TimeoutSeconds:0.###} seconds"));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Fail(line, e is FlowException { Line: null } known ? PromptyPlaces.At(definition, known) : e);
        }

        line.EndTime = services.Time.GetUtcNow();
        line.Usage = calling.Usage;
        var trace = ApiCalls.OfLine(line, []);
        trace["name"] = settings.Name;
        trace["children"] = new List<object?>(calling.Children);
        line.ApiCalls = [trace];
        return new LineResult(line, []);
    }

    /// <inheritdoc/>
    public override Task<AggregationResult> AggregateAsync(AggregationRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(new AggregationResult([], [], new Dictionary<string, FlowError>(StringComparer.Ordinal)));

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        foreach (var item in Owned)
        {
            await item.DisposeAsync();
        }
    }

    private static void Fail(LineRecord line, Exception e)
    {
        line.Status = RunStatus.Failed;
        line.Error = FlowError.Of(e);
    }

    // A dict becomes columns, anything else the column "output".
    private async ValueTask<PythonDict> OutputAsync(object? result, CancellationToken cancellationToken) => result switch
    {
        PythonDict dict => dict,
        TextStream stream when !streaming => new PythonDict { ["output"] = await stream.JoinAsync(cancellationToken) },
        _ => new PythonDict { ["output"] = result },
    };

    private object Prompt(PythonDict variables, CancellationToken cancellationToken)
    {
        var guard = new RoleGuard();
        if (settings.Model.Api == "completion")
        {
            return template.Render(variables, guard, cancellationToken);
        }

        var hidden = (PythonDict)guard.Hide(variables)!;
        return ChatMessages.Build(template.Render(hidden, guard, cancellationToken), hidden, guard, imageDetail: "auto");
    }

    private async Task<object?> SendAsync(PythonDict variables, CallRecord? record, CancellationToken cancellationToken)
    {
        var connection = await ConnectionAsync(cancellationToken);
        var body = Request(Prompt(variables, cancellationToken));
        var stream = PythonText.Truth(body.GetValueOrDefault("stream"));
        var call = new ModelCall(connection, settings.Model.Api == "completion" ? ModelOperation.Completion : ModelOperation.Chat, body) { Retry = RetryOptions.Prompty, Record = record, Node = settings.Name };
        if (!stream || settings.Model.WholeResponse)
        {
            body.Remove("stream");
            return answer.Of(await calls.CallAsync(call, cancellationToken));
        }

        var pieces = new TextStream(answer.Pieces(calls.StreamAsync(call, cancellationToken), cancellationToken));
        return answer.IsJson ? answer.Format(await pieces.JoinAsync(cancellationToken)) : pieces;
    }

    private PythonDict Request(object prompt)
    {
        var body = new PythonDict(settings.Model.Parameters.Count + 2);
        foreach (var (name, value) in settings.Model.Parameters)
        {
            body[name] = value;
        }

        body["model"] = settings.Model.Model ?? "";
        body[settings.Model.Api == "completion" ? "prompt" : "messages"] = prompt;
        FunctionParameters.Put(body, settings.Model.Parameters, stream: false);
        if (body.ContainsKey("tools"))
        {
            body.Remove("functions");
            body.Remove("function_call");
        }

        return body;
    }

    private async ValueTask<Connection> ConnectionAsync(CancellationToken cancellationToken)
    {
        var connection = settings.Model.ConnectionName is { } name
            ? await services.Connections.FindAsync(name, cancellationToken)
                ?? throw new FlowException(ErrorClasses.ConnectionNotFoundError, $"Connection '{name}' is not found. Create it with: gyre connection create --file <connection.yaml>") { File = definition.File }
            : settings.Model.Connection;
        return connection is not null && ModelDialect.Of(connection) is not null
            ? connection
            : throw new FlowException(
                "UnknownConnectionType",
                $"Not Support connection type {connection?.Type ?? "None"} for prompty. The model configuration needs a type: azure_openai, openai or azure_serverless, or the name of a connection to a model.")
            {
                File = definition.File,
            };
    }
}
