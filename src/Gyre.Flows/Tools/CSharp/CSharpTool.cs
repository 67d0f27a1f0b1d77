using System.Diagnostics;
using System.Reflection;
using Gyre.Flows.Values;
using Gyre.Tools;

namespace Gyre.Flows.Tools.CSharp;

/// <summary>A C# node: a public static method of a compiled file.</summary>
internal sealed class CSharpTool : Tool
{
    private readonly ScriptAssembly assembly;
    private readonly MethodInfo method;
    private readonly MethodInvoker invoker;
    private readonly ScriptValues values = new();
    private readonly ScriptClients clients;
    private readonly TimeProvider time;
    private readonly string file;

    public CSharpTool(string file, ScriptAssembly assembly, MethodInfo method, ScriptClients clients, TimeProvider time)
    {
        (this.file, this.assembly, this.method, this.clients, this.time) = (file, assembly, method, clients, time);
        invoker = MethodInvoker.Create(method);
        Parameters = [.. method.GetParameters().Where(p => p.ParameterType != typeof(CancellationToken)).Select(p => new ToolParameter(p.Name!, ScriptValues.TypesOf(p.ParameterType))
        {
            HasDefault = p.HasDefaultValue || p.IsDefined(typeof(ParamArrayAttribute)),
            Default = p is { HasDefaultValue: true, DefaultValue: null or string or bool or double or long or int } ? values.ToFlow(p.DefaultValue) : null,
        })];
    }

    public override IReadOnlyList<ToolParameter> Parameters { get; }

    public override string Function => $"{method.DeclaringType!.Name}.{method.Name}";

    public override async ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var sink = new ConsoleCapture.Sink(time);
        try
        {
            var arguments = await ArgumentsAsync(call, cancellationToken);

            // A thread of its own: a tool that computes must not hold up the nodes beside it.
            return await Task.Run(() => CallAsync(call, arguments, sink, cancellationToken), cancellationToken);
        }
        catch (Exception e) when (e is not FlowException && !(e is OperationCanceledException && cancellationToken.IsCancellationRequested))
        {
            throw Failure(call.Node, e);
        }
        finally
        {
            sink.MoveTo(call.Record);
        }
    }

    public override ValueTask DisposeAsync()
    {
        assembly.Unload();
        return base.DisposeAsync();
    }

    private async Task<object?> CallAsync(ToolCall call, object?[] arguments, ConsoleCapture.Sink sink, CancellationToken cancellationToken)
    {
        ConsoleCapture.Begin(sink);
        ToolRun.Current = call;
        var result = invoker.Invoke(null, arguments.AsSpan());
        return result switch
        {
            IAsyncEnumerable<string> pieces => new TextStream(pieces),
            Task task => values.ToFlow(await ResultAsync(task)),
            ValueTask task => await NothingAsync(task),
            { } other when IsValueTask(other) => values.ToFlow(await ResultAsync((Task)other.GetType().GetMethod(nameof(ValueTask<>.AsTask))!.Invoke(other, null)!)),
            _ => values.ToFlow(result),
        };
    }

    private async Task<object?[]> ArgumentsAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var parameters = method.GetParameters();
        var arguments = new object?[parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = parameters[i];
            arguments[i] = parameter.ParameterType == typeof(CancellationToken) ? cancellationToken
                : call.Inputs.TryGetValue(parameter.Name, out var value) ? await ArgumentAsync(parameter, value, call, cancellationToken)
                : parameter.HasDefaultValue ? parameter.DefaultValue
                : throw new MissingMemberException($"{method.Name}() is missing the argument '{parameter.Name}'. Give the node an input of this name.");
        }

        var unknown = call.Inputs.Keys.OfType<string>().FirstOrDefault(name => !Parameters.Any(p => p.Name == name) && !(ScriptClients.IsSetting(name) && parameters.Any(p => ScriptConnections.IsClient(p.ParameterType))));
        return unknown is null
            ? arguments
            : throw new ArgumentException($"{method.Name}() has no parameter '{unknown}'.{Kernel.NearestName.Hint(unknown, Parameters.Select(p => p.Name))}");
    }

    private async ValueTask<object?> ArgumentAsync(ParameterInfo parameter, object? value, ToolCall call, CancellationToken cancellationToken) => value switch
    {
        ConnectionValue connection when ScriptConnections.IsClient(parameter.ParameterType) => clients.Make(parameter.ParameterType, connection.Connection, call),
        TextStream stream when parameter.ParameterType == typeof(string) => await stream.JoinAsync(cancellationToken),
        TextStream stream when parameter.ParameterType == typeof(IAsyncEnumerable<string>) => stream.ReadAsync(cancellationToken),
        _ => values.ToClr(parameter.Name!, parameter.ParameterType, value, call.Line.Flow.WorkingFolder),
    };

    private static async Task<object?> ResultAsync(Task task)
    {
        await task;
        return task.GetType().GetProperty("Result") is { } result && result.PropertyType.Name != "VoidTaskResult" ? result.GetValue(task) : null;
    }

    private static async Task<object?> NothingAsync(ValueTask task)
    {
        await task;
        return null;
    }

    private static bool IsValueTask(object value) => value.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ValueTask<>);

    // As for a Python tool: the type and message of what was thrown, and only the frames of the user's file.
    private FlowException Failure(string node, Exception e)
    {
        var frames = new StackTrace(e, fNeedFileInfo: true).GetFrames().Where(f => f.GetFileName() == file).ToList();
        var details = new PythonDict
        {
            ["type"] = e.GetType().Name,
            ["message"] = e.Message,
            ["traceback"] = string.Concat(frames.Select(f => $"  {f.GetMethod()?.Name} in {file}:{f.GetFileLineNumber()}\n")),
            ["filename"] = file,
            ["lineno"] = frames.Count > 0 ? (long)frames[0].GetFileLineNumber() : null,
            ["name"] = method.Name,
        };
        return new FlowException(ErrorClasses.ToolExecutionError, $"Execution failure in '{node}': ({e.GetType().Name}) {e.Message}", e)
        {
            InnerClass = e.GetType().Name,
            Node = node,
            File = frames.Count > 0 ? file : null,
            Line = frames.Count > 0 ? frames[0].GetFileLineNumber() : null,
            ToolDetails = details,
        };
    }
}
