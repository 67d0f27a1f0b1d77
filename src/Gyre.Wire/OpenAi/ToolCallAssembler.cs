using System.Text;
using System.Text.Json;
using Gyre.Wire.Json;

namespace Gyre.Wire.OpenAi;

/// <summary>A whole tool call.</summary>
/// <param name="Id">The provider's, or a made one where it sent none.</param>
/// <param name="Name">Name of the function.</param>
/// <param name="Arguments">JSON as the model wrote it: not always valid.</param>
public sealed record AssembledToolCall(string Id, string Name, string Arguments);

/// <summary>Puts the fragments of streamed tool calls together, however the backend numbers them (<see cref="ToolCallSlots"/>).</summary>
public sealed class ToolCallAssembler
{
    private readonly ToolCallSlots slots = new();
    private readonly List<StringBuilder> arguments = [];

    /// <summary>Takes one element of <c>delta.tool_calls</c>.</summary>
    public void Add(JsonElement fragment)
    {
        var function = fragment.Object("function");
        var more = function.Field("arguments") switch
        {
            { ValueKind: JsonValueKind.Undefined or JsonValueKind.Null } => "",
            { ValueKind: JsonValueKind.String } text => text.GetString()!,
            var whole => whole.GetRawText(),
        };
        var call = slots.Find(fragment.Text("id"), (int?)fragment.Whole("index"), function.Text("name"), more.Length > 0);
        if (call == arguments.Count)
        {
            arguments.Add(new StringBuilder());
        }

        arguments[call].Append(more);
    }

    /// <summary>The calls in the order they began.</summary>
    public IReadOnlyList<AssembledToolCall> Calls =>
        [.. Enumerable.Range(0, slots.Count).Where(c => slots.Name(c) is not null).Select((c, i) => new AssembledToolCall(slots.Id(c) ?? $"call_{i}", slots.Name(c)!, arguments[c].ToString()))];
}
