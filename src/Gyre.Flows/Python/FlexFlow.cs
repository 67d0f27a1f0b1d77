using System.Collections.Concurrent;
using Gyre.Flows.Definitions;
using Gyre.Flows.Execution;
using Gyre.Flows.Execution.Lines;
using Gyre.Flows.Execution.Records;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Python;

/// <summary>A flex flow ready to run: a Python function, or a class with one instance in each worker.</summary>
internal sealed class FlexFlow : ExecutableFlow
{
    private readonly FlexDefinition definition;
    private readonly FlexFlowOptions options;
    private readonly PythonRuntime runtime;
    private readonly LoadRequest load;
    private readonly FlexSignature signature;
    private readonly FlowContext context;
    private readonly ConcurrentDictionary<(string Run, int Line), bool> bare = new();

    private FlexFlow(FlexDefinition definition, FlexFlowOptions options, PythonRuntime runtime, LoadRequest load, FlexSignature signature)
    {
        (this.definition, this.options, this.runtime, this.load, this.signature) = (definition, options, runtime, load, signature);
        Inputs = definition.Inputs ?? signature.Inputs;
        Outputs = definition.Outputs?.Select(o => o.Name).ToList() ?? signature.Outputs;
        context = new FlowContext
        {
            Flow = new FlowDefinition { File = definition.File, Name = definition.Name },
            WorkingFolder = runtime.Folder,
            Connections = options.Connections,
            Environment = options.Environment,
            Streaming = options.Streaming,
        };
    }

