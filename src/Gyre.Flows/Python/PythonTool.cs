using Gyre.Flows.Tools;

namespace Gyre.Flows.Python;

/// <summary>A Python function as a node's tool.</summary>
internal sealed class PythonTool(PythonRuntime runtime, LoadRequest load, PythonToolMeta meta) : Tool
{
    /// <summary>What the tool says of itself.</summary>
    public PythonToolMeta Meta { get; } = meta;

    /// <inheritdoc/>
    public override string? Function => Meta.QualifiedName;

    /// <inheritdoc/>
    public override IReadOnlyList<ToolParameter>? Parameters { get; } = [.. meta.Init, .. meta.Parameters];

    /// <inheritdoc/>
    public override async ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var line = runtime.Line(call.Line);
        var answer = await line.CallAsync(
            async worker =>
            {
                await worker.LoadAsync(load, cancellationToken);
                return await worker.SendAsync(
                    "call",
                    line,
                    call,
                    writer =>
                    {
                        writer.WriteNumber("t"u8, load.Number);
                        writer.WritePropertyName("a"u8);
                        WireWriter.Value(writer, call.Inputs, worker, line);
                    },
                    cancellationToken);
            },
            cancellationToken);
        answer.Record(call);
        return answer.Error switch
        {
            null => answer.Value,
            { } error when PythonErrors.IsCrash(error) => throw PythonErrors.Crashed(error, call.Node, call.Line.LineNumber),
            { } error => throw PythonErrors.OfTool(error, call.Node),
        };
    }
}
