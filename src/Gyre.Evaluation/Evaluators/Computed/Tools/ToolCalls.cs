using System.Text.Json;
using Gyre.Flows.Values;

namespace Gyre.Evaluation.Evaluators.Computed.Tools;

/// <summary>A call of a tool.</summary>
/// <param name="Name">Of the tool.</param>
/// <param name="Arguments">An object; an empty one where none are given.</param>
internal sealed record CalledTool(string Name, JsonElement Arguments)
{
    /// <summary>Whether another call has the same name and arguments, as JSON compares them: the order of fields and "1" or "1.0" make no difference.</summary>
    public bool IsSame(CalledTool other) => Name == other.Name && JsonElement.DeepEquals(Arguments, other.Arguments);
}

/// <summary>Reads calls of tools in the shapes that providers, azure-ai-evaluation and people write them in.</summary>
internal static class ToolCalls
{
    private static readonly string[] Arguments = ["arguments", "args", "parameters", "input"];
    private static readonly JsonElement NoArguments = JsonElement.Parse("{}");

    /// <summary>
    /// The calls in order: a list of calls, one call, a message with <c>tool_calls</c>, a list of messages with such, or the JSON text of any
    /// of these; null where it is none. A call has a name and <c>arguments</c> (<c>args</c>, <c>parameters</c>, <c>input</c>), as an object or its text, at its top or
    /// under <c>function</c>; a text alone names a tool that is called without any.
    /// </summary>
    public static IReadOnlyList<CalledTool>? Read(object? value)
    {
        using var json = value is null ? null : JsonValues.Read(value);
        if (json is null)
        {
            return null;
        }

        var calls = new List<CalledTool>();
        return Add(json.RootElement, calls) ? calls : null;
    }

    private static bool Add(JsonElement value, List<CalledTool> calls)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return true;
            case JsonValueKind.String:
                calls.Add(new CalledTool(value.GetString()!, NoArguments));
                return true;
            case JsonValueKind.Array:
                return value.EnumerateArray().All(item => Add(item, calls));
            case JsonValueKind.Object when value.TryGetProperty("tool_calls", out var inside):
                return Add(inside, calls);
            case JsonValueKind.Object when value.TryGetProperty("role", out _):
                // A message without calls; azure-ai-evaluation has its calls in the parts of the content.
                return !value.TryGetProperty("content", out var content) || content.ValueKind != JsonValueKind.Array
                    || content.EnumerateArray().Where(IsCall).All(part => Add(part, calls));
            case JsonValueKind.Object when One(value) is { } call:
                calls.Add(call);
                return true;
            default:
                return false;
        }
    }

    private static bool IsCall(JsonElement part) => part.ValueKind == JsonValueKind.Object && part.TryGetProperty("type", out var type) && type.ValueEquals("tool_call");

    private static CalledTool? One(JsonElement call)
    {
        if (call.TryGetProperty("tool_call", out var nested) && nested.ValueKind == JsonValueKind.Object)
        {
            return One(nested);
        }

        if (call.TryGetProperty("function", out var function) && function.ValueKind == JsonValueKind.Object)
        {
            return One(function);
        }

        if (!call.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        foreach (var field in Arguments)
        {
            if (call.TryGetProperty(field, out var arguments))
            {
                return new CalledTool(name.GetString()!, Object(arguments));
            }
        }

        return new CalledTool(name.GetString()!, NoArguments);
    }

    private static JsonElement Object(JsonElement arguments)
    {
        if (arguments.ValueKind == JsonValueKind.Null || (arguments.ValueKind == JsonValueKind.String && arguments.GetString()!.Length == 0))
        {
            return NoArguments;
        }

        using var text = arguments.ValueKind == JsonValueKind.String ? JsonValues.Read(arguments.GetString()) : null;
        return (text?.RootElement ?? arguments).Clone();
    }

    /// <summary>As a person reads them: <c>search({"q": "x"})</c>.</summary>
    public static string Shown(CalledTool call) => PythonJson.Write(PythonJson.Parse(call.Arguments.GetRawText())) is var text && text.Length <= 100 ? $"{call.Name}({text})" : $"{call.Name}({text[..100]}…)";
}