    /// <inheritdoc/>
    public override IReadOnlyList<FlowInput> Inputs { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Outputs { get; }

    /// <inheritdoc/>
    public override bool HasAggregation => signature.Aggregates;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> EnvironmentVariables => options.Environment;

    /// <inheritdoc/>
    public override int? MaximumLines => runtime.MaximumLines(null);

    /// <summary>Imports the entry, reads its signature, and makes the first instance of a class.</summary>
    /// <exception cref="FlowException">PythonLoadError, InvalidFlexFlowEntry, FlowEntryInitializationError, GetConnectionError, or a constructor value of the wrong type.</exception>
    public static async ValueTask<FlexFlow> CreateAsync(FlexDefinition definition, FlexFlowOptions options, CancellationToken cancellationToken = default)
    {
        var folder = options.WorkingFolder ?? Path.Combine(definition.Folder, definition.Code ?? ".");
        var workers = new PythonRuntime(folder, options.Environment, options.Python, options.Connections);
        try
        {
            var look = new LoadRequest(workers.NextLoad(), "flex", (writer, _) => writer.WriteString("entry", definition.Entry));
            var told = FlexSignature.Of(await workers.OnAnyAsync(worker => worker.DescribeAsync(look, cancellationToken), cancellationToken));
            var init = await InitAsync(definition, told, options, cancellationToken);
            var construction = new LoadRequest(workers.NextLoad(), "flex", (writer, worker) =>
            {
                writer.WriteString("entry", definition.Entry);
                writer.WriteNumber("construct", 1);
                writer.WritePropertyName("a");
                WireWriter.Value(writer, init, worker, worker.Loose);
            });
            await workers.OnAnyAsync(worker => worker.DescribeAsync(construction, cancellationToken), cancellationToken);
            return new FlexFlow(definition, options, workers, construction, told);
        }
        catch
        {
            await workers.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override async Task<LineResult> ExecuteLineAsync(LineRequest request, CancellationToken cancellationToken)
    {
        var time = options.Time;
        var id = request.LineNumber is { } number ? $"{request.RunId}_{number}" : $"{request.RunId}_0";
        var record = new LineRecord { RunId = id, RootRunId = request.RunId, FlowId = definition.Name, Index = request.LineNumber, Status = RunStatus.Running, StartTime = time.GetUtcNow() };
        using var clock = request.TimeoutSeconds is { } seconds ? new LineClock(time, seconds) : null;
        var line = runtime.Line(clock);
        var lineContext = new LineContext(context, request.RunId, request.LineNumber);
        var call = new ToolCall(definition.Name, [], lineContext, new CallRecord());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(clock?.Expired ?? CancellationToken.None, cancellationToken);
        var open = new List<TextStream>();
        try
        {
            record.Inputs = FlowInputs.Convert(Wanted(request.Inputs), request.Inputs, request.LineNumber);
            call = call with { Inputs = Accepted(record.Inputs) };
            var result = await EnterAsync(line, "enter", call.Inputs, call, stop.Token);
            record.Output = await ColumnsAsync(result, request, open, stop.Token);
            record.Status = RunStatus.Completed;
        }
        catch (OperationCanceledException) when (clock?.Expired.IsCancellationRequested is true && !cancellationToken.IsCancellationRequested)
        {
            Fail(record, new FlowException(
                ErrorClasses.LineExecutionTimeoutError,
                $"Line {request.LineNumber ?? 0} execution timeout for exceeding {PythonText.Str(Whole(clock.Seconds))} seconds"));
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Fail(record, failure);
        }
        finally
        {
            await EndAsync(line, lineContext, open);
        }

        record.EndTime = time.GetUtcNow();
        (record.StandardOutput, record.StandardError) = (call.Record.StandardOutput, call.Record.StandardError);
        record.Usage = call.Record.Usage;
        record.ApiCalls = [Root(record, call)];
        return new LineResult(record, []);
    }

    /// <inheritdoc/>
    public override async Task<AggregationResult> AggregateAsync(AggregationRequest request, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, FlowError>(StringComparer.Ordinal);
        if (!signature.Aggregates)
        {
            return new AggregationResult([], [], errors);
        }

        await using var lineContext = new LineContext(context, request.RunId, null) { IsAggregation = true };
        await using var line = runtime.Line(clock: null);
        var call = new ToolCall("__aggregate__", [], lineContext, new CallRecord());
        var metrics = new PythonDict();
        try
        {
            var rows = request.Lines.Select(l => Row(request.RunId, l)).ToList();
            if (await EnterAsync(line, "aggregate", rows, call, cancellationToken) is PythonDict returned)
            {
                metrics = returned;
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            errors["__aggregate__"] = FlowError.Of(failure);
        }

        if (errors.Count == 0)
        {
            foreach (var (key, value) in lineContext.Metrics.ToDict())
            {
                metrics[key] = value;
            }
        }

        return new AggregationResult(metrics, [], errors);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await runtime.DisposeAsync();
        foreach (var owned in options.Owned)
        {
            await owned.DisposeAsync();
        }
    }

    private static void Fail(LineRecord record, Exception failure)
    {
        record.Status = RunStatus.Failed;
        record.Output = null;
        record.Error = FlowError.Of(failure);
    }

    private static object Whole(double seconds) => Math.Floor(seconds) == seconds ? (long)seconds : seconds;

    private static double Seconds(DateTimeOffset time) => (time - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>Constructor values, typed, with names of connections looked up.</summary>
    private static async ValueTask<PythonDict> InitAsync(FlexDefinition definition, FlexSignature signature, FlexFlowOptions options, CancellationToken cancellationToken)
    {
        var given = options.Init ?? [];
        var declared = (definition.Init ?? signature.Init).Where(i => given.ContainsKey(i.Name) || i.Default is not null).ToList();
        var typed = FlowInputs.Convert(declared, given, null);
        foreach (var input in declared.Where(i => i.Type.EndsWith("ModelConfiguration", StringComparison.Ordinal)))
        {
            if (typed[input.Name] is string text && text.AsSpan().TrimStart().StartsWith('{'))
            {
                typed[input.Name] = DeclaredType.Parse("object", text);
            }
        }

        foreach (var input in declared.Where(i => i.Type.EndsWith("Connection", StringComparison.Ordinal)))
        {
            if (typed[input.Name] is string name)
            {
                typed[input.Name] = new ConnectionValue(await options.Connections.FindAsync(name, cancellationToken)
                    ?? throw new FlowException(
                        ErrorClasses.GetConnectionError,
                        $"Get connection '{name}' for '{input.Name}' error: Connection '{name}' is not found. Create it with: gyre connection create --file <connection.yaml>"));
            }
        }

        return typed;
    }

    /// <summary>The inputs that count for a line: what Python has a default for may be left out.</summary>
    private List<FlowInput> Wanted(PythonDict raw) =>
        [.. Inputs.Where(i => i.Default is not null || raw.ContainsKey(i.Name) || !signature.Optional.Contains(i.Name))];

    /// <summary>The inputs that the function takes.</summary>
    private PythonDict Accepted(PythonDict inputs)
    {
        if (signature.TakesRest)
        {
            return inputs;
        }

        var known = signature.Inputs.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        var accepted = new PythonDict(inputs.Count);
        foreach (var (key, value) in inputs)
        {
            if (key is string name && known.Contains(name))
            {
                accepted[name] = value;
            }
        }

        return accepted;
    }

    private async ValueTask<object?> EnterAsync(PythonLine line, string operation, object? arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var answer = await line.CallAsync(
            load,
            worker => worker.SendAsync(
                operation,
                line,
                call,
                writer =>
                {
                    writer.WriteNumber("t", load.Number);
                    writer.WritePropertyName("a");
                    WireWriter.Value(writer, arguments, worker, line);
                },
                cancellationToken),
            cancellationToken);
        answer.Record(call);
        return answer.Error switch
        {
            null => answer.Value,
            { } error when PythonErrors.IsCrash(error) => throw PythonErrors.Crashed(error, call.Node, call.Line.LineNumber),
            { } error => throw PythonErrors.OfFlow(error, definition.Target),
        };
    }

    /// <summary>A dict's entries are the columns; anything else is the column <c>output</c>.</summary>
    private async ValueTask<PythonDict> ColumnsAsync(object? result, LineRequest request, List<TextStream> open, CancellationToken cancellationToken)
    {
        var columns = result as PythonDict ?? new PythonDict { { "output", result } };
        if (result is not PythonDict && signature.Aggregates)
        {
            bare[(request.RunId, request.LineNumber ?? 0)] = true;
        }

        foreach (var (key, value) in columns.ToList())
        {
            if (value is TextStream stream)
            {
                if (options.Streaming)
                {
                    open.Add(stream);
                }
                else
                {
                    columns[key] = await stream.JoinAsync(cancellationToken);
                }
            }
            else if (!PythonJson.IsSerializable(value))
            {
                throw new FlowException(
                    ErrorClasses.FlowOutputUnserializable,
                    $"The output '{PythonText.Str(key)}' for flow is incorrect. The output value is not JSON serializable. JSON dump failed: " +
                    $"(TypeError) Object of type {PythonText.TypeName(value)} is not JSON serializable. Please verify your flow output and make sure the value serializable.");
            }
        }

        return columns;
    }

    /// <summary>What <c>__aggregate__</c> gets of a line: the dict, or the bare value.</summary>
    private object? Row(string run, AggregationLine line) =>
        bare.ContainsKey((run, line.LineNumber)) && line.Output.TryGetValue("output", out var value) ? value : line.Output;

    private PythonDict Root(LineRecord record, ToolCall call) => new(10)
    {
        { "name", definition.Target },
        { "type", "Flow" },
        { "start_time", Seconds(record.StartTime) },
        { "end_time", Seconds(record.EndTime) },
        { "inputs", record.Inputs },
        { "output", record.Output },
        { "error", record.Error is { } error ? new PythonDict { { "message", error.Message }, { "type", error.Inner ?? error.Code } } : null },
        { "children", call.Record.Children.ToList<object?>() },
        { "node_name", null },
        { "function", definition.Target },
    };

    /// <summary>Ends what the line kept: at once, or after the last stream that the caller took was read.</summary>
    private static async ValueTask EndAsync(PythonLine line, LineContext lineContext, List<TextStream> open)
    {
        var left = open.Count;
        foreach (var stream in open)
        {
            stream.WhenEnded = () => Interlocked.Decrement(ref left) == 0 ? line.DisposeAsync() : ValueTask.CompletedTask;
        }

        if (open.Count == 0)
        {
            await line.DisposeAsync();
        }

        await lineContext.DisposeAsync();
    }
}
