using System.Text.Json;
using Gyre.Flows.Definitions;
using Gyre.Flows.Media;
using Gyre.Flows.Tools;
using Gyre.Flows.Values;

namespace Gyre.Flows.Execution.Plans;

/// <summary>Parses the literals among a node's inputs with the first declared type of the tool's parameter, once per flow.</summary>
internal static class NodeLiterals
{
    /// <summary>The node's inputs as they are at run time: null and empty literals dropped so that defaults apply, the others typed, connections looked up.</summary>
    /// <exception cref="FlowException">NodeInputValidationError, GetConnectionError or ValueTypeUnresolved.</exception>
    public static async ValueTask<IReadOnlyList<KeyValuePair<string, InputBinding>>> ParseAsync(FlowNode node, Tool tool, FlowContext flow, CancellationToken cancellationToken)
    {
        // Prompt nodes take every input as it stands: null prints as None, empty text as nothing.
        if (node.Type == "prompt")
        {
            return [.. node.Inputs];
        }

        var inputs = new List<KeyValuePair<string, InputBinding>>(node.Inputs.Count);
        foreach (var (name, binding) in node.Inputs)
        {
            switch (binding)
            {
                case LiteralBinding { Value: null or "" }:
                    break;
                case LiteralBinding literal when tool.Parameters?.FirstOrDefault(p => p.Name == name && !p.TakesRest) is { Types.Count: > 0 } parameter:
                    inputs.Add(new(name, literal with { Value = await ParseAsync(node, parameter, literal.Value, flow, cancellationToken) }));
                    break;
                default:
                    inputs.Add(new(name, binding));
                    break;
            }
        }

        return inputs;
    }

    private static async ValueTask<object?> ParseAsync(FlowNode node, ToolParameter parameter, object? value, FlowContext flow, CancellationToken cancellationToken)
    {
        var type = parameter.Types[0];
        if (DeclaredType.IsConnection(type))
        {
            return await ConnectionAsync(node, parameter, value, flow, cancellationToken);
        }

        if (!DeclaredType.IsValueType(type))
        {
            throw new FlowException(ErrorClasses.ValueTypeUnresolved, $"Unresolved input type '{type}', please check if it is supported in current version.");
        }

        object? parsed;
        try
        {
            parsed = DeclaredType.Parse(type, value);
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new FlowException(ErrorClasses.NodeInputValidationError, $"Input '{parameter.Name}' for node '{node.Name}' of value '{PythonText.Str(value)}' is not type {type}.");
        }

        if (type == "assistant_definition" && parsed is string path)
        {
            // The worker makes the object at the call; what is wrong with the file is known now.
            CheckAssistant(node, parameter, path, flow);
        }

        return await ImagesAsync(parameter, parsed, flow, cancellationToken);
    }

    private static void CheckAssistant(FlowNode node, ToolParameter parameter, string path, FlowContext flow)
    {
        var file = Path.Combine(flow.WorkingFolder, path);
        if (!File.Exists(file))
        {
            throw Missing($"Input '{parameter.Name}' for node '{node.Name}' of value '{path}' is not a valid path.");
        }

        foreach (var source in AssistantReader.Read(file).Tools.Select(t => t.Source).OfType<ToolSource>())
        {
            if (source is { Type: "code", Path: { } script } && !File.Exists(Path.Combine(flow.WorkingFolder, script)))
            {
                throw Missing($"Load tool failed in '{node.Name}'. The source path '{script}' is missing.");
            }
        }

        FlowException Missing(string what) => new(
            ErrorClasses.NodeInputValidationError,
            $"Failed to load assistant definition from input '{parameter.Name}': (InvalidSource) {what}");
    }

    private static async ValueTask<object?> ImagesAsync(ToolParameter parameter, object? value, FlowContext flow, CancellationToken cancellationToken)
    {
        var isImage = parameter.Types[0] == "image";
        if (!isImage && value is not (List<object?> or PythonDict))
        {
            return value;
        }

        try
        {
            var format = MessageFormat.Of(flow.Flow.MessageFormat);
            return isImage
                ? await format.ReadImageAsync(value, flow.WorkingFolder, cancellationToken)
                : await format.LoadAsync(value, flow.WorkingFolder, cancellationToken);
        }
        catch (FlowException e)
        {
            throw new FlowException(ErrorClasses.NodeInputValidationError, $"Failed to load image for input '{parameter.Name}': ({e.ErrorClass}) {e.Message}", e);
        }
    }

    private static async ValueTask<object?> ConnectionAsync(FlowNode node, ToolParameter parameter, object? value, FlowContext flow, CancellationToken cancellationToken)
    {
        if (value is ConnectionValue)
        {
            return value;
        }

        var name = PythonText.Str(value);
        var connection = await flow.Connections.FindAsync(name, cancellationToken)
            ?? throw new FlowException(
                ErrorClasses.GetConnectionError,
                $"Get connection '{name}' for node '{node.Name}' error: Connection '{name}' is not found. Create it with: gyre connection create --file <connection.yaml>");
        return parameter.Types.Contains(connection.Type, StringComparer.Ordinal)
            ? new ConnectionValue(connection)
            : throw new FlowException(
                ErrorClasses.NodeInputValidationError,
                $"Input '{parameter.Name}' for node '{node.Name}' of type '{connection.Type}' is not supported, valid types {PythonText.Repr(parameter.Types.ToList<object?>())}.");
    }
}
