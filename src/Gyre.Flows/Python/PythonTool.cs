using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Python;

/// <summary>A Python function as a node's tool.</summary>
internal sealed class PythonTool(PythonRuntime runtime, LoadRequest load, PythonToolMeta meta, int lines, string? template = null) : Tool
{
    /// <summary>What the tool says of itself.</summary>
    public PythonToolMeta Meta { get; } = meta;

    /// <inheritdoc/>
    public override string? Function => Meta.QualifiedName;

    /// <summary>The parameter that takes a custom_llm node's template.</summary>
    private readonly string? templateParameter = template is null ? null : meta.Parameters.FirstOrDefault(p => p.Types.Contains("prompt_template", StringComparer.Ordinal))?.Name ?? "prompt";

    /// <inheritdoc/>
    public override IReadOnlyList<ToolParameter>? Parameters { get; } = [.. meta.Init, .. meta.Parameters];

    /// <inheritdoc/>
    public override int? MaximumLines => lines;

    /// <inheritdoc/>
    public override async ValueTask<object?> InvokeAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var line = runtime.Line(call.Line);
        var answer = await line.CallAsync(
            load,
            worker => worker.SendAsync(
                "call",
                line,
                call,
                writer =>
                {
                    writer.WriteNumber("t"u8, load.Number);
                    writer.WritePropertyName("a"u8);
                    WireWriter.Value(writer, Arguments(call), worker, line);
                },
                cancellationToken),
            cancellationToken);
        answer.Record(call);
        return answer.Error switch
        {
            null => answer.Value,
            { } error when PythonErrors.IsCrash(error) => throw PythonErrors.Crashed(error, call.Node, call.Line.LineNumber),
            { } error => throw PythonErrors.OfTool(error, call.Node),
        };
    }

    private PythonDict Arguments(ToolCall call)
    {
        if (templateParameter is null)
        {
            return call.Inputs;
        }

        var arguments = new PythonDict(call.Inputs.Count + 1);
        foreach (var (name, value) in call.Inputs)
        {
            arguments[name] = value;
        }

        arguments[templateParameter] = template;
        return arguments;
    }
}
